import Tensors
import Testing

@testable import Graphs

/// An operator that carries bodies and does nothing.
struct Carrier: Operator {
  static let schema = OperatorSchema("Carrier", inputs: [], outputs: [], history: [.since(1)])
  static let tolerance = Tolerance.exact
  var bodies: [Graph] = []

  init(bodies: [Graph] = []) { self.bodies = bodies }
  init(_ node: NodeReader) throws(OperatorError) {}
  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [] }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] { [] }
}

@Suite("A graph")
struct GraphTests {
  private func id(_ index: Int) -> ValueID { ValueID(index) }

  private func node(_ inputs: [Int?], _ outputs: [Int?], bodies: [Graph] = []) -> Node {
    Node(
      name: "", operation: Carrier(bodies: bodies), opset: 1, inputs: inputs.map { $0.map(id) },
      outputs: outputs.map { $0.map(id) })
  }

  @Test("captures what it reads and neither takes nor makes, bodies included")
  func captures() {
    let inner = Graph(inputs: [id(10)], outputs: [id(1)], nodes: [node([10, 2], [11])])
    let outer = Graph(
      inputs: [id(2)], outputs: [id(20)],
      nodes: [node([2, nil], [3]), node([3], [20], bodies: [inner])])
    #expect(inner.captures == [id(2), id(1)])
    #expect(outer.captures == [id(1)])
  }

  @Test("drops each value after its last reader, and never an output")
  func lastReads() {
    let body = Graph(outputs: [id(1)])
    let graph = Graph(
      inputs: [id(1), id(2)], outputs: [id(4)],
      nodes: [node([1, 2], [3, 5]), node([3], [4], bodies: [body]), node([4], [6])])
    #expect(graph.lastReads().map(Set.init) == [[id(2), id(5)], [id(3), id(1)], [id(6)]])
  }

  @Test("asks a caller only for inputs without a default")
  func defaults() {
    let graph = Graph(
      inputs: [id(1), id(2)], constants: [id(2): .tensor(Tensor(scalar: 1 as Float))])
    #expect(graph.requiredInputs == [id(1)])
  }
}

@Suite("A node reader")
struct NodeReaderTests {
  static let axis = AttributeKey<Int>("axis")
  static let mode = AttributeKey<String>("mode")
  static let revision = OperatorSchema(
    "X", inputs: [], outputs: [], history: [.since(1, attributes: [axis.or(-1), mode.required])]
  ).history[0]

  private func reader(_ given: [String: AttributeValue]) throws -> NodeReader {
    try NodeReader(opset: 1, revision: Self.revision, inputCount: 0, outputCount: 1, given: given)
  }

  @Test("gives the schema's default where the node says nothing")
  func defaults() throws {
    #expect(try reader(["mode": .string("a")])[Self.axis] == -1)
    #expect(try reader(["mode": .string("a"), "axis": .int(0)])[Self.axis] == 0)
  }

  @Test("refuses a required attribute's absence and another type")
  func refuses() {
    #expect(throws: OperatorError.missingAttribute("mode")) { try reader([:]) }
    #expect(throws: OperatorError.attribute("axis", found: "of type float", expected: "int")) {
      try reader(["mode": .string("a"), "axis": .float(1)])
    }
  }
}

@Suite("A type set")
struct TypeSetTests {
  @Test("names its types as ONNX does")
  func names() {
    let set: TypeSet =
      [.float] + .sequences(of: [.int64]) + .optionals(of: [.bool] + .sequences(of: [.bool]))
    #expect(
      set.names == [
        "tensor(float)", "seq(tensor(int64))", "optional(tensor(bool))",
        "optional(seq(tensor(bool)))",
      ])
    #expect(set.contains(.sequence(.tensor(.int64))) && !set.contains(.tensor(.int64)))
    #expect(set.contains(.optional(.sequence(.tensor(.bool)))))
  }
}
