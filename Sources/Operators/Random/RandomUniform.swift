import Graphs
import Tensors

/// Numbers spread evenly over \`low..<high\`.
///
/// - Source: ONNX RandomUniform, opsets 1, 22.
struct RandomUniform: RandomFill {
  static let schema = OperatorSchema(
    "RandomUniform", inputs: [], outputs: [.one("output", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: attributes),
      .since(22, ["T": .floats], attributes: attributes),
    ])
  private static let attributes = [
    RandomAttributes.dtype.or(1), RandomAttributes.high.or(1), RandomAttributes.low.or(0),
    RandomAttributes.seed.optional, RandomAttributes.shape.required,
  ]

  let distribution: RandomDistribution
  let seed: Float?
  let dtype: DType
  let shape: Shape

  init(_ node: NodeReader) throws(OperatorError) {
    distribution = try node.uniformDistribution
    seed = node[ifPresent: RandomAttributes.seed]
    dtype = try node.randomType(of: "T") ?? .float
    shape = try node.randomShape
  }

  func output(_ inputs: Inference) -> TensorType { TensorType(dtype, shape) }
}

extension RandomUniform {
  static let samples = recipes(by: "low", "high")
}
