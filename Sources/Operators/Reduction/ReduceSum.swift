import CKernels
import Graphs
import Tensors

/// The sum of the elements along the axes. Integers wrap; an empty sum is 0.
///
/// - Source: ONNX ReduceSum, opsets 1, 11, 13.
struct ReduceSum: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceSum", axesInputSince: 13,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 13)

  static let summing: ReductionSum? = .terms
  static var kernel: FoldKernel? { .sum(WONNX_TERM_SELF) }

  static let tolerance = Tolerance.summed

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    Summation.sum(count, element)
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var sum: I = 0
    for i in 0..<count { sum &+= element(i) }
    return sum
  }
}

extension ReduceSum: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    try x.scalar(1)
  }
}
