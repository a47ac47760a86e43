import Graphs
import Tensors

/// 1 where X exceeds the threshold, else 0.
///
/// - Source: ONNX-ML Binarizer, opset 1.
struct Binarizer: NumericUnary {
  static let threshold = AttributeKey<Float>("threshold")
  static let schema = OperatorSchema(
    "Binarizer", domain: "ai.onnx.ml", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64]],
        attributes: [threshold.or(0.0)])
    ])

  let threshold: Float

  init(_ node: NodeReader) throws(OperatorError) { threshold = try node[Self.threshold] }

  func apply<F: WideFloat>(_ x: F) -> F { x > F(threshold) ? 1 : 0 }

  /// An integer exceeds the threshold where it exceeds its integer part.
  func apply<I: WideInteger>(integer x: I) -> I {
    I(clamping: Int64(saturating: Double(threshold.rounded(.down)))) < x ? 1 : 0
  }

  var shaderParameters: [Parameter] {
    [
      .float("threshold", threshold),
      .long("floored", Int(saturating: threshold.rounded(.down))),
    ]
  }
}

extension Binarizer {
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal(3, 33)], ["threshold": 0.5]),
      Sample([.list(-1, 0, 1, 2, 3, 2)], ["threshold": 2.0]),
      Sample([.normal(3, 5)], ["threshold": -0.75]),
    ]
}
