import Harness

/// One runtime's measurements of one subject, over all rounds.
struct BenchResult: Sendable {
  let subject: String
  let runtime: String
  private(set) var reason: String?
  private var identity: String?
  private var measurements: [Measurement] = []
  private var peakByteCount = 0

  init(subject: String, runtime: String) {
    self.subject = subject
    self.runtime = runtime
  }

  mutating func add(_ measurement: Measurement, peakByteCount: Int) {
    reason = measurement.reason
    identity = measurement.peer ?? identity
    self.peakByteCount = max(self.peakByteCount, peakByteCount)
    if reason == nil { measurements.append(measurement) }
  }

  var median: Double? {
    reason == nil ? measurements.compactMap(\.medianMilliseconds).median : nil
  }

  /// `cpu 12.3 ms`.
  var brief: String { "\(runtime) \(median.map(Milliseconds.text) ?? "–")" }

  func summary(beside results: [BenchResult]) -> BenchReport.Row {
    let peer = results.first { $0.subject == subject && $0.runtime == Contender.base }?.median
    let values = reason == nil ? measurements : []
    return BenchReport.Row(
      subject: subject, runtime: runtime, identity: identity,
      prepareMilliseconds: values.compactMap(\.createMilliseconds).median,
      optimizeMilliseconds: values.compactMap(\.optimizeMilliseconds).median,
      planMilliseconds: values.compactMap(\.planMilliseconds).median,
      firstMilliseconds: values.compactMap(\.firstMilliseconds).median,
      medianMilliseconds: median,
      leastMilliseconds: values.compactMap(\.leastMilliseconds).min(),
      ratio: median.flatMap { median in peer.map { median / $0 } }, peakByteCount: peakByteCount,
      reason: reason)
  }
}

/// A finished comparison: what `--json` writes.
struct BenchReport: Codable, Sendable {
  var schema = 1
  /// The machine: processor, cores, system.
  let host: String
  /// Of every runtime.
  let threads: Int
  let rounds: Int
  /// After the first, in each round.
  let runs: Int
  /// `release` or `debug`, of our runtimes.
  let build: String
  let runAt: String
  let results: [Row]

  struct Row: Codable, Sendable {
    let subject: String
    let runtime: String
    let identity: String?
    /// All before the first run.
    let prepareMilliseconds: Double?
    /// Of it, what the optimizer took; `nil` where a graph is taken as it is.
    let optimizeMilliseconds: Double?
    /// Of it, planning and compiling; `nil` where a peer does not tell.
    let planMilliseconds: Double?
    let firstMilliseconds: Double?
    let medianMilliseconds: Double?
    let leastMilliseconds: Double?
    /// The median over onnxruntime's.
    let ratio: Double?
    let peakByteCount: Int
    let reason: String?
  }
}

enum Milliseconds {
  /// `0.812 ms`, `12.3 ms`, `1234 ms`.
  static func text(_ value: Double) -> String {
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    return "\(fixed(value, digits)) ms"
  }

  /// `value` with so many digits after the point; as Swift writes it where it has no such form.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    guard let scaled = Int(exactly: (value.magnitude * Double(scale)).rounded()) else {
      return "\(value)"
    }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale)."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
