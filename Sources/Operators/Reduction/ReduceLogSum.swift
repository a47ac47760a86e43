import CKernels
import Graphs
import Tensors

/// The logarithm of the sum along the axes; of integers, truncated. Empty gives -∞.
///
/// - Source: ONNX ReduceLogSum, opsets 1, 11, 13, 18, 28.
struct ReduceLogSum: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceLogSum", axesInputSince: 18,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
      (since: 28, .floats),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 18, .uniform(0.5...3))

  static let summing: ReductionSum? = .terms
  static var kernel: FoldKernel? { .sum(WONNX_TERM_SELF) }

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    finish(Summation.sum(count, element), count)
  }

  func finish<F: WideFloat>(_ fold: F, _ count: Int) -> F { .log(fold) }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var sum: I = 0
    for i in 0..<count { sum &+= element(i) }
    return I(truncatingIfNeeded: Int64(saturating: .log(Double(sum))))
  }
}

extension ReduceLogSum: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    try (-y).map(.exp)
  }
}

extension ReduceLogSum {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.folded(self, settings) { x, axes in x.sum(over: axes).logarithm }
  }
}
