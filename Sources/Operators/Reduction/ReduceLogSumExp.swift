import Graphs
import Tensors

/// `log Σ e^x` along the axes, shifted by the largest element so that nothing overflows; of
/// integers, truncated. Empty gives -∞.
///
/// - Source: ONNX ReduceLogSumExp, opsets 1, 11, 13, 18, 28.
struct ReduceLogSumExp: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceLogSumExp", axesInputSince: 18,
    [
      (since: 1, .ieeeFloats + .wideIntegers),
      (since: 11, .ieeeFloats + .wideIntegers),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
      (since: 28, .floats),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 18)

  static let summing: ReductionSum? = .rows
  static func foldsApart(_ dtype: DType) -> Bool { false }

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    var peak: F = -.infinity
    for i in 0..<count {
      let x = element(i)
      peak = x > peak || x.isNaN ? x : peak
    }
    guard peak.isFinite else { return peak }
    return peak + .log(Summation.sum(count) { .exp(element($0) - peak) })
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    guard count > 0 else { return .min }
    let peak = (1..<count).reduce(element(0)) { max($0, element($1)) }
    func below(_ x: I) -> Double {
      Double(UInt64(truncatingIfNeeded: peak) &- UInt64(truncatingIfNeeded: x))
    }
    let rest = Double.log(Summation.sum(count) { .exp(-below(element($0))) })
    // Towards 0 from below it; the powers of two numbers are more than one of them, however small.
    guard peak < 0, rest <= -Double(peak) else { return peak &+ I(saturating: rest) }
    return peak &+ I(saturating: max(rest.rounded(.up), count > 1 ? 1 : 0))
  }
}

extension ReduceLogSumExp: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    try (x - y).map(.exp)
  }
}

extension ReduceLogSumExp {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.folded(self, settings) { x, axes throws(OperatorError) in
      let peak = x.peak(over: axes)
      return try (x - peak).exponential.sum(over: axes).logarithm + peak
    }
  }
}
