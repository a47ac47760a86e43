import CKernels
import Graphs
import Tensors

/// The mean of the elements along the axes; of integers, truncated towards 0. Empty gives NaN.
///
/// - Source: ONNX ReduceMean, opsets 1, 11, 13, 18.
struct ReduceMean: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceMean", axesInputSince: 18,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 18)

  static let summing: ReductionSum? = .terms
  static var kernel: FoldKernel? { .sum(WONNX_TERM_SELF) }

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    finish(Summation.sum(count, element), count)
  }

  func finish<F: WideFloat>(_ fold: F, _ count: Int) -> F { fold / F(count) }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var sum: I = 0
    for i in 0..<count { sum &+= element(i) }
    return count == 0 ? 0 : sum / I(count)
  }
}

extension ReduceMean: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    let count = (try x.shape.dims).enumerated().reduce(1) {
      axes.contains($1.offset) ? $0 * $1.element : $0
    }
    return try x.scalar(1 / Double(count))
  }
}

extension ReduceMean {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.summed(self, terms: try request.foldedCount(settings), steps: 2)
  }
}
