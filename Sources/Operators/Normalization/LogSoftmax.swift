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
    _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>, count: Int, step: Int
  ) {
    let peak = F.greatest(x, count: count, step: step)
    let logarithm = F.log(Summation.sum(count) { F.exp(x[$0 &* step] - peak) })
    for i in 0..<count { y[i &* step] = (x[i &* step] - peak) - logarithm }
  }
}
