import Graphs
import Tensors

/// `output = (S - mean) · inv_std_var · gamma + beta` with `S = input + skip + bias` and
/// `inv_std_var = 1 / √(variance of S + epsilon)`, both moments over the last axis.
///
/// - Shapes, types: see ``SkipNormalization``.
/// - Source: onnxruntime SkipLayerNormalization, com.microsoft 1.
struct SkipLayerNormalization: SkipNormalization {
  static let epsilon = AttributeKey<Float>("epsilon")
  static let schema = OperatorSchema(
    "SkipLayerNormalization", domain: "com.microsoft",
    inputs: [
      .one("input", "T"), .one("skip", "T"), .one("gamma", "T"), .optional("beta", "T"),
      .optional("bias", "T"),
    ],
    outputs: [
      .one("output", "T"), .optional("mean", "U"), .optional("inv_std_var", "U"),
      .optional("input_skip_bias_sum", "T"),
    ],
    history: [
      .since(
        1, ["T": .floats - [.double], "U": [.float]], attributes: [epsilon.or(1e-12)])
    ])
  static let centers = true
  static let beta: Int? = 3
  static let bias = 4

  let epsilon: Float

  init(_ node: NodeReader) throws(OperatorError) { epsilon = try node[Self.epsilon] }
}

extension SkipLayerNormalization {
  static let samples: [Sample] =
    skipSamples + [
      Sample([.normal(2, 3, 8), .normal(2, 3, 8), .normal(8), .normal(8)]),
      Sample([.normal(2, 3, 8), .normal(2, 3, 8), .normal(8), .normal(8), .normal(8)])
        .outputs(true, false, false, true),
      Sample([.normal(3, 33), .normal(3, 33), .normal(33), nil, .normal(33)], ["epsilon": 1e-3]),
      .refused(
        .shape, "beta has the last extent",
        [.normal(2, 3, 8), .normal(2, 3, 8), .normal(8), .normal(7)]),
    ]
}
