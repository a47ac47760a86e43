import Graphs
import Tensors

extension Tensor {
  static func bytes(_ values: [UInt8], _ shape: Shape) -> Tensor {
    made(.uint8(Buffer(values)), shape)
  }
  static func signed(_ values: [Int8], _ shape: Shape) -> Tensor {
    made(.int8(Buffer(values)), shape)
  }

  private static func made(_ elements: Elements, _ shape: Shape) -> Tensor {
    (try? Tensor(elements, shape: shape)) ?? Tensor(scalar: 0 as Float)
  }
}

extension SampleGraph {
  /// What integers stand for.
  mutating func number(
    _ integers: ValueID, _ scale: Float, _ dtype: DType, _ zero: Int
  ) throws -> ValueID {
    try apply(
      "DequantizeLinear", integers, try scalar(Double(scale)), try point(zero, dtype))
  }

  /// What constant integers stand for, of one scale or one an index.
  mutating func numbers(_ integers: Tensor, _ scales: Tensor, axis: Int? = nil) throws -> ValueID {
    let by = axis == nil ? try scales.reshaped(to: []) : scales
    return try apply(
      "DequantizeLinear", constant(integers), constant(by),
      attributes: axis.map { ["axis": .int(Int64($0))] } ?? [:])
  }

  mutating func integers(
    _ floats: ValueID, _ scale: Float, _ dtype: DType, _ zero: Int
  ) throws -> ValueID {
    try apply("QuantizeLinear", floats, try scalar(Double(scale)), try point(zero, dtype))
  }

  private mutating func point(_ zero: Int, _ dtype: DType) throws -> ValueID {
    constant(try Tensor(narrowing: .int([Int64(zero)]), to: dtype, shape: []))
  }
}
