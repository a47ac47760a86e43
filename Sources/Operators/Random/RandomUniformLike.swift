import Graphs
import Tensors

/// Numbers spread evenly over `low..<high` in the input's shape.
///
/// - Source: ONNX RandomUniformLike, opsets 1, 22.
struct RandomUniformLike: RandomFill {
  static let schema = OperatorSchema(
    "RandomUniformLike", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(1, ["T1": .classic, "T2": .ieeeFloats], attributes: attributes),
      .since(22, ["T1": .classicAndBFloat16, "T2": .floats], attributes: attributes),
    ])
  private static let attributes = [
    RandomAttributes.dtype.optional, RandomAttributes.high.or(1), RandomAttributes.low.or(0),
    RandomAttributes.seed.optional,
  ]

  let distribution: RandomDistribution
  let seed: Float?
  /// `nil` is the input's.
  let dtype: DType?

  init(_ node: NodeReader) throws(OperatorError) {
    distribution = try node.uniformDistribution
    seed = node[ifPresent: RandomAttributes.seed]
    dtype = try node.randomType(of: "T2")
  }

  func output(_ inputs: Inference) throws(OperatorError) -> TensorType {
    let x = try inputs.tensor(0)
    return TensorType(dtype ?? x.dtype, x.dims)
  }
}

extension RandomUniformLike {
  static let samples = likened(by: "low", "high")
}
