import Graphs
import Tensors

/// `C = S/2 · (1 + erf(S / √2))` with `S = A + B`.
///
/// - Shapes: A of any rank from 1 on, B `[E]` of A's last extent E.
/// - Source: onnxruntime BiasGelu, com.microsoft 1.
struct BiasGelu: BiasedGelu {
  static let schema = OperatorSchema(
    "BiasGelu", domain: "com.microsoft", inputs: [.one("A", "T"), .one("B", "T")],
    outputs: [.one("C", "T")], history: [.since(1, ["T": .floats])])
  static let usesTanh = false

  init(_ node: NodeReader) {}
}

extension BiasGelu {
  static let samples: [Sample] =
    biasSamples + [.refused(.missing, "B is required", [.normal(2, 3)])]
}
