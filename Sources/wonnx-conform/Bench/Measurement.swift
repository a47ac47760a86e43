import Harness

/// What one process measured, in the words of `Conformance/peers`: a line of JSON.
struct Measurement: Codable, Sendable {
  /// Opening the model, optimising its graph, and planning and compiling its run; of peers, all of it.
  var createMilliseconds: Double?
  var optimizeMilliseconds: Double?
  var planMilliseconds: Double?
  var firstMilliseconds: Double?
  var medianMilliseconds: Double?
  var leastMilliseconds: Double?
  var greatestMilliseconds: Double?
  var runs: Int?
  /// What ran: version, device, driver.
  var peer: String?
  /// Why there are no times.
  var reason: String?
}

extension Measurement {
  /// Times `work` `runs` times.
  mutating func time(runs: Int, _ work: () async throws -> Void) async throws {
    var times: [Double] = []
    for _ in 0..<runs { times.append(try await Self.milliseconds(work)) }
    (medianMilliseconds, leastMilliseconds) = (times.median, times.min())
    (greatestMilliseconds, self.runs) = (times.max(), runs)
  }

  static func milliseconds(_ work: () async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await work()
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) * 1e3 + Double(attoseconds) * 1e-15
  }
}
