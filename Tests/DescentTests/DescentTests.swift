import Descent
import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@Suite("A descent") struct DescentTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let network: @Sendable () throws -> (graph: Graph, inputs: [Tensor?])
    let node: String
    let emulation: String
    var testDescription: String { "\(emulation) in \(node)" }
  }

  static let rows: [Row] = [
    Row(network: Networks.convolutions, node: "large", emulation: "index-off-by-one"),
    Row(network: Networks.convolutions, node: "large", emulation: "half-pixel-for-align-corners"),
    Row(network: Networks.products, node: "m1", emulation: "tf32-products"),
    Row(network: Networks.products, node: "m1", emulation: "f16-accumulation"),
    Row(network: Networks.convolutions, node: "c3", emulation: "attribute-backwards:pads"),
    Row(network: Networks.products, node: "s", emulation: "other-axis"),
    Row(network: Networks.recurrence, node: "h", emulation: "stale-state"),
    Row(network: Networks.products, node: "t1", emulation: "transposed-layout"),
  ]

  @Test("finds a planted fault at its node and names it", arguments: rows)
  func planted(row: Row) async throws {
    let (graph, inputs) = try row.network()
    let report = try await Descending.report(
      graph, inputs, plant: "\(row.node)=\(row.emulation)")
    let found = try #require(report.foundStep)
    #expect(found.node == row.node)
    #expect(found.isSecondWrong && !found.isFirstWrong)
    #expect(report.explanations.contains { $0.emulation == row.emulation && $0.isExact })
    // What comes before has the same bits, and nothing behind it makes an error of its own.
    #expect(report.steps.prefix(report.found ?? 0).allSatisfy { $0.verdict == .equal })
    #expect(report.makers.count == 1)
    #expect(report.steps.last?.verdict == .passesOn)
  }

  @Test("says which side is wrong")
  func sides() async throws {
    let (graph, inputs) = try Networks.products()
    let report = try await Descending.report(
      graph, inputs, first: PlantedRuntime(Interpreter(), try Plant("m2=bf16-products")))
    #expect(report.foundStep?.node == "m2")
    #expect(report.foundStep?.isFirstWrong == true && report.foundStep?.isSecondWrong == false)
    #expect(report.explanations.first?.emulation == "bf16-products")
  }

  @Test("finds the iteration of a loop that is wrong", arguments: [0, 1, 2])
  func iterations(number: Int) async throws {
    let graph = try TapTests.looping().graph
    // The branches are taken at iterations 0, and 1 and 2.
    let (node, place) = number == 0 ? ("added", 0) : ("multiplied", number - 1)
    let report = try await Descending.report(
      graph, [Tensor(vector: [1 as Float, 1])], plant: "\(node)=relative-1e-4@\(place)")
    let found = try #require(report.foundStep)
    #expect(found.node == node)
    #expect(found.path.map(\.iteration).first == number)
    #expect(report.explanations.first?.emulation == "relative-1e-4")
    #expect(report.makers.count == 1)
  }

  @Test("refuses a fault in an evaluation that no run has")
  func unreached() async throws {
    let (graph, inputs) = try Networks.products()
    let error = await #expect(throws: RuntimeError.self) {
      _ = try await Descending.report(graph, inputs, plant: "m2=bf16-products@1")
    }
    #expect(error?.description.contains("evaluates the node 1 times") == true)
  }

  @Test("says of two that agree that no node differs", arguments: [false, true])
  func clean(optimizes: Bool) async throws {
    let (graph, inputs) = try Networks.convolutions()
    let report = try await Descending.report(
      graph, inputs, second: optimizes ? Descending.optimized : Interpreter())
    #expect(report.found == nil && report.makers.isEmpty)
    #expect(report.outputs.allSatisfy { $0.difference == nil })
  }

  @Test("takes rounding within the bounds for no fault")
  func rounding() async throws {
    let (graph, inputs) = try Networks.products()
    let report = try await Descending.report(
      graph, inputs, second: Interpreter(precision: .double))
    #expect(report.differingCount > 0)
    #expect(report.found == nil)
    #expect(report.steps.contains { $0.verdict == .within })
    #expect(report.steps.contains { $0.verdict == .passesOn })
  }

  @Test("judges operators that jump on the side's own inputs")
  func jumps() async throws {
    var net = NamedGraph()
    net.input("x", [2])
    try net.add("Mul", ["x", "x"], to: "square")
    try net.add("Round", ["square"], to: "whole")
    try net.add("Cast", ["whole"], to: "y", with: ["to": .int(Int64(DType.int64.rawValue))])
    try net.give("y")
    // 1.2247² lies just below a half, and the planted square just above.
    let report = try await Descending.report(
      net.graph, [Tensor(vector: [1.22474 as Float, 3])], plant: "square=relative-1e-4")
    #expect(report.makers.map(\.node) == ["square"])
    #expect(report.steps.map(\.verdict) == [.makes, .passesOn, .passesOn])
    #expect(report.steps[1].difference?.differing == 1)
  }

  @Test("names the call of a function that a node is in")
  func functions() async throws {
    var body = NamedGraph("Twice", from: 100)
    body.input("v", [2])
    try body.add("Add", ["v", "v"], to: "double")
    try body.give("double")
    var net = NamedGraph()
    net.input("x", [2])
    try net.add("Neg", ["x"], to: "n")
    for name in ["a", "b"] {
      // Each call has a body of its own, as the importer makes it.
      var own = body.graph
      own.nodes[0].name = "\(name)/double"
      net.graph.nodes.append(
        try FunctionCall.node(
          "Twice", domain: "here", body: own, named: name, inputs: [try net.id("n")],
          outputs: [net.define("\(name)_out")]))
    }
    try net.add("Sub", ["a_out", "b_out"], to: "y")
    try net.give("y")
    let report = try await Descending.report(
      net.graph, [Tensor(vector: [1 as Float, 2])], plant: "b/double=relative-1e-4")
    let found = try #require(report.foundStep)
    #expect(
      DescentText.label(found) == "Add 'b/double' in body 'Twice' of FunctionCall 'b'")
    #expect(report.makers.count == 1)
  }

  @Test("finds what keeps the steps behind it from running")
  func ends() async throws {
    var net = NamedGraph()
    net.input("x", [1, 1, 4, 4])
    net.constant("w", try .drawn("w", 1, 1, 3, 3))
    try net.add("Conv", ["x", "w"], to: "c", with: ["pads": .ints([1, 1, 1, 1])])
    try net.add("Add", ["c", "x"], to: "y")
    try net.give("y")
    let report = try await Descending.report(
      net.graph, [try .drawn("x", 1, 1, 4, 4)], plant: "c=ignored-attribute:pads")
    #expect(report.foundStep?.node == "c")
    #expect(report.foundStep?.reason?.contains("[1, 1, 2, 2], expected") == true)
    #expect(report.explanations.contains { $0.emulation == "ignored-attribute:pads" })
    #expect(report.remarks.contains { $0.contains("ends behind that") })
    #expect(report.outputs.isEmpty)
  }

  @Test("tells of a fused step which of its nodes is wrong")
  func fused() async throws {
    let (graph, inputs) = try Networks.convolutions()
    let wrong = PlantedRuntime(Interpreter(), try Plant("r2=zeros"))
    let runtime = Descending.optimized.over(wrong)
    let report = try await Descending.report(graph, inputs, second: runtime)
    let found = try #require(report.foundStep)
    #expect(found.output == "r2")
    #expect(found.sources == ["Conv 'c2'", "Relu 'r2'"])
    #expect(report.foundSource == "Relu 'r2'")
  }

  @Test("finds the node of a runtime that only gives what a model gives")
  func cuts() async throws {
    let (graph, inputs) = try Networks.convolutions()
    let report = try await Descending.report(
      graph, inputs,
      second: OpaqueRuntime(plant: try Plant("c4=tf32-products")))
    #expect(report.method == .cuts)
    #expect(report.foundStep?.node == "c4")
    #expect(report.explanations.first?.emulation == "tf32-products")
    #expect(report.remarks.contains { $0.contains("final outputs are those of the whole model") })
    let clean = try await Descending.report(graph, inputs, second: OpaqueRuntime(plant: nil))
    #expect(clean.found == nil && clean.outputs.allSatisfy { $0.difference == nil })
  }

  @Test("matches two models by names, then by how values are made", arguments: [false, true])
  func models(isAsked: Bool) async throws {
    let runtime: any Runtime = isAsked ? OpaqueRuntime(plant: nil) : Interpreter()
    let (before, inputs) = try Networks.products()
    var after = before
    // A changed weight, and other names behind it.
    let weight = try #require(after.names.first { $0.value == "w1" }?.key)
    after.constants[weight] = .tensor(try .drawn("other", 32, 32))
    for (id, name) in before.names where ["m1", "t1", "m2"].contains(name) {
      after.names[id] = "renamed_\(name)"
    }
    let report = try await Descending.report(before, after, inputs, on: runtime)
    #expect(report.foundStep?.output == "m1")
    #expect(report.makers.map(\.output) == ["m1"])
    let clean = try await Descending.report(before, before, inputs, on: runtime)
    #expect(clean.found == nil)
  }
}
