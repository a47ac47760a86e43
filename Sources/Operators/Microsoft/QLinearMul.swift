import Graphs

/// The product of quantised tensors, quantised again:
/// `C = saturate(round((A - zA) · sA · (B - zB) · sB / sC + zC))`, half to even.
///
/// - Shapes: A and B broadcast; scales and zero points are one number each, and a zero point that is
///   absent is 0.
/// - Source: com.microsoft QLinearMul, version 1.
struct QLinearMul: QuantizedPairing {
  static let schema = OperatorSchema.quantizedPairing("QLinearMul")
  static let multiplies = true

  init(_ node: NodeReader) {}
}
