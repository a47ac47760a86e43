import Graphs
import Tensors

/// Numbers of a normal distribution.
///
/// - Source: ONNX RandomNormal, opsets 1, 22.
struct RandomNormal: RandomFill {
  static let schema = OperatorSchema(
    "RandomNormal", inputs: [], outputs: [.one("output", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: attributes),
      .since(22, ["T": .floats], attributes: attributes),
    ])
  private static let attributes = [
    RandomAttributes.dtype.or(1), RandomAttributes.mean.or(0), RandomAttributes.scale.or(1),
    RandomAttributes.seed.optional, RandomAttributes.shape.required,
  ]

  let distribution: RandomDistribution
  let seed: Float?
  let dtype: DType
  let shape: Shape

  init(_ node: NodeReader) throws(OperatorError) {
    distribution = try node.normalDistribution
    seed = node[ifPresent: RandomAttributes.seed]
    dtype = try node.randomType(of: "T") ?? .float
    shape = try node.randomShape
  }

  func output(_ inputs: Inference) -> TensorType { TensorType(dtype, shape) }
}

extension RandomNormal {
  static let samples = recipes(by: "mean", "scale")
}
