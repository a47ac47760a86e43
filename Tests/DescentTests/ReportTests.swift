import Adapters
import Descent
import Foundation
import Graphs
import Harness
import Interpreter
import Runtimes
import Synchronization
import Tensors
import Testing

@Suite("A descent's report") struct DescentReportTests {
  private static func violations(_ json: String, _ schema: String) throws -> [String] {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Conformance/schemas/\(schema).schema.json").standardized.path
    let text = try #require(Files.text(path))
    return try JSONSchema(try JSONLine.decode(JSONValue.self, text))
      .violations(of: try JSONLine.decode(JSONValue.self, json)).map(\.description)
  }

  @Test("is what its schema says, and so is a trace")
  func schemas() async throws {
    let (graph, inputs) = try Networks.products()
    let report = try await Descending.report(graph, inputs, plant: "m1=tf32-products")
    #expect(try Self.violations(report.json, "descent") == [])
    #expect(try JSONLine.decode(DescentReport.self, report.json) == report)
    let loop = try TapTests.looping().graph
    let infinite = try await Descending.report(
      loop, [Tensor(vector: [1 as Float, 1])], plant: "added=zeros")
    #expect(try Self.violations(infinite.json, "descent") == [])
    let lines = Mutex<[String]>([])
    let prepared = try #require(
      try await Interpreter().prepare(loop) as? any TappableGraph)
    let x = Value.tensor(Tensor(vector: [Float.infinity, .nan]))
    _ = try await prepared.run([x]) { step in
      lines.withLock { $0.append((try? JSONLine.encode(TracedStep(step, index: $0.count))) ?? "") }
    }
    let traced = lines.withLock { $0 }
    #expect(traced.count == 13)
    for line in traced { #expect(try Self.violations(line, "trace") == []) }
    #expect(try Self.violations(#"{"schema": 1}"#, "trace") != [])
  }

  @Test("names the node, its share and the emulation in sentences")
  func text() async throws {
    let (graph, inputs) = try Networks.products()
    let report = try await Descending.report(graph, inputs, plant: "m1=tf32-products")
    let lines = DescentText(report).finding
    #expect(lines.first?.hasPrefix("MatMul 'm1' is the first step that makes a difference") == true)
    #expect(lines.contains { $0.hasPrefix("Explained by tf32-products: gives all of its bits") })
    #expect(
      lines.contains("5 steps only pass a difference on: on their own inputs they are right."))
    let clean = try await Descending.report(graph, inputs)
    #expect(
      DescentText(clean).finding == [
        "No node differs: 8 steps have the same numbers on both sides."
      ])
  }

  @Test("draws a point a step, and escapes names")
  func page() async throws {
    var (graph, inputs) = try Networks.products()
    for (index, node) in graph.nodes.enumerated() where node.name == "m1" {
      graph.nodes[index].name = "<m1>"
    }
    let report = try await Descending.report(graph, inputs, plant: "<m1>=tf32-products")
    let html = DescentPage(report, program: "test").html
    #expect(html.components(separatedBy: "<circle").count - 1 == 8)
    #expect(html.contains("MatMul &#39;&lt;m1&gt;&#39;") || html.contains("MatMul '&lt;m1&gt;'"))
    #expect(!html.contains("<m1>"))
    #expect(html.components(separatedBy: "class=\"makes\"").count - 1 == 2)
  }

  static let numbers: [(Double, String)] = [
    (0, "0"), (1, "1"), (0.0123, "0.0123"), (123.4, "123"), (12.34, "12.3"), (9.996, "10"),
    (45600, "45600"), (4.567e-7, "4.57e-07"), (-2.5, "-2.5"), (.infinity, "inf"), (1e6, "1000000"),
  ]

  @Test("prints numbers with three digits", arguments: numbers)
  func printed(number: (Double, String)) { #expect(Printed.number(number.0) == number.1) }
}

@Suite("A value's summary") struct ValueSummaryTests {
  @Test("counts what is no number, and means the rest")
  func numbers() {
    let summary = ValueSummary(
      .tensor(Tensor(vector: [1 as Float, -3, 0, .nan, .infinity, 2, 5])))
    #expect((summary.minimum, summary.maximum, summary.mean) == (-3, 5, 1))
    #expect((summary.zeros, summary.nans, summary.infinities) == (1, 1, 1))
    #expect(summary.first == ["1.0", "-3.0", "0.0", "nan", "inf", "2.0"])
    #expect(
      summary.text
        == "float[7], -3 … 5, mean 1, 1 zero, 1 NaN, 1 infinite: 1.0, -3.0, 0.0, nan, inf, 2.0, …")
  }

  @Test("has no range of strings, sequences and empty tensors")
  func others() {
    let texts = ValueSummary(.tensor(Tensor(vector: ["a", "b"])))
    #expect(texts.minimum == nil && texts.first == [#""a""#, #""b""#])
    let one = Value.tensor(Tensor(scalar: 1 as Float))
    let sequence = ValueSummary(.sequence([one, one], of: .tensor(.float)))
    #expect(sequence.elements == 2 && sequence.byteCount == 8)
    #expect(ValueSummary(.tensor(Tensor(vector: [Float]()))).mean == nil)
  }
}

@Suite("A graph's tree") struct GraphTreeTests {
  @Test("goes from an output back to inputs and initializers, each value once")
  func lines() throws {
    var net = NamedGraph()
    net.input("x", [2])
    net.constant("w", Tensor(vector: [1 as Float, 2]))
    try net.add("Mul", ["x", "w"], to: "a")
    try net.add("Add", ["a", "a"], to: "b")
    try net.give("b")
    let tree = GraphTree(net.graph)
    #expect(
      tree.lines(of: "b") == [
        "b = Add 'b'", "  a = Mul 'a'", "    x (float[2]) is an input",
        "    w (float[2]) is an initializer", "  a = Mul 'a' (above)",
      ])
    #expect(
      tree.lines(of: "b", depth: 1) == ["b = Add 'b'", "  a = Mul 'a' …", "  a = Mul 'a' (above)"])
    #expect(tree.lines(of: "c") == nil)
  }
}

@Suite("A store of values") struct ValueStoreTests {
  @Test("gives back what is in memory and what is in its file", arguments: [0, 20, 1 << 20])
  func spills(limit: Int) {
    let store = ValueStore(byteLimit: limit, folder: NSTemporaryDirectory())
    let values: [Value] = [
      .tensor(Tensor(vector: [1 as Float, .nan, -0.0])), .tensor(Tensor(vector: ["a", "bc"])),
      .tensor(Tensor(vector: [Int64.min, 7])), .tensor(Tensor(vector: [Float]())),
      .sequence([.tensor(Tensor(scalar: true))], of: .tensor(.bool)),
    ]
    for (place, value) in values.enumerated() {
      store.keep(value, as: StepKey(BodyPath(), "v\(place)"))
    }
    for (place, value) in values.enumerated() {
      #expect(store[StepKey(BodyPath(), "v\(place)")]?.hasBits(of: value) == true)
    }
    #expect(store[StepKey(BodyPath(), "w")] == nil)
    #expect(store.failure == nil)
    #expect(store.spilledByteCount == (limit == 0 ? 28 : limit == 20 ? 16 : 0))
  }

  @Test("says where it can't write")
  func fails() {
    let store = ValueStore(byteLimit: 0, folder: "/nowhere")
    store.keep(.tensor(Tensor(scalar: 1 as Float)), as: StepKey(BodyPath(), "v"))
    #expect(store.failure?.contains("/nowhere") == true)
  }
}
