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
