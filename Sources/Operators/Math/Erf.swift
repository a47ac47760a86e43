import CKernels
import Graphs
import Tensors

/// `Y = erf(X)`: the error function; of an integer, its integer part.
///
/// - Source: ONNX Erf, opsets 9, 13.
struct Erf: NumericUnary {
  static let schema = OperatorSchema(
    "Erf", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .classicNumbers]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-6...6, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]
  static let tolerance = Tolerance.ulps(4)

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .erf(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ERF) }

  func apply<I: WideInteger>(integer x: I) -> I { I(saturating: Double.erf(Double(x))) }
}

extension Erf: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try (-x.squared).map(.exp) * 1.1283791670955126
  }
}
