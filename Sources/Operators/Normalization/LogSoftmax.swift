import Graphs
import Tensors

/// `Y = (X - peak) - log Σ e^(X - peak)` along a row, whose greatest element is the peak.
///
/// - Source: ONNX LogSoftmax, opsets 1, 11, 13.
struct LogSoftmax: SoftmaxRows {
  static let schema = OperatorSchema.softmax("LogSoftmax")

  let settings: SoftmaxSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try SoftmaxSettings(node) }

  func write<F: WideFloat>(
    _ rows: RowLayout, _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>
  ) { F.softmax(rows, takesLogarithm: true, of: x, into: y) }
}

extension LogSoftmax: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (y, dy) = (try site.y, try site.dy)
    let axes = try settings.axes(rank: try y.shape.rank)
    return [try dy - y.map(.exp) * dy.sum(over: axes)]
  }
}

extension LogSoftmax {
  static let samples: [Sample] = Samples.softmax

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let stored = settings.stored(try request.dtype(0))
    return try Estimate.outputs(
      of: self, request, [x.logSoftmax(over: settings.axes(rank: x.shape.rank), stored: stored)])
  }
}
