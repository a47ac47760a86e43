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

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    var sum: F = 0
    for i in 0..<count { sum += element(i) * element(i) }
    return sum.squareRoot()
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    var sum: I = 0
    for i in 0..<count { sum &+= element(i) &* element(i) }
    return I(truncatingIfNeeded: Int64(Double(sum).squareRoot()))
  }
}
