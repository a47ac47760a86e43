import Descent
import Graphs
import Interpreter
import Runtimes
import Tensors
import Testing

@Suite("A descent into a runtime that only gives outputs") struct BodyDescentTests {
  @Test("finds the node of a branch and the iteration of its loop", arguments: [0, 1, 2])
  func loop(number: Int) async throws {
    let graph = try TapTests.looping().graph
    // The branches are taken at iterations 0, and 1 and 2.
    let (node, place) = number == 0 ? ("added", 0) : ("multiplied", number - 1)
    let report = try await Descending.report(
      graph, [Tensor(vector: [1 as Float, 1])],
      second: OpaqueRuntime(plant: try Plant("\(node)=relative-1e-4@\(place)")))
    #expect(report.method == .cuts)
    let found = try #require(report.foundStep)
    #expect(found.node == node)
    #expect(found.path.map(\.operation) == ["Loop", "If"])
    #expect(found.path.map(\.iteration) == [number, 0])
    #expect(report.explanations.first?.emulation == "relative-1e-4")
    #expect(report.makers.count == 1)
  }

  /// `sum = sum + e`, of which `sum * e` is given along a second axis.
  private func scanning() throws -> Graph {
    var body = NamedGraph("body", from: 100)
    body.input("sum", [2])
    body.input("e", [2])
    try body.add("Add", ["sum", "e"], to: "next")
    try body.add("Mul", ["next", "e"], to: "given")
    try body.give("next", "given")
    var net = NamedGraph()
    net.input("start", [2])
    net.input("rows", [3, 2])
    try net.add(
      "Scan", ["start", "rows"], to: "last", "all",
      with: [
        "body": .graph(body.graph), "num_scan_inputs": .int(1), "scan_output_axes": .ints([1]),
      ])
    try net.give("last", "all")
    return net.graph
  }

  @Test("finds the iteration of a Scan that says how its outputs are stacked", arguments: [0, 2])
  func scan(number: Int) async throws {
    let report = try await Descending.report(
      try scanning(), [Tensor(vector: [1 as Float, 1]), try .drawn("rows", 3, 2)],
      second: OpaqueRuntime(plant: try Plant("given=relative-1e-4@\(number)")))
    let found = try #require(report.foundStep)
    #expect(found.node == "given" && found.path.map(\.iteration) == [number])
    #expect(report.makers.count == 1)
  }

  /// The product's weights as bytes, and its result quantised. `m` is what is dequantised, or what is
  /// quantised, as onnxruntime's quantiser has it for outputs and for other values.
  private func models(namesBefore: Bool) throws -> (before: Graph, after: Graph) {
    let (quantised, dequantised) = namesBefore ? ("m", "m_dq") : ("m_before", "m")
    func graph(isQuantised: Bool) throws -> Graph {
      var net = NamedGraph()
      net.input("x", [4, 8])
      net.constant("scale", Tensor(scalar: 0.01 as Float))
      net.constant("zero", Tensor(scalar: 0 as Int8))
      net.constant("w", try .drawn("w", 8, 8))
      try net.add("Tanh", ["x"], to: "t")
      guard isQuantised else {
        try net.add("MatMul", ["t", "w"], to: "m")
        try net.add("Abs", ["m"], to: "y")
        try net.give("y")
        return net.graph
      }
      let weights = try #require(try Tensor.drawn("w", 8, 8).doubles)
      net.constant(
        "w_q", try Tensor(weights.map { Int8(($0 * 100).rounded()) }, shape: [8, 8]))
      try net.add("DequantizeLinear", ["w_q", "scale", "zero"], to: "w_dq")
      try net.add("QuantizeLinear", ["t", "scale", "zero"], to: "t_q")
      try net.add("DequantizeLinear", ["t_q", "scale", "zero"], to: "t_dq")
      try net.add("MatMul", ["t_dq", "w_dq"], to: quantised)
      try net.add("QuantizeLinear", [quantised, "scale", "zero"], to: "m_q")
      try net.add("DequantizeLinear", ["m_q", "scale", "zero"], to: dequantised)
      try net.add("Abs", [dequantised], to: "y")
      try net.give("y")
      return net.graph
    }
    return (try graph(isQuantised: false), try graph(isQuantised: true))
  }

  @Test(
    "finds what quantising changes first, through pairs of nodes", arguments: [false, true],
    [false, true])
  func quantised(isAsked: Bool, namesBefore: Bool) async throws {
    let (before, after) = try models(namesBefore: namesBefore)
    let runtime: any Runtime = isAsked ? OpaqueRuntime(plant: nil) : Interpreter()
    let report = try await Descending.report(
      before, after, [try .drawn("rows", 4, 8)], on: runtime)
    let found = try #require(report.foundStep)
    #expect(found.operation == "DequantizeLinear" && found.output == "t")
    #expect(found.sources == ["Tanh 't'"])
    let product = try #require(report.steps.first { $0.output == "m" })
    #expect(product.verdict == .makes && product.sources == ["MatMul 'm'"])
    #expect(product.reason?.contains("MatMul 'm' of the first model would give others") == true)
  }
}
