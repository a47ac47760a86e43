import Graphs
import Tensors

/// `output = S · inv_std_var · gamma` with `S = input + skip + bias` and
/// `inv_std_var = 1 / √(mean of S² + epsilon)` over the last axis; the output mean is 0.
///
/// - Shapes, types: see ``SkipNormalization``.
/// - Source: onnxruntime SkipSimplifiedLayerNormalization, com.microsoft 1.
struct SkipSimplifiedLayerNormalization: SkipNormalization {
  static let epsilon = AttributeKey<Float>("epsilon")
  static let schema = OperatorSchema(
    "SkipSimplifiedLayerNormalization", domain: "com.microsoft",
    inputs: [
      .one("input", "T"), .one("skip", "T"), .one("gamma", "T"), .optional("bias", "T"),
    ],
    outputs: [
      .one("output", "T"), .optional("mean", "U"), .optional("inv_std_var", "U"),
      .optional("input_skip_bias_sum", "T"),
    ],
    history: [
      .since(
        1, ["T": .floats - [.double], "U": [.float]], attributes: [epsilon.or(1e-12)])
    ])
  static let centers = false
  static let beta: Int? = nil
  static let bias = 3

  let epsilon: Float

  init(_ node: NodeReader) throws(OperatorError) { epsilon = try node[Self.epsilon] }
}

extension SkipSimplifiedLayerNormalization {
  static let samples: [Sample] =
    skipSamples + [
      Sample([.normal(2, 3, 8), .normal(2, 3, 8), .normal(8), .normal(8)])
        .outputs(true, false, false, true),
      .refused(
        .shape, "bias has the last extent",
        [.normal(2, 3, 8), .normal(2, 3, 8), .normal(8), .normal(7)]),
    ]
}
