import CKernels
import Graphs
import Tensors

/// One at the first greatest element of a row, zero elsewhere.
///
/// - Source: ONNX Hardmax, opsets 1, 11, 13.
struct Hardmax: SoftmaxRows {
  static let schema = OperatorSchema.softmax("Hardmax")
  static var tolerance: Tolerance { .exact }

  let settings: SoftmaxSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try SoftmaxSettings(node) }

  func write<F: WideFloat>(
    _ rows: RowLayout, _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>
  ) {
    for row in 0..<rows.rows {
      write(x + row, y + row, count: rows.length, step: rows.step)
    }
  }

  private func write<F: WideFloat>(
    _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>, count: Int, step: Int
  ) {
    let peak = F.greatest(x, count: count, step: step)
    var isFound = false
    for i in 0..<count {
      let value = x[i &* step]
      let wins = !isFound && (value == peak || value != value)
      y[i &* step] = wins ? 1 : 0
      isFound = isFound || wins
    }
  }
}

extension Hardmax: PiecewiseConstant {}

extension Hardmax {
  static let samples: [Sample] = Samples.softmax + own

  private static let own: [Sample] = [
    // Equal elements, of which the first wins.
    Sample([.list([1, 3, 3, 0, 0, 0, -1, -2, -1], [3, 3])]),
    Sample([.integers(0...3, 2, 5, 4)], ["axis": 1]),
  ]
}
