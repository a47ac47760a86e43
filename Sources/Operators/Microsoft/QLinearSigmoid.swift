import Graphs

/// The logistic function of a quantised tensor, quantised again:
/// `Y = saturate(round(1 / (1 + e^-x) / sY) + zY)` with `x = (X - zX) · sX`, half to even.
///
/// - Source: com.microsoft QLinearSigmoid, version 1.
struct QLinearSigmoid: QuantizedUnary {
  static let schema = OperatorSchema.quantizedUnary("QLinearSigmoid")

  init(_ node: NodeReader) {}

  func apply(_ x: Float) -> Float { logistic(x) }
}
