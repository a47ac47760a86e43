import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import GraphPictures

@Suite("A graph's text") struct GraphTextTests {
  private let x = ValueID(0)
  private let w = ValueID(1)
  private let y = ValueID(2)
  private let z = ValueID(3)

  private func graph() throws -> Graph {
    let conv = try OperatorCatalog.standard.node(
      "Conv", opset: 21, named: "stem", inputs: [x, w], outputs: [y],
      attributes: ["pads": .ints([1, 1, 1, 1]), "group": .int(1), "auto_pad": .string("NOTSET")])
    let clip = try OperatorCatalog.standard.node(
      "Clip", opset: 21, named: "", inputs: [y, nil, ValueID(4)], outputs: [z])
    return Graph(
      name: "main", inputs: [x], outputs: [z], nodes: [conv, clip],
      constants: [
        w: .tensor(Tensor(.float, [4, 3, 3, 3], repeating: [0.25, -0.5])),
        ValueID(4): .tensor(Tensor(scalar: 6 as Float)),
      ], types: [x: .tensor(TensorType(.float, [1, 3, 8, 8]))],
      names: [x: "X", w: "W", y: "Y", z: "Z"], opsets: ["": 21])
  }

  @Test("has types, attributes that are no defaults, and constants in short")
  func text() throws {
    let lines = GraphText(try graph()).lines
    #expect(
      lines.filter { !$0.contains("#") } == [
        "graph 'main' of ai.onnx 21", "inputs", "  X: float[1, 3, 8, 8]", "constants",
        "  value_4: float[] = [6.0]", "nodes",
        "  Y: float[1, 4, 8, 8] = Conv-11(X, W) {pads = [1, 1, 1, 1]}  'stem'",
        "  Z: float[1, 4, 8, 8] = Clip-13(Y, _, value_4)", "outputs", "  Z",
      ])
    let weights = try #require(lines.first { $0.hasPrefix("  W") })
    #expect(weights.hasPrefix("  W: float[4, 3, 3, 3] = 0.25, -0.5, 0.25, -0.5, … #"))
  }

  @Test("has other digests for other constants")
  func digests() throws {
    var other = try graph()
    other.constants[w] = .tensor(
      Tensor(.float, [4, 3, 3, 3], repeating: [0.25, -0.5, 0.25, -0.5, 3]))
    let pairs = zip(GraphText(try graph()).lines, GraphText(other).lines).filter { $0 != $1 }
    #expect(pairs.count == 1 && pairs.allSatisfy { $0.0.hasPrefix("  W") })
  }

  @Test("indents bodies under their node")
  func bodies() throws {
    let negated = try OperatorCatalog.standard.node(
      "Neg", opset: 21, named: "n", inputs: [x], outputs: [ValueID(10)])
    let same = try OperatorCatalog.standard.node(
      "Identity", opset: 21, named: "i", inputs: [x], outputs: [ValueID(11)])
    let choice = try OperatorCatalog.standard.node(
      "If", opset: 21, named: "choice", inputs: [w], outputs: [y],
      attributes: [
        "then_branch": .graph(
          Graph(name: "t", outputs: [ValueID(10)], nodes: [negated], names: [ValueID(10): "a"])),
        "else_branch": .graph(
          Graph(name: "e", outputs: [ValueID(11)], nodes: [same], names: [ValueID(11): "b"])),
      ])
    let graph = Graph(
      inputs: [x, w], outputs: [y], nodes: [choice],
      types: [
        x: .tensor(TensorType(.float, [2])), w: .tensor(TensorType(.bool, [])),
      ], names: [x: "x", w: "w", y: "y"])
    #expect(
      GraphText(graph).lines.drop { $0 != "nodes" }.map { $0 } == [
        "nodes", "  y: float[2] = If-21(w)  'choice'", "    else_branch", "      nodes",
        "        b: float[2] = Identity-21(x)  'i'", "      outputs", "        b",
        "    then_branch", "      nodes", "        a: float[2] = Neg-13(x)  'n'", "      outputs",
        "        a", "outputs", "  y",
      ])
  }

  @Test("says where nodes run")
  func placements() throws {
    let place = NodePlacement(
      node: "stem", operation: "Conv", opset: 11, dtype: "float", place: .device)
    let line = try #require(
      GraphText(try graph(), placements: [place]).lines.first { $0.contains("Conv") })
    #expect(line.hasSuffix("'stem'  @device"))
  }
}
