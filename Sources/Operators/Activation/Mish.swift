import CKernels
import Graphs
import Tensors

/// `Y = X · tanh(log(1 + e^X))`.
///
/// - Source: ONNX Mish, opsets 18, 22.
struct Mish: FloatUnary {
  static let schema = OperatorSchema(
    "Mish", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(18, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x * .tanh(softplus(x)) }
  var kernel: FloatMap? { FloatMap(WONNX_MISH) }
}
