import Graphs
import Tensors

/// Running sums along an axis. Integers wrap.
///
/// - Source: ONNX CumSum, opsets 11, 14.
struct CumSum: Cumulation {
  static let schema = OperatorSchema.cumulation(
    "CumSum",
    [
      (since: 11, .wideIntegers + [.float, .double]), (since: 14, .wideIntegers + .floats),
    ])
  static let samples: [Sample] = Samples.cumulation(.normal(1))

  let settings: CumulationSettings
  let neutral = 0

  init(_ node: NodeReader) throws(OperatorError) { settings = try CumulationSettings(node) }

  func join<F: WideFloat>(_ a: F, _ b: F) -> F { a + b }
  func join<I: WideInteger>(integer a: I, _ b: I) -> I { a &+ b }
}

extension CumSum: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [
      try site.again(
        .cumSum, site.dy, site.input(1), changing: ["reverse": .int(settings.isReversed ? 0 : 1)])
    ]
  }
}

extension CumSum {
  static var tolerance: Tolerance { .summed }
}
