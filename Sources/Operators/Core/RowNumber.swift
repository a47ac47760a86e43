import CKernels

/// Rows of one length that lie side by side: element i of row j at `x[i · step + j]`.
typealias RowLayout = wonnx_rows
/// What a sum adds up of an element and its row's shift.
typealias SumTerm = wonnx_term

extension RowLayout {
  /// One row, whose elements follow one another.
  init(length: Int) { self.init(length: length, rows: 1, step: 1) }
}

/// Work over rows, in the order of ``Summation``. Floats have kernels for it.
protocol RowNumber {
  /// `sums[j] = Σ term(x[i · step + j])`; shifts, which are 0 if there are none, count for squares.
  static func sums(
    _ rows: RowLayout, _ term: SumTerm, of x: UnsafePointer<Self>, shifts: UnsafePointer<Self>?,
    into sums: UnsafeMutablePointer<Self>)

  /// The greatest or least element of each row: the first of equal ones, NaN where there is one, an
  /// infinity of an empty row.
  static func extremes(
    _ rows: RowLayout, greatest: Bool, of x: UnsafePointer<Self>,
    into extremes: UnsafeMutablePointer<Self>)

  /// `Y = e^(X - peak) / Σ e^(X - peak)`, or `Y = (X - peak) - log Σ e^(X - peak)`.
  static func softmax(
    _ rows: RowLayout, takesLogarithm: Bool, of x: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>)

  /// `y[i] = (x[i] - mean) · factor · scale[i · scaleStep] + bias[i · biasStep]`; steps are 0 or 1.
  static func standardize(
    _ x: UnsafePointer<Self>, _ count: Int, mean: Self, factor: Self,
    scale: UnsafePointer<Self>, step scaleStep: Int, bias: UnsafePointer<Self>, step biasStep: Int,
    into y: UnsafeMutablePointer<Self>)
}

extension RowNumber where Self: WideFloat {
  /// The sum of `x[i]` for i in 0 ..< `count`.
  static func sum(_ x: UnsafePointer<Self>, _ count: Int) -> Self {
    var sum: Self = 0
    sums(RowLayout(length: count), WONNX_TERM_SELF, of: x, shifts: nil, into: &sum)
    return sum
  }

  /// The greatest of `count` elements; NaN where there is one.
  static func greatest(_ x: UnsafePointer<Self>, _ count: Int) -> Self {
    var peak: Self = 0
    extremes(RowLayout(length: count), greatest: true, of: x, into: &peak)
    return peak
  }
}

extension Float {
  static func sums(
    _ rows: RowLayout, _ term: SumTerm, of x: UnsafePointer<Float>, shifts: UnsafePointer<Float>?,
    into sums: UnsafeMutablePointer<Float>
  ) { wonnx_ssums(rows, term, x, shifts, sums) }

  static func extremes(
    _ rows: RowLayout, greatest: Bool, of x: UnsafePointer<Float>,
    into extremes: UnsafeMutablePointer<Float>
  ) { wonnx_sextremes(rows, greatest, x, extremes) }

  static func softmax(
    _ rows: RowLayout, takesLogarithm: Bool, of x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) { wonnx_ssoftmax(rows, takesLogarithm, x, y) }

  static func standardize(
    _ x: UnsafePointer<Float>, _ count: Int, mean: Float, factor: Float,
    scale: UnsafePointer<Float>, step scaleStep: Int, bias: UnsafePointer<Float>,
    step biasStep: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    wonnx_sstandardize(
      mean, factor, scale, scaleStep, bias, biasStep, x, y, count)
  }
}
