import Graphs

/// A quantised tensor, `alpha` times as much below 0, quantised again:
/// `Y = saturate(round(f(x) / sY) + zY)` with `x = (X - zX) · sX` and `f(x) = x < 0 ? alpha · x : x`, half to even.
///
/// - Source: com.microsoft QLinearLeakyRelu, version 1.
struct QLinearLeakyRelu: QuantizedUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema.quantizedUnary(
    "QLinearLeakyRelu", attributes: [alpha.or(0.01)])

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) { alpha = try node[Self.alpha] }

  func apply(_ x: Float) -> Float { x < 0 ? alpha * x : x }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension QLinearLeakyRelu {
  static let samples: [Sample] =
    unarySamples
    + [0.25, -0.5, 1.5].map {
      Sample(
        [.bytes(2, 33), .scalar(0.041), .scalar(121), .scalar(0.03), .scalar(99)],
        ["alpha": .float($0)])
    }
}
