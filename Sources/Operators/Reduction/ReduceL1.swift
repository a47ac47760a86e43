import CKernels
import Graphs
import Tensors

/// The sum of the magnitudes of the elements along the axes.
///
/// - Source: ONNX ReduceL1, opsets 1, 11, 13, 18.
struct ReduceL1: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceL1", axesInputSince: 18,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 18)

  static let summing: ReductionSum? = .terms
  static var kernel: FoldKernel? { .sum(WONNX_TERM_MAGNITUDE) }

  static let tolerance = Tolerance.summed

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    Summation.sum(count) { element($0).magnitude }
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var sum: I = 0
    for i in 0..<count {
      let x = element(i)
      sum &+= x < 0 ? 0 &- x : x
    }
    return sum
  }
}

extension ReduceL1: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    try x.map(.sign)
  }
}
