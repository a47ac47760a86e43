import Graphs
import Tensors

/// `output = alpha · tanh(beta · input)`.
///
/// - Source: the experimental ScaledTanh of ONNX 1.2, opset 1.
struct ScaledTanh: ScaledMap {
  static let schema = OperatorSchema(
    "ScaledTanh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [.experimental(["T": .ieeeFloats], attributes: ScaledMapFactors.attributes)])
  static let function = OperatorKind.tanh

  let factors: ScaledMapFactors

  init(_ node: NodeReader) { factors = ScaledMapFactors(node) }
}
