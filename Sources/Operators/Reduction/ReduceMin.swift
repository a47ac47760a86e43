import Graphs
import Tensors

/// The smallest of the elements along the axes; NaN where there is one. Of booleans, false is below true.
/// An empty fold gives the greatest of the type: an infinity for floats.
///
/// - Source: ONNX ReduceMin, opsets 1, 11, 12, 13, 18, 20.
struct ReduceMin: Reduction {
  static let schema = OperatorSchema.reduction(
    "ReduceMin", axesInputSince: 18,
    [
      (since: 1, .ieeeFloats + .wideIntegers),
      (since: 11, .ieeeFloats + .wideIntegers),
      (since: 12, .ieeeFloats + .wideIntegers + [.int8, .uint8]),
      (since: 13, .floats + .wideIntegers + [.int8, .uint8]),
      (since: 18, .floats + .wideIntegers + [.int8, .uint8]),
      (since: 20, .floats + .wideIntegers + [.bool, .int8, .uint8]),
    ])
  static let samples: [Sample] =
    Samples.reduction(axesInputSince: 18) + [
      Sample([.special(3, 16), .list(1).constant]).since(18)
    ]
  static let tolerance = Tolerance.exact

  static func foldsApart(_ dtype: DType) -> Bool { true }
  static var kernel: FoldKernel? { .extreme(greatest: false) }

  let settings: ReductionSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try ReductionSettings(node) }

  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F {
    var extreme: F = .infinity
    for i in 0..<count {
      let x = element(i)
      extreme = x < extreme || x.isNaN ? x : extreme
    }
    return extreme
  }

  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I {
    guard count > 0 else { return .max }
    var extreme = element(0)
    for i in 1..<count { extreme = Swift.min(extreme, element(i)) }
    return extreme
  }
}

extension ReduceMin: DifferentiableReduction {
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term {
    let isExtreme = try x.equals(y).numbers(like: x)
    return try isExtreme / isExtreme.sum(over: axes)
  }
}
