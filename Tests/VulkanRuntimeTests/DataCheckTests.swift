import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// What only the data tells: the device finds it too, and says what the interpreter says.
@Suite("Wrong data") struct DataCheckTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    let inputs: [Tensor]
    var attributes: [String: AttributeValue] = [:]
    var opset = 18
    var domain = ""
    let words: String
    var testDescription: String { "\(name): \(words)" }
  }

  private static func tensor(_ values: [Float], _ shape: Shape) -> Tensor {
    (try? Tensor(values, shape: shape)) ?? Tensor(vector: values)
  }
  private static func indices(_ values: [Int64], _ shape: Shape) -> Tensor {
    (try? Tensor(values, shape: shape)) ?? Tensor(vector: values)
  }
  private static let vector = tensor([10, 20, 30], [3])
  private static let square = tensor([1, 2, 3, 4], [2, 2])
  private static let planes = tensor([1, 2, 3, 4], [1, 1, 2, 2])

  static let rows: [Row] = [
    Row(
      name: "Gather", inputs: [vector, indices([0, 7], [2])], words: "index 7 is outside -3...2"),
    Row(name: "Gather", inputs: [vector, indices([-4], [1])], words: "index -4 is outside -3...2"),
    Row(
      name: "Gather", inputs: [vector, indices([1 << 32], [1])],
      words: "index 4294967296 is outside -3...2"),
    Row(
      name: "GatherElements", inputs: [vector, indices([3], [1])],
      words: "index 3 is outside -3...2"),
    Row(
      name: "GatherND", inputs: [square, indices([1, 0, 0, 2], [2, 2])],
      words: "index 2 is outside -2...1"),
    Row(
      name: "ScatterElements",
      inputs: [vector, indices([5], [1]), tensor([1], [1])], words: "index 5 is outside -3...2"),
    Row(
      name: "ScatterND", inputs: [square, indices([-3], [1, 1]), tensor([1, 2], [1, 2])],
      words: "index -3 is outside -2...1"),
    Row(
      name: "ArrayFeatureExtractor", inputs: [square, indices([-1], [1])], opset: 1,
      domain: "ai.onnx.ml", words: "index -1 is outside 0...1"),
    Row(
      name: "NegativeLogLikelihoodLoss", inputs: [square, indices([0, 1 << 32], [2])], opset: 13,
      words: "index 4294967296 is outside 0...1"),
    Row(
      name: "SoftmaxCrossEntropyLoss", inputs: [square, indices([0, -1], [2])], opset: 13,
      words: "index -1 is outside 0...1"),
    Row(
      name: "ReverseSequence", inputs: [square, indices([1, 3], [2])], opset: 10,
      words: "index 3 is outside 0...2"),
    Row(
      name: "MaxUnpool", inputs: [planes, indices([0, 1, 2, 16], [1, 1, 2, 2])],
      attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])], opset: 11,
      words: "index 16 is outside 0...15"),
    Row(
      name: "MaxRoiPool", inputs: [planes, tensor([1, 0, 0, 1, 1], [1, 5])],
      attributes: ["pooled_shape": .ints([1, 1])], opset: 1, words: "index 1 is outside 0...0"),
    Row(
      name: "RoiAlign",
      inputs: [planes, tensor([0, 0, 1, 1], [1, 4]), indices([2], [1])], opset: 16,
      words: "index 2 is outside 0...0"),
    Row(
      name: "TensorScatter",
      inputs: [
        tensor([0, 0, 0, 0], [1, 4]), tensor([1, 2], [1, 2]), indices([3], [1]),
      ], attributes: ["axis": .int(1)], opset: 24, words: "index 3 is outside 0...3"),
    Row(
      name: "Dropout",
      inputs: [vector, Tensor(scalar: Float(1)), Tensor(scalar: true)], opset: 13,
      words: "the ratio is 1.0, expected a number in 0..<1"),
    Row(
      name: "Dropout",
      inputs: [vector, Tensor(scalar: Float.nan), Tensor(scalar: true)], opset: 13,
      words: "the ratio is nan, expected a number in 0..<1"),
  ]

  @Test("is the same error on both engines, in each run", arguments: rows)
  func sameError(row: Row) async throws {
    var test = TestGraph()
    let ids = row.inputs.map { _ in test.input() }
    test.graph.outputs = try test.add(
      row.name, ids, outputs: 1, row.attributes, domain: row.domain, opset: row.opset)
    let values = row.inputs.map { Value.tensor($0) }
    let host = await #expect(throws: RuntimeError.self) {
      try await Interpreter().prepare(test.graph).run(values)
    }
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for _ in 0..<2 {
      let device = await #expect(throws: RuntimeError.self) { try await prepared.run(values) }
      #expect(device?.description == host?.description)
    }
    #expect(host?.description.contains(row.words) ?? false, "\(host?.description ?? "")")
  }

  @Test("costs its run, and not the next one in the same plan")
  func next() async throws {
    var test = TestGraph()
    let (x, k) = (test.input(), test.input())
    test.graph.outputs = [try test.add("Gather", [x, k])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    func run(_ index: Int64) async throws -> [Float] {
      try await prepared.run([.tensor(Self.vector), .tensor(Tensor(vector: [index]))])
        .tensor().array(Float.self)
    }
    #expect(try await run(1) == [20])
    await #expect(throws: RuntimeError.self) { try await run(3) }
    #expect(try await run(-1) == [30])
    await #expect(throws: RuntimeError.self) { try await run(-4) }
    #expect(try await run(0) == [10])
  }

  @Test("names the first node that found some")
  func first() async throws {
    var test = TestGraph()
    let (x, k) = (test.input(), test.input())
    let a = try test.add("Gather", [x, k])
    let b = try test.add("Gather", [x, k])
    test.graph.outputs = [try test.add("Add", [a, b])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    let error = await #expect(throws: RuntimeError.self) {
      try await prepared.run([.tensor(Self.vector), .tensor(Tensor(vector: [9 as Int64]))])
    }
    #expect(error?.description == "Gather-13 'n0': index 9 is outside -3...2")
  }
}
