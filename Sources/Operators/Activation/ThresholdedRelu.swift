import CKernels
import Graphs
import Tensors

/// `Y = X` above `alpha`, 0 elsewhere.
///
/// - Source: ONNX ThresholdedRelu, opsets 1 (experimental), 10, 22.
struct ThresholdedRelu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "ThresholdedRelu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [alpha.or(1.0)]),
      .since(
        10, ["T": .ieeeFloats],
        attributes: [alpha.or(1.0)]),
      .since(
        22, ["T": .floats],
        attributes: [alpha.or(1.0)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.5]), Sample([.special(48)], ["alpha": 0.5]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": -1]), Sample([.special(48)], ["alpha": -1]),
    ]
  static let tolerance = Tolerance.exact
  static let traits: OperatorTraits = .activation

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
  }

  func apply<F: WideFloat>(_ x: F) -> F { x > F(alpha) ? x : 0 }
  var kernel: FloatMap? { FloatMap(WONNX_THRESHOLDED_RELU, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension ThresholdedRelu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isGreater(than: Double(alpha)).numbers(like: x)
  }
}
