import Graphs
package import Runtimes
import Tensors

extension VulkanRuntime {
  /// What the device does at most; `nil` of one without timestamps, or where nodes are not timed.
  package func limits() async throws(RuntimeError) -> DeviceLimits? {
    let probe = LimitProbe(isSoftware: profile.isSoftware)
    let prepared = try await prepared(probe.graph)
    var limits: DeviceLimits?
    for _ in 0..<3 {
      _ = try await prepared.run([])
      let times = await prepared.nodeTimes
      guard times.count > 1, times[0].nanoseconds > 0, times[1].nanoseconds > 0 else { return nil }
      limits = DeviceLimits(
        byteRate: max(limits?.byteRate ?? 0, times[1].byteRate),
        multiplyAddRate: max(
          limits?.multiplyAddRate ?? 0, probe.multiplyAddCount / times[0].nanoseconds))
    }
    return limits
  }
}

/// Work that does one thing only: multiplying and adding, then copying, then little.
private struct LimitProbe {
  /// Elements that no cache holds, and rounds that take longer than storing a vector of them.
  private let count: Int
  private let rounds: Int

  init(isSoftware: Bool) {
    (count, rounds) = isSoftware ? (1 << 22, 2) : (1 << 26, 8)
  }

  /// Eight links of four chains of four elements a round.
  var multiplyAddCount: Double { Double(count / 4) * Double(rounds * 8 * 4 * 4) }

  var graph: Graph {
    let vectors = (count / 4, 1, 1)
    let few = 64
    let ids = (0..<3).map { ValueID($0) }
    let chain = Dispatch(
      "Device/MultiplyAdds.comp", bindings: [.write4("y", .output(0))],
      parameters: [
        .uint("count", count / 4), .uint("rounds", rounds), .float("factor", 0.5),
        .float("term", 1),
      ], invocations: vectors, tripBound: 9 * rounds)
    let copy = Dispatch(
      "Device/Copy.comp", bindings: [.read4("x", .input(0)), .write4("y", .output(0))],
      parameters: [.uint("count", count / 4)], invocations: vectors)
    var end = copy
    end.parameters = [.uint("count", few / 4)]
    end.invocations = (few / 4, 1, 1)
    var graph = Graph()
    let work = [(chain, count), (copy, count), (end, few)]
    for (index, (dispatch, count)) in work.enumerated() {
      let node = Node(
        name: dispatch.shader, operation: Probe(dispatch: dispatch, count: count), opset: 1,
        inputs: index > 0 ? [ids[index - 1]] : [], outputs: [ids[index]])
      graph.nodes.append(node)
    }
    graph.outputs = [ids[2]]
    return graph
  }
}

extension Binding {
  fileprivate static func read4(_ name: String, _ resource: Resource) -> Self {
    .readVectors(name, resource, .float)
  }
  fileprivate static func write4(_ name: String, _ resource: Resource) -> Self {
    .writeVectors(name, resource, .float)
  }
}

/// One dispatch that writes floats.
private struct Probe: Operator {
  static let schema = OperatorSchema("Probe", inputs: [], outputs: [], history: [.since(1)])
  static let tolerance = Tolerance.exact

  let dispatch: Dispatch
  let count: Int

  init(dispatch: Dispatch, count: Int) {
    self.dispatch = dispatch
    self.count = count
  }

  init(_ node: NodeReader) throws(OperatorError) { throw .unsupported("a probe in a model file") }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(.float, Shape([count])))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    throw .unsupported("a device's probe on the host")
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .dispatches([dispatch])
  }
}
