import Graphs
import Tensors

/// `Y = X + bias` below `-lambd`, `X - bias` above `lambd`, 0 between.
///
/// - Source: ONNX Shrink, opset 9.
struct Shrink: NumericUnary {
  static let bias = AttributeKey<Float>("bias")
  static let lambd = AttributeKey<Float>("lambd")
  static let schema = OperatorSchema(
    "Shrink", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        9, ["T": .classicNumbers],
        attributes: [bias.or(0.0), lambd.or(0.5)])
    ])
  static let tolerance = Tolerance.ulps(1)

  let bias: Float
  let lambd: Float

  init(_ node: NodeReader) throws(OperatorError) {
    bias = try node[Self.bias]
    lambd = try node[Self.lambd]
  }

  func apply<F: WideFloat>(_ x: F) -> F {
    x < -F(lambd) ? x + F(bias) : x > F(lambd) ? x - F(bias) : 0
  }

  func apply<I: WideInteger>(integer x: I) -> I {
    I(truncatingIfNeeded: Int64(saturating: apply(Double(x))))
  }

  var shaderParameters: [Parameter] { [.float("bias", bias), .float("lambd", lambd)] }
}
