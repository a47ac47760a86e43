import Graphs
import Operators
import Tensors

/// How numbers stand for integers: `(q - zero) · scale`, by constants.
struct QuantizationScale {
  /// One, or one an index along ``axis``.
  let scales: [Float]
  let zeros: [Int]
  /// `nil` where one scale is for all.
  let axis: Int?
  /// What the integers are.
  let dtype: DType

  /// The scale and the zero point as operators take them: scalars, or vectors; `nil` of types that products
  /// of integers do not have.
  var operands: [Tensor]? {
    let shape: Shape = axis == nil ? [] : [scales.count]
    let values: Buffer<Int64> = Buffer(zeros.map { Int64($0) })
    guard dtype.isByte, let scale = try? Tensor(scales, shape: shape),
      let zero = try? Tensor(narrowing: .int(values), to: dtype, shape: shape)
    else { return nil }
    return [scale, zero]
  }

  /// Whether both give all integers of 16 bits and fewer the same numbers, and get them back.
  func isInverse(of other: QuantizationScale) -> Bool {
    axis == nil && other.axis == nil && dtype == other.dtype && scales == other.scales
      && zeros == other.zeros && dtype.isShortInteger
      // Neither the number nor the quotient leaves the normal range.
      && scales.allSatisfy { (0x1p-100...0x1p100).contains($0) }
  }
}

/// A value that a DequantizeLinear makes of integers.
struct QuantizedValue {
  let node: Int
  let integers: ValueID
  let by: QuantizationScale
}

extension GraphIndex {
  /// The integers behind a value of floats; `nil` where no DequantizeLinear by constants makes it.
  func dequantized(_ id: ValueID?) -> QuantizedValue? {
    guard let number = maker(of: id, .dequantizeLinear), dtype(id) == .float,
      let integers = self[number].input(0), let by = scale(number, of: dtype(integers))
    else { return nil }
    return QuantizedValue(node: number, integers: integers, by: by)
  }

  /// What a QuantizeLinear divides by; `nil` where it is no constant, or counts by blocks.
  func quantization(_ number: Int) -> QuantizationScale? {
    guard self[number].isOne(of: .quantizeLinear), self[number].outputs.count == 1,
      dtype(self[number].input(0)) == .float,
      self[number].attribute("precision", as: Int.self) ?? 0 == 0
    else { return nil }
    return scale(number, of: dtype(self[number].outputs[0]))
  }

  private func scale(_ number: Int, of dtype: DType?) -> QuantizationScale? {
    let node = self[number]
    guard let dtype, dtype.isShortInteger || dtype == .int32,
      node.attribute("block_size", as: Int.self) ?? 0 == 0,
      let tensor = constant(node.input(1)), case .float(let scales) = tensor.elements,
      scales.allSatisfy({ $0.isNormal }), tensor.rank < 2
    else { return nil }
    var zeros = Array(repeating: 0, count: scales.count)
    if let id = node.input(2) {
      guard let given = constant(id)?.integers, given.count == scales.count else { return nil }
      zeros = given
    }
    var axis: Int?
    if scales.count != 1 {
      let given = node.attribute("axis", as: Int.self) ?? 1
      guard tensor.rank == 1, let rank = type(node.input(0))?.rank, (-rank..<rank).contains(given)
      else { return nil }
      axis = given < 0 ? given + rank : given
    }
    return QuantizationScale(scales: Array(scales), zeros: zeros, axis: axis, dtype: dtype)
  }
}

extension DType {
  /// Whether the type has at most 16 bits, all of them an integer's.
  var isShortInteger: Bool { [.int8, .uint8, .int16, .uint16].contains(self) }
  /// Whether integer products take the type.
  var isByte: Bool { self == .int8 || self == .uint8 }
}
