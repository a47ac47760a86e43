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
