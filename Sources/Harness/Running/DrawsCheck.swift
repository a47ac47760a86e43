internal import Graphs
internal import Runtimes
internal import Tensors

/// Holds random outputs against their distribution, over several runs.
///
/// Runs either all give the same bits, as one with a seed may: then the first alone counts; or they
/// know nothing of each other. Bernoulli's generator is also asked what it makes of probabilities just
/// below and above one half: where all elements turn, it draws nothing.
struct DrawsCheck {
  static let runCount = 16
  /// More are not drawn in further runs.
  static let enough = 1 << 14

  private let distribution: Distribution
  private let name: String

  /// `nil` unless the graph is one node that draws.
  init?(_ graph: Graph, _ inputs: [Value?]) {
    guard graph.nodes.count == 1, let node = graph.nodes.first,
      node.outputs.first == graph.outputs.first
    else { return nil }
    let given = node.inputs.map { id -> Value? in
      guard let id else { return nil }
      let place = graph.inputs.firstIndex(of: id)
      return place.flatMap { $0 < inputs.count ? inputs[$0] : nil } ?? graph.constants[id]
    }
    let inference = Inference(
      types: given.map { $0.map(ValueType.init(of:)) }, known: given,
      outputCount: node.outputs.count)
    guard let distribution = (try? node.operation.distribution(inference)) ?? nil else {
      return nil
    }
    self.distribution = distribution
    name = node.operatorName
  }

  /// Why the outputs are no draws; `nil` where nothing speaks against it.
  func mismatch(
    _ prepared: any PreparedGraph, _ inputs: [Value?], first: [Value]
  ) async -> Mismatch? {
    do {
      guard let reason = try await objection(prepared, inputs, first: first) else { return nil }
      return Mismatch(cause: .compare, reason: "\(name)'s draws: \(reason)")
    } catch let error as DrawsError {
      return Mismatch(cause: .compare, reason: "\(name)'s draws: \(error.reason)")
    } catch {
      return Mismatch(cause: .compare, reason: "\(name) did not draw again: \(error)")
    }
  }

  private func objection(
    _ prepared: any PreparedGraph, _ inputs: [Value?], first: [Value]
  ) async throws -> String? {
    var all = try draws(first)
    var last = all
    var runs = 1
    while runs < Self.runCount, all.rests.count < Self.enough {
      let outputs = try await prepared.run(inputs).outputs
      if zip(outputs, first).allSatisfy({ $0.hasBits(of: $1) }) { break }
      let next = try draws(outputs)
      if let objection = next.correlation(last.rests, "those of the run before") {
        return objection
      }
      all = all + next
      last = next
      runs += 1
    }
    if let objection = all.objection { return objection }
    guard case .bernoulli = distribution else { return nil }
    return try await turning(prepared, inputs)
  }

  /// With one generator's number for each element, only one in 32 lies between both probabilities.
  private func turning(_ prepared: any PreparedGraph, _ inputs: [Value?]) async throws -> String? {
    // Fewer elements may all lie between the two by chance.
    guard let x = inputs.first??.tensor, x.count >= 6 else { return nil }
    func drawn(_ p: Double) async throws -> [Double] {
      let values = Buffer(repeating: p, count: x.count)
      let tensor = try Tensor(narrowing: .double(values), to: x.dtype, shape: x.shape)
      let outputs = try await prepared.run([.tensor(tensor)] + inputs.dropFirst()).outputs
      return outputs.first?.tensor?.numbers ?? []
    }
    var turned = 0
    var count = 0
    // A generator that starts anew turns half of them: nine in ten of 48 or more are one in 1e9.
    while count < 48 {
      let (below, above) = (try await drawn(31.0 / 64), try await drawn(33.0 / 64))
      turned += zip(below, above).count { $0 == 0 && $1 == 1 }
      count += x.count
    }
    guard Double(turned) > 0.9 * Double(count) else { return nil }
    return "\(turned) of \(count) turn from 0 to 1 between probabilities of 31/64 and 33/64"
  }

  private func draws(_ outputs: [Value]) throws(DrawsError) -> Draws {
    guard let output = outputs.first?.tensor else { throw DrawsError("no tensor") }
    return try Draws(
      output, distribution, mask: outputs.count > 1 ? outputs[1].tensor : nil)
  }
}
