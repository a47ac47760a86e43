import CKernels
import Graphs
import Tensors

/// Sums of products of bytes as floats: `Y[…, j] = sum · (a_scale · b_scale[j]) + bias[j]`.
struct ByteSums: Sendable {
  let columns: Int
  /// One for all columns, or one each.
  private let factors: Buffer<Float>
  private let bias: Buffer<Float>?

  /// - Throws: `.mismatch` where scales or bias are not as many as columns.
  init(
    columns: Int, aScale: Float, bScale: Tensor, bias: Tensor?
  ) throws(OperatorError) {
    self.columns = columns
    let scales = try bScale.floats(Float.self)
    guard scales.count == 1 || scales.count == columns else {
      throw .mismatch("\(bScale.shape) scales do not fit \(columns) columns")
    }
    factors = Buffer(scales.map { aScale * $0 })
    self.bias = try bias?.floats(Float.self)
    guard bias == nil || bias?.count == columns else {
      throw .mismatch("bias is \(bias?.shape ?? []), expected \(columns) elements")
    }
  }

  /// - Parameter bScales: one for all columns, or one each.
  init(columns: Int, aScale: Float, bScales: Buffer<Float>) {
    self.columns = columns
    factors = Buffer(bScales.map { aScale * $0 })
    bias = nil
  }

  func floats(_ sums: Buffer<Int32>) -> Buffer<Float> {
    let columns = columns
    return Buffer(count: sums.count) { out in
      guard !out.isEmpty else { return }
      let (source, target, factor) = (
        SendablePointer(sums), SendablePointer(out), SendablePointer(factors)
      )
      let addend = bias.map { SendablePointer($0) }
      let step = factors.count == 1 ? 0 : 1
      Parallel.forEach(sums.count / columns, grain: max(1, (1 << 15) / columns)) { rows in
        for row in rows {
          let y = target.base + row * columns
          wonnx_dequantize_s32(
            source.base + row * columns,
            wonnx_scales(scale: factor.base, zero: nil, step: step), y, columns)
          if let addend {
            _ = Float.fill(y, columns, WONNX_ADD, y, step: 1, addend.base, step: 1)
          }
        }
      }
      withExtendedLifetime((sums, factors, bias)) {}
    }
  }
}

/// The right operand of a product of bytes, with its zero points.
struct ByteFactor {
  let index: Int
  let zeroIndex: Int
  var transposed = false
  /// The operand, where it is constant.
  var packed: PackedBytes?

  /// `(A - a_zero)(B - b_zero)` summed over the depth, and its shape.
  ///
  /// - Parameter a: the left operand, whose zero point is one number.
  func sums(
    _ a: Tensor, _ aZero: Tensor?, _ inputs: Evaluation
  ) throws(OperatorError) -> (Buffer<Int32>, Shape) {
    let b = try inputs.tensor(index)
    let bZero = try inputs.optionalTensor(zeroIndex)
    let product =
      transposed
      ? try BatchedProduct(a.shape, transposed: false, b.shape, transposed: true)
      : try BatchedProduct(a.shape, b.shape)
    if let aZero, aZero.count != 1 {
      throw .mismatch("A's zero point is \(aZero.shape), expected one number")
    }
    let axis = transposed ? -2 : -1
    let point = try bZero.map { zero throws(OperatorError) in
      try ZeroPoint(zeroIndex, zero.shape, over: b.shape, axis: axis)
    }
    guard
      let left = ByteOperand(
        a, aZero, try ZeroPoint(0, aZero?.shape ?? [], over: a.shape, axis: -2), along: -2),
      let right = ByteOperand(b, bZero, point, along: axis)
    else { throw .wrongType(input: index, found: b.dtype.name, expected: "int8 or uint8") }
    let panels = packed ?? (transposed ? PackedBytes(constant: b, transposed: true) : nil)
    return (product.sums(left, right, packed: panels), product.shape)
  }

  /// The operand laid out, and the tensor that is held in its stead.
  func packing(_ constants: [Int: Tensor]) -> (factor: ByteFactor, held: [Int: Tensor])? {
    guard let packed = PackedBytes(constant: constants[index], transposed: transposed),
      let held = packed.unpacked
    else { return nil }
    var factor = self
    factor.packed = packed
    return (factor, [index: held])
  }

  /// Products of bytes: by way of integers of 64 bits where zero points lie otherwise.
  func scratch(_ request: ScratchRequest, _ left: Int) -> ByteCount {
    request.centered(left) + request.centered(index) + request.table() * 2
  }
}
