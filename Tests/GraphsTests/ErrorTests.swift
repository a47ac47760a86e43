import Tensors
import Testing

@testable import Graphs

/// An operator that gives what it is given.
private struct Echo: Operator {
  static let schema = OperatorSchema("Echo", inputs: [], outputs: [], history: [.since(1)])
  static let tolerance = Tolerance.exact

  init() {}
  init(_ node: NodeReader) throws(OperatorError) {}
  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    inputs.types.compactMap { $0 }
  }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] { [] }
}

@Suite("The error of a node") struct NodeErrorTests {
  private func nested(_ depth: Int) -> NodeError {
    (1...depth).reduce(NodeError(node: "inner", operation: "Gather-13", .missingInput(1))) {
      NodeError(node: "if\($1)", operation: "If-21", .body("then\($1)", $0))
    }
  }

  @Test("is that of the innermost one, with the way to it named once")
  func bodies() {
    #expect(
      nested(1).description
        == "Gather-13 'inner' in body 'then1' of If-21 'if1': input 1 is absent, but required")
    #expect(
      nested(3).description
        == "Gather-13 'inner' in body 'then1' of If-21 'if1' in body 'then2' of If-21 'if2' "
        + "in body 'then3' of If-21 'if3': input 1 is absent, but required")
    #expect(nested(3).reason == .missingInput(1) && nested(3).node == "inner")
  }

  @Test("counts the bodies of a long way")
  func manyBodies() {
    #expect(
      nested(4).description
        == "Gather-13 'inner' in body 'then1' of If-21 'if1' in body 'then2' of If-21 'if2' "
        + "in 1 more body in body 'then4' of If-21 'if4': input 1 is absent, but required")
    #expect(
      nested(16).description
        == "Gather-13 'inner' in body 'then1' of If-21 'if1' in body 'then2' of If-21 'if2' "
        + "in 13 more bodies in body 'then16' of If-21 'if16': input 1 is absent, but required")
  }

  @Test("says of an empty range that it is empty")
  func emptyRanges() {
    #expect(
      OperatorError.index(0, extent: 0).description
        == "index 0 is asked for, but there are no elements")
    #expect(OperatorError.index(3, extent: 3).description == "index 3 is outside 0...2")
    #expect(
      OperatorError.index(3, extent: 3, fromEnd: true).description == "index 3 is outside -3...2")
    #expect(
      OperatorError.axis(1, rank: 0).description == "axis 1 is asked for, but a scalar has no axes")
    #expect(
      OperatorError.axis(2, rank: 2).description
        == "axis 2 is outside -2...1 for an input of rank 2")
  }
}

@Suite("A declaration that contradicts another") struct ContradictionTests {
  private func echo(_ input: Int, _ output: Int) -> Node {
    Node(
      name: "n\(output)", operation: Echo(), opset: 1, inputs: [ValueID(input)],
      outputs: [ValueID(output)])
  }

  private func error(inputs: [Int], nodes: [Node], types: [Int: ValueType]) -> String? {
    var graph = Graph(inputs: inputs.map { ValueID($0) }, outputs: [ValueID(9)], nodes: nodes)
    for (id, type) in types {
      graph.types[ValueID(id)] = type
      graph.names[ValueID(id)] = "v\(id)"
    }
    let error = #expect(throws: NodeError.self) { try TypeInference(graph) }
    return error?.reason.description
  }

  static let float = ValueType.tensor(TensorType(.float, [.known(2)]))
  static let int64 = ValueType.tensor(TensorType(.int64, [.known(2)]))

  @Test("is named with the declarations of the inputs that it contradicts")
  func inputs() {
    #expect(
      error(
        inputs: [0, 1], nodes: [echo(0, 5), echo(5, 9)],
        types: [0: Self.int64, 1: Self.float, 9: Self.float])
        == "output 'v9' is declared float[2], but is int64[2] by the declaration of input 'v0' "
        + "(int64[2])")
    let both = Node(
      name: "n", operation: Echo(), opset: 1, inputs: [ValueID(0), ValueID(1)],
      outputs: [ValueID(9)])
    #expect(
      error(
        inputs: [0, 1], nodes: [both], types: [0: Self.int64, 1: Self.float, 9: Self.float])
        == "output 'v9' is declared float[2], but is int64[2] by the declarations of inputs 'v0' "
        + "(int64[2]), 'v1' (float[2])")
  }

  @Test("is held against the node where no input has a part in it")
  func constants() {
    var graph = Graph(outputs: [ValueID(9)], nodes: [echo(3, 9)])
    graph.constants[ValueID(3)] = .tensor(Tensor(vector: [1, 2] as [Int64]))
    graph.types[ValueID(9)] = Self.float
    let error = #expect(throws: NodeError.self) { try TypeInference(graph) }
    #expect(
      error?.reason.description
        == "output '9' is declared float[2], but the node makes it int64[2]")
  }
}
