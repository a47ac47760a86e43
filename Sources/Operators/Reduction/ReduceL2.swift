import CKernels
import Graphs
import Tensors

/// The square root of the sum of squares along the axes; of integers, truncated.
///
/// - Source: ONNX ReduceL2, opsets 1, 11, 13, 18.
struct ReduceL2: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceL2", axesInputSince: 18,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
    ])
  static let samples: [Sample] = Samples.reduction(axesInputSince: 18)

  static let summing: ReductionSum? = .terms
  /// Sums of 128 bits saturate.
  static func foldsApart(_ dtype: DType) -> Bool { false }
  static var kernel: FoldKernel? { .sum(WONNX_TERM_SQUARE) }

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    finish(Summation.sum(count) { element($0) * element($0) }, count)
  }

  func finish<F: WideFloat>(_ fold: F, _ count: Int) -> F { fold.squareRoot() }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    // Squares of 64 bits do not fit into 64; of more than fit into 128 the sum is the greatest.
    var sum: UInt128 = 0
    for i in 0..<count {
      let x = UInt128(element(i).magnitude)
      let (next, overflow) = sum.addingReportingOverflow(x * x)
      sum = overflow ? .max : next
    }
    return I(clamping: sum.integerSquareRoot)
  }
}

extension UInt128 {
  /// The root, rounded down.
  fileprivate var integerSquareRoot: UInt128 {
    var root = UInt128(Double(self).squareRoot().rounded(.down))
    while root.multipliedReportingOverflow(by: root).overflow || root * root > self { root -= 1 }
    while root < UInt128(UInt64.max), (root + 1) * (root + 1) <= self { root += 1 }
    return root
  }
}

extension ReduceL2: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    try y.equals(y.scalar(0)).choose(x.scalar(0), x / y)
  }
}

extension ReduceL2 {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.folded(self, settings) { x, axes in x.squared.sum(over: axes).squareRoot }
  }
}
