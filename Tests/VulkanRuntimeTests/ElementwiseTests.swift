import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Element-wise kernels, of one element and of four an invocation, against the interpreter.
@Suite("Element-wise kernels") struct ElementwiseTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let shapes: [Shape]
    var testDescription: String { "\(name) \(shapes)" }
  }

  /// Whole vectors, parts of one, and operands that repeat along each axis or none.
  static let rows: [Row] =
    [0, 1, 3, 4, 5, 1027].map { Row(name: "Add", shapes: [[$0], [$0]]) } + [
      Row(name: "Sub", shapes: [[], []]), Row(name: "Sub", shapes: [[6], [1]]),
      Row(name: "Sub", shapes: [[1], [7]]), Row(name: "Sub", shapes: [[3, 5, 8], [8]]),
      Row(name: "Sub", shapes: [[3, 5, 8], [5, 1]]),
      Row(name: "Sub", shapes: [[3, 1, 8], [5, 1]]),
      Row(name: "Sub", shapes: [[3, 5, 7], [5, 1]]), Row(name: "Mul", shapes: [[2, 0], [1, 0]]),
      Row(name: "Mul", shapes: [[4, 6], [4, 6]]), Row(name: "Less", shapes: [[3, 8], [3, 1]]),
      Row(name: "Sum", shapes: [[9]]), Row(name: "Sum", shapes: [[2, 12], [12], [2, 1]]),
      Row(name: "Max", shapes: Array(repeating: [2, 3], count: 7)),
      Row(name: "Neg", shapes: [[2, 5]]), Row(name: "Neg", shapes: [[]]),
      Row(name: "Clip", shapes: [[9], [], []]),
    ]

  @Test("give the interpreter's bits at every shape", arguments: rows, KernelStyle.allCases)
  func shapes(row: Row, kernels: KernelStyle) async throws {
    let inputs = try row.shapes.enumerated().map { index, shape in
      try Tensor.quarters(.float, shape, seed: UInt64(index + 1))
    }
    expectSame(try await TestDevice.run(row.name, inputs, opset: 19, kernels: kernels))
  }

  @Test(
    "read and write every type",
    arguments: [
      .float, .double, .float16, .bfloat16, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64,
      .uint64,
    ] as [DType])
  func types(dtype: DType) async throws {
    let (a, b) = (try Tensor.quarters(dtype, [3, 8]), try Tensor.quarters(dtype, [8], seed: 2))
    expectSame(try await TestDevice.run("Add", [a, b], opset: 19, kernels: .groups))
    expectSame(try await TestDevice.run("Greater", [a, b], opset: 19, kernels: .groups))
    let condition = try Tensor.quarters(.bool, [3, 1], seed: 3)
    expectSame(try await TestDevice.run("Where", [condition, a, b], opset: 19, kernels: .groups))
  }

  @Test(
    "cast between types of different widths",
    arguments: [.float, .float16, .int8, .bool] as [DType],
    [.double, .float, .bfloat16, .float8e4m3fn, .int64, .uint16, .bool] as [DType])
  func casts(source: DType, target: DType) async throws {
    guard source != target else { return }
    let x = try Tensor.quarters(source, [11])
    expectSame(
      try await TestDevice.run(
        "Cast", [x], ["to": .int(Int64(target.rawValue))], opset: 19, kernels: .groups))
  }

  @Test(
    "give an integer's error function whatever its sign",
    arguments: TypeSet.integers.tensors.members)
  func errorFunction(dtype: DType) async throws {
    // 6 is the first whose error function rounds to 1; of unsigned numbers -6 is a large one.
    let x = try Tensor(narrowing: .int([0, 5, 6, -5, -6]), to: dtype, shape: [5])
    let results = try await TestDevice.run("Erf", [x], opset: 9)
    expectSame(results)
    let isSigned = dtype.isSignedInteger
    #expect(results.device[0].integers == [0, 0, 1, isSigned ? 0 : 1, isSigned ? -1 : 1])
  }

  @Test("of booleans", arguments: ["And", "Xor"])
  func booleans(name: String) async throws {
    let (a, b) = (try Tensor.quarters(.bool, [10]), try Tensor.quarters(.bool, [1], seed: 4))
    expectSame(try await TestDevice.run(name, [a, b], opset: 19, kernels: .groups))
  }
}
