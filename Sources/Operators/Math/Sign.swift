import Graphs
import Tensors

/// `Y` is 1 above 0, -1 below, and X itself at 0 and NaN.
///
/// - Source: ONNX Sign, opsets 9, 13.
struct Sign: NumericUnary {
  static let schema = OperatorSchema(
    "Sign", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .classicNumbers]),
      .since(13, ["T": .numbers]),
    ])

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x > 0 ? 1 : x < 0 ? -1 : x }
  func apply<I: WideInteger>(integer x: I) -> I { x.signum() }
}

extension Sign: PiecewiseConstant {}
