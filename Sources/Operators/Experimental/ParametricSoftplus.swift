import Graphs
import Tensors

/// `Y = alpha · ln(e^(beta · X) + 1)`.
///
/// - Source: the experimental ParametricSoftplus of ONNX 1.2, opset 1.
struct ParametricSoftplus: ScaledMap {
  static let schema = OperatorSchema(
    "ParametricSoftplus", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.experimental(["T": .ieeeFloats], attributes: ScaledMapFactors.attributes)])
  static let function = OperatorKind.softplus

  let factors: ScaledMapFactors

  init(_ node: NodeReader) { factors = ScaledMapFactors(node) }
}
