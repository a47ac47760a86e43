import Graphs
import Tensors

/// The product of the elements along the axes. Integers wrap; an empty product is 1.
///
/// - Source: ONNX ReduceProd, opsets 1, 11, 13, 18.
struct ReduceProd: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceProd", axesInputSince: 18,
    [
      (since: 1, .wideIntegers + .ieeeFloats),
      (since: 11, .wideIntegers + .ieeeFloats),
      (since: 13, .floats + .wideIntegers),
      (since: 18, .floats + .wideIntegers),
    ])
  static let samples: [Sample] = Samples.reduction(
    axesInputSince: 18, .list([1, 2, -1, 0.5, 3, -2, 1, 1, 0.25, 1]))

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    var product: F = 1
    for i in 0..<count { product *= element(i) }
    return product
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var product: I = 1
    for i in 0..<count { product &*= element(i) }
    return product
  }
}

extension ReduceProd: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    // A zero hides the other factors: its slope is their product, and theirs is 0.
    let isZero = try x.equals(x.scalar(0))
    let factors = try isZero.choose(x.scalar(1), x)
    let product = try factors.folded(.reduceProd, axes)
    let zeroCount = try isZero.numbers(like: x).sum(over: axes)
    let atZero = try zeroCount.equals(x.scalar(1)).choose(product, x.scalar(0))
    let elsewhere = try zeroCount.equals(x.scalar(0)).choose(product / factors, x.scalar(0))
    return try isZero.choose(atZero, elsewhere)
  }
}

extension ReduceProd {
  /// Relative errors of the factors' products add up.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.multiplied(self, terms: try request.foldedCount(settings))
  }
}
