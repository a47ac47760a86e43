import Graphs
import Tensors

extension GraphBuilder {
  /// A graph input for each input that is there.
  mutating func inputs(of node: Inference) -> [ValueID?] {
    node.types.map { $0 == nil ? nil : input() }
  }

  /// The numbers that bytes stand for.
  mutating func dequantized(
    _ x: ValueID?, _ scale: ValueID?, _ zero: ValueID?
  ) throws(OperatorError) -> ValueID {
    try apply("DequantizeLinear", x, scale, zero)
  }

  /// `saturate(round(x / scale) + zero)`; zero is 0 where it is absent.
  mutating func quantized(
    _ x: ValueID, _ scale: ValueID?, _ zero: ValueID?, as dtype: DType
  ) throws(OperatorError) -> ValueID {
    if let zero { return try apply("QuantizeLinear", x, scale, zero) }
    return try apply("QuantizeLinear", x, scale, constant(try .zero(dtype)))
  }

  /// x with its channels, which come last, behind the batch.
  mutating func channelsSecond(_ x: ValueID?, rank: Int) throws(OperatorError) -> ValueID {
    try transposed(x, [0, rank - 1] + Array(1..<rank - 1))
  }

  /// The way back.
  mutating func channelsLast(_ x: ValueID?, rank: Int) throws(OperatorError) -> ValueID {
    try transposed(x, [0] + Array(2..<rank) + [1])
  }

  mutating func transposed(_ x: ValueID?, _ order: [Int]) throws(OperatorError) -> ValueID {
    try apply("Transpose", x, attributes: ["perm": .ints(order.map { Int64($0) })])
  }

  mutating func cast(_ x: ValueID?, to dtype: DType) throws(OperatorError) -> ValueID {
    try apply("Cast", x, attributes: ["to": .int(Int64(dtype.rawValue))])
  }
}

extension WindowSettings {
  /// The attributes that say the same.
  var attributes: [String: AttributeValue] {
    var attributes: [String: AttributeValue] = [
      "auto_pad": .string(autoPad.rawValue), "ceil_mode": .int(roundsUp ? 1 : 0),
    ]
    for (name, values) in [
      ("kernel_shape", kernel), ("strides", strides), ("dilations", dilations), ("pads", pads),
    ] {
      attributes[name] = values.map { .ints($0.map { Int64($0) }) }
    }
    return attributes
  }

  /// The extents of an output whose channels come last.
  func channelsLast(_ dims: [Dimension]) throws(OperatorError) -> [Dimension] {
    try checkSpatial(dims.count)
    return [dims[0]] + (try outputs(Array(dims[1..<dims.count - 1]))) + [dims[dims.count - 1]]
  }
}
