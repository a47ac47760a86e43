import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("An operator with a packed constant") struct PackingTests {
  /// Whether the packed operator gives the bits of the plain one, and does not read the constant.
  private func expectSameBits(_ node: TestNode, _ x: Tensor, _ constant: Tensor) throws {
    try expectSameBits(node, packed: x, constant)
    #expect(node.operation.packing([1: constant], .double) == nil)
  }

  private func expectSameBits(
    _ node: TestNode, packed x: Tensor, _ constant: Tensor, _ others: Tensor...
  ) throws {
    let packing = try #require(node.operation.packing([1: constant], .native))
    let held = try #require(packing.inputs[1])
    func first(_ operation: any Operator, _ constant: Tensor) throws -> Tensor {
      let values = ([x, constant] + others).map { Value.tensor($0) }
      return try #require(
        try operation.evaluate(Evaluation(values: values)).first??.tensor)
    }
    let y = try first(packing.operation, held)
    #expect(held.elements.isRereadable, "the constant was read")
    #expect(try y.hasBits(of: first(node.operation, constant)))
    #expect(held.hasBits(of: constant), "it can be unpacked")
    #expect(node.operation.packing([:], .native) == nil)
  }

  /// Bytes of every value.
  private func bytes<T: FixedWidthInteger & Element>(_ shape: Shape, _ type: T.Type) throws
    -> Tensor
  {
    try Tensor(
      (0..<shape.count).map { T(truncatingIfNeeded: $0 &* 167 &+ $0 >> 7) }, shape: shape)
  }

  @Test(
    "multiplies and convolves 8-bit integers to the same bits",
    arguments: [(1, 1, 1), (5, 17, 255), (9, 33, 64), (600, 65, 450)])
  func integers(rows: Int, columns: Int, depth: Int) throws {
    let product = try TestNode("MatMulInteger", opset: 10, inputs: 2)
    let a = try bytes([rows, depth], UInt8.self)
    try expectSameBits(product, packed: a, bytes([depth, columns], Int8.self))
    try expectSameBits(product, packed: a, bytes([depth, columns], UInt8.self))
    let convolution = try TestNode("ConvInteger", opset: 10, ["group": .int(2)], inputs: 2)
    let x = try bytes([1, 10, rows % 30 + 3, 9], UInt8.self)
    try expectSameBits(convolution, packed: x, bytes([2 * columns, 5, 3, 3], Int8.self))
    try expectSameBits(convolution, packed: x, bytes([2 * columns, 5, 3, 3], UInt8.self))
  }

  @Test(
    "remembers the same bits", arguments: ["LSTM", "GRU", "RNN"], [(1, 1, 5), (7, 2, 300)])
  func recurrences(name: String, extents: (steps: Int, batch: Int, inputs: Int)) throws {
    let rows = 9 * ["LSTM": 4, "GRU": 3, "RNN": 1][name, default: 0]
    let node = try TestNode(name, opset: 14, ["direction": .string("bidirectional")], inputs: 3)
    try expectSameBits(
      node, packed: uneven([extents.steps, extents.batch, extents.inputs], seed: 1),
      uneven([2, rows, extents.inputs], seed: 2), uneven([2, rows, 9], seed: 3))
  }

  /// Rows, columns and depth around the kernels' blocks of 6, 16 and 256.
  @Test(
    "multiplies to the same bits",
    arguments: [
      (1, 1, 1), (5, 17, 255), (6, 16, 256), (7, 31, 513), (61, 333, 300), (600, 65, 450),
    ])
  func products(rows: Int, columns: Int, depth: Int) throws {
    let a = try uneven([rows, depth], seed: 1)
    let (b, transposed) = (
      try uneven([depth, columns], seed: 2), try uneven([columns, depth], seed: 3)
    )
    try expectSameBits(TestNode("MatMul", opset: 13, inputs: 2), a, b)
    try expectSameBits(TestNode("Gemm", opset: 13, inputs: 2), a, b)
    let gemm = try TestNode(
      "Gemm", opset: 13, ["transB": .int(1), "alpha": .float(3)], inputs: 2)
    try expectSameBits(gemm, a, transposed)
  }

  @Test(
    "multiplies and convolves floats of 16 bits to the same bits",
    arguments: [DType.float16, .bfloat16])
  func halves(dtype: DType) throws {
    func halves(_ shape: Shape, seed: UInt32) throws -> Tensor {
      try uneven(shape, seed: seed).cast(to: dtype)
    }
    try expectSameBits(
      TestNode("MatMul", opset: 13, inputs: 2), halves([7, 300], seed: 1),
      halves([300, 33], seed: 2))
    try expectSameBits(
      TestNode("Conv", opset: 22, inputs: 2), halves([1, 7, 9, 5], seed: 3),
      halves([13, 7, 3, 3], seed: 4))
  }

  struct Images: CustomTestStringConvertible {
    let x: Shape
    let w: Shape
    var groups = 1
    var testDescription: String { "\(x) under \(w), group \(groups)" }
  }

  /// Few and many pixels, images and filters: each decides how the work is split.
  static let images = [
    Images(x: [1, 1, 5], w: [1, 1, 3]), Images(x: [1, 7, 9, 5], w: [13, 7, 1, 1]),
    Images(x: [1, 64, 40, 30], w: [50, 64, 3, 3]), Images(x: [1, 128, 5, 7], w: [350, 128, 3, 3]),
    Images(x: [9, 10, 6, 6], w: [22, 5, 3, 3], groups: 2),
    Images(x: [1, 34, 50, 41], w: [74, 17, 3, 3], groups: 2),
    Images(x: [2, 3, 4, 5, 6], w: [7, 3, 2, 2, 2]),
  ]

  @Test("convolves to the same bits", arguments: images)
  func convolutions(images: Images) throws {
    let node = try TestNode("Conv", opset: 11, ["group": .int(Int64(images.groups))], inputs: 2)
    try expectSameBits(node, uneven(images.x, seed: 4), uneven(images.w, seed: 5))
  }

  @Test("is none where windows are summed without products")
  func depthwise() throws {
    let node = try TestNode("Conv", opset: 11, ["group": .int(8)], inputs: 2)
    #expect(node.operation.packing([1: try uneven([8, 1, 3, 3], seed: 6)], .native) == nil)
  }
}
