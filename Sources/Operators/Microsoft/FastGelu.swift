import Graphs
import Tensors

/// `Y = S/2 · (1 + tanh(√(2/π) · (S + 0.044715 S³)))` with `S = X + bias`.
///
/// - Shapes: X of any rank, bias `[E]` of X's last extent E.
/// - Source: onnxruntime FastGelu, com.microsoft 1.
struct FastGelu: BiasedGelu {
  static let schema = OperatorSchema(
    "FastGelu", domain: "com.microsoft", inputs: [.one("X", "T"), .optional("bias", "T")],
    outputs: [.one("Y", "T")], history: [.since(1, ["T": .floats])])
  static let usesTanh = true

  init(_ node: NodeReader) {}
}

extension FastGelu {
  static let samples: [Sample] = Samples.unary + biasSamples
}
