import Graphs
import Tensors

/// `Y = e^(X - peak) / Σ e^(X - peak)` along a row, whose greatest element is the peak.
///
/// - Types: from opset 13 on differences, powers and their sum are rounded to a type of 16 bits, as
///   the nodes of the standard's function are.
///
/// - Source: ONNX Softmax, opsets 1, 11, 13.
struct Softmax: SoftmaxRows {
  static let schema = OperatorSchema.softmax("Softmax")

  let settings: SoftmaxSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try SoftmaxSettings(node) }

  func write<F: WideFloat>(
    _ rows: RowLayout, _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>
  ) { F.softmax(rows, takesLogarithm: false, of: x, into: y) }

  func write<F: WideFloat>(
    _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>, count: Int, step: Int,
    _ narrowing: Narrowing
  ) {
    let peak = F.greatest(x, count: count, step: step)
    for i in 0..<count {
      y[i &* step] = narrowing.round(F.exp(narrowing.round(x[i &* step] - peak)))
    }
    let sum = narrowing.round(Summation.sum(UnsafePointer(y), count, step: step))
    for i in 0..<count { y[i &* step] /= sum }
  }
}

extension Softmax: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (y, dy) = (try site.y, try site.dy)
    let axes = try settings.axes(rank: try y.shape.rank)
    return [try y * (dy - (dy * y).sum(over: axes))]
  }
}

extension Softmax {
  static let samples: [Sample] = Samples.softmax

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let stored = settings.stored(try request.dtype(0))
    return try Estimate.outputs(
      of: self, request, [x.softmax(over: settings.axes(rank: x.shape.rank), stored: stored)])
  }
}
