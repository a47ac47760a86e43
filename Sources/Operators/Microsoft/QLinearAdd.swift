import Graphs

/// The sum of quantised tensors, quantised again:
/// `C = saturate(round(((A - zA) · sA + (B - zB) · sB) / sC + zC))`, half to even.
///
/// - Shapes: A and B broadcast; scales and zero points are one number each, and a zero point that is
///   absent is 0.
/// - Source: com.microsoft QLinearAdd, version 1.
struct QLinearAdd: QuantizedPairing {
  static let schema = OperatorSchema.quantizedPairing("QLinearAdd")
  static let multiplies = false

  init(_ node: NodeReader) {}
}
