import CKernels
import Graphs
import Tensors

/// `Y = |X|`. The smallest integer stays itself.
///
/// - Source: ONNX Abs, opsets 1, 6, 13.
struct Abs: NumericUnary {
  static let schema = OperatorSchema(
    "Abs", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .classicNumbers]),
      .since(13, ["T": .numbers]),
    ])

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x.magnitude }
  var kernel: FloatMap? { FloatMap(WONNX_ABS) }
  func apply<I: WideInteger>(integer x: I) -> I { x < 0 ? 0 &- x : x }
}

extension Abs: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.map(.sign) }
}
