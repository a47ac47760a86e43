import Graphs
import Tensors

/// Running products along an axis. Integers wrap.
///
/// - Source: ONNX CumProd, opset 26.
struct CumProd: Cumulation {
  static let schema = OperatorSchema.cumulation(
    "CumProd", [(since: 26, .wideIntegers + .floats)])
  static let samples: [Sample] = Samples.cumulation(.list([1, 2, -1, 0.5, 3, -2, 1, 1]))

  let settings: CumulationSettings
  let neutral = 1

  init(_ node: NodeReader) throws(OperatorError) { settings = try CumulationSettings(node) }

  func join<F: WideFloat>(_ a: F, _ b: F) -> F { a * b }
  func join<I: WideInteger>(integer a: I, _ b: I) -> I { a &* b }
}

extension CumProd {
  /// Each product has at most as many factors as the axis; relative errors add up.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let shape = try request.tensor(0).shape
    return try request.multiplied(self, terms: Double(shape.dims.max() ?? 1))
  }
}
