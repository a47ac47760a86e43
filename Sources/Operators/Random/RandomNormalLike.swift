import Graphs
import Tensors

/// Numbers of a normal distribution in the input's shape.
///
/// - Source: ONNX RandomNormalLike, opsets 1, 22.
struct RandomNormalLike: RandomFill {
  static let schema = OperatorSchema(
    "RandomNormalLike", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(1, ["T1": .classic, "T2": .ieeeFloats], attributes: attributes),
      .since(22, ["T1": .classicAndBFloat16, "T2": .floats], attributes: attributes),
    ])
  private static let attributes = [
    RandomAttributes.dtype.optional, RandomAttributes.mean.or(0), RandomAttributes.scale.or(1),
    RandomAttributes.seed.optional,
  ]

  let distribution: RandomDistribution
  let seed: Float?
  /// `nil` is the input's.
  let dtype: DType?

  init(_ node: NodeReader) throws(OperatorError) {
    distribution = try node.normalDistribution
    seed = node[ifPresent: RandomAttributes.seed]
    dtype = try node.randomType(of: "T2")
  }

  func output(_ inputs: Inference) throws(OperatorError) -> TensorType {
    let x = try inputs.tensor(0)
    return TensorType(dtype ?? x.dtype, x.dims)
  }
}

extension RandomNormalLike {
  static let samples = likened(by: "mean", "scale")
}
