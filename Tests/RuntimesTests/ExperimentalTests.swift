import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@Suite("Operators that shipped as experiments") struct ExperimentalTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    var attributes: [String: AttributeValue] = [:]
    var input: Tensor?
    let expected: Tensor

    var testDescription: String { "\(name) \(attributes.keys.sorted())" }
  }

  private static func image(_ values: Float..., extents: Shape) throws -> Tensor {
    try Tensor(values, shape: extents)
  }

  /// ln 2 = 0.6931472.
  static func rows() throws -> [Row] {
    let x = Tensor(vector: [Float(0), 2])
    let square = try image(1, 2, 3, 4, 5, 6, extents: [1, 1, 2, 3])
    let channels = try image(1, 3, extents: [1, 2, 1, 1])
    return [
      Row(
        name: "Affine", attributes: ["alpha": .float(3), "beta": .float(1)], input: x,
        expected: Tensor(vector: [Float(1), 7])),
      Row(
        name: "Scale", attributes: ["scale": .float(0.5)], input: x,
        expected: Tensor(vector: [Float(0), 1])),
      Row(
        name: "ScaledTanh", attributes: ["alpha": .float(3), "beta": .float(100)], input: x,
        expected: Tensor(vector: [Float(0), 3])),
      Row(
        name: "ParametricSoftplus", attributes: ["alpha": .float(2), "beta": .float(50)], input: x,
        expected: Tensor(vector: [Float(2 * 0.6931472), 200])),
      Row(
        name: "ThresholdedRelu", input: x, expected: Tensor(vector: [Float(0), 2])),
      Row(
        name: "ImageScaler", attributes: ["scale": .float(2), "bias": .floats([10, 20])],
        input: channels, expected: try image(12, 26, extents: [1, 2, 1, 1])),
      Row(
        name: "Crop", attributes: ["border": .ints([1, 0, 1, 1])], input: square,
        expected: try image(2, extents: [1, 1, 1, 1])),
      Row(
        name: "Crop", attributes: ["border": .ints([1, 1, 0, 0]), "scale": .ints([1, 2])],
        input: square, expected: try image(5, 6, extents: [1, 1, 1, 2])),
      // Over both channels the mean is 2 and the deviation 1.
      Row(
        name: "MeanVarianceNormalization", attributes: ["across_channels": .int(1)],
        input: channels, expected: try image(-1, 1, extents: [1, 2, 1, 1])),
      Row(
        name: "ConstantFill", attributes: ["value": .float(3), "shape": .ints([2])],
        expected: Tensor(vector: [Float(3), 3])),
      Row(
        name: "ConstantFill",
        attributes: ["value": .float(1), "dtype": .int(9), "extra_shape": .ints([1])], input: x,
        expected: try Tensor([true, true], shape: [2, 1])),
      Row(
        name: "ConstantFill",
        attributes: ["dtype": .int(7), "extra_shape": .ints([1]), "input_as_shape": .int(1)],
        input: Tensor(vector: [Int64(3)]), expected: try Tensor([Int64(0), 0, 0], shape: [3, 1])),
    ]
  }

  @Test("mean what ONNX 1.2 says of them", arguments: try rows())
  func meanings(row: Row) async throws {
    let node = try OperatorCatalog.standard.node(
      row.name, opset: 7, named: "node", inputs: row.input == nil ? [] : [ValueID(0)],
      outputs: [ValueID(1)], attributes: row.attributes)
    let graph = Graph(
      inputs: node.inputs.compactMap { $0 }, outputs: [ValueID(1)], nodes: [node])
    let run = try await Interpreter().prepare(graph).run(
      row.input.map { [.tensor($0)] } ?? [])
    let found = try #require(run.outputs.first?.tensor)
    #expect(found.shape == row.expected.shape && found.dtype == row.expected.dtype)
    let (values, expected) = (
      try #require(found.doubles ?? found.integers?.map(Double.init)),
      try #require(row.expected.doubles ?? row.expected.integers?.map(Double.init))
    )
    for (a, b) in zip(values, expected) { #expect(abs(a - b) <= 1e-6 * max(1, abs(b))) }
  }

  @Test("cut along axes, from the end too")
  func slice() async throws {
    let node = try OperatorCatalog.standard.node(
      "DynamicSlice", opset: 7, named: "node", inputs: (0..<4).map { ValueID($0) },
      outputs: [ValueID(9)])
    var graph = Graph(inputs: [ValueID(0)], outputs: [ValueID(9)], nodes: [node])
    for (id, value) in [(1, 1), (2, -1), (3, 0)] {
      graph.constants[ValueID(id)] = .tensor(Tensor(vector: [Int64(value)]))
    }
    let run = try await Interpreter().prepare(graph).run([
      .tensor(Tensor(vector: [Float(1), 2, 3, 4]))
    ])
    #expect(run.outputs.first?.tensor?.doubles == [2, 3])
  }

  @Test("are unknown where the standard's first revision came later, and at its own opset gone")
  func revisions() throws {
    let relu = try #require(OperatorCatalog.standard.find("ThresholdedRelu", domain: ""))
    #expect(relu.schema.revision(at: 9)?.isExperimental == true)
    #expect(relu.schema.revision(at: 10)?.isExperimental == false)
  }
}
