import CKernels

// What a type without kernels does.
extension WideFloat {
  static func sums(
    _ rows: RowLayout, _ term: SumTerm, of x: UnsafePointer<Self>, shifts: UnsafePointer<Self>?,
    into sums: UnsafeMutablePointer<Self>
  ) {
    let step = rows.step
    for row in 0..<rows.rows {
      let (x, shift) = (x + row, shifts?[row] ?? 0)
      switch term {
      case WONNX_TERM_MAGNITUDE:
        sums[row] = Summation.sum(rows.length) { x[$0 &* step].magnitude }
      case WONNX_TERM_SQUARE:
        sums[row] = Summation.sum(rows.length) {
          let distance = x[$0 &* step] - shift
          return distance * distance
        }
      default: sums[row] = Summation.sum(x, rows.length, step: step)
      }
    }
  }

  static func extremes(
    _ rows: RowLayout, greatest: Bool, of x: UnsafePointer<Self>,
    into extremes: UnsafeMutablePointer<Self>
  ) {
    for row in 0..<rows.rows {
      var best: Self = greatest ? -.infinity : .infinity
      for i in 0..<rows.length {
        let value = x[row + i &* rows.step]
        let wins = greatest ? value > best : value < best
        best = wins || value.isNaN ? value : best
      }
      extremes[row] = best
    }
  }

  static func softmax(
    _ rows: RowLayout, takesLogarithm: Bool, of x: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>
  ) {
    let (length, step) = (rows.length, rows.step)
    for row in 0..<rows.rows {
      let (x, y) = (x + row, y + row)
      var peak: Self = 0
      extremes(RowLayout(length: length, rows: 1, step: step), greatest: true, of: x, into: &peak)
      for i in 0..<length { y[i &* step] = .exp(x[i &* step] - peak) }
      let sum = Summation.sum(UnsafePointer(y), length, step: step)
      if takesLogarithm {
        let logarithm = Self.log(sum)
        for i in 0..<length { y[i &* step] = (x[i &* step] - peak) - logarithm }
      } else {
        for i in 0..<length { y[i &* step] /= sum }
      }
    }
  }

  static func standardize(
    _ x: UnsafePointer<Self>, _ count: Int, mean: Self, factor: Self,
    scale: UnsafePointer<Self>, step scaleStep: Int, bias: UnsafePointer<Self>, step biasStep: Int,
    into y: UnsafeMutablePointer<Self>
  ) {
    for i in 0..<count {
      y[i] = (x[i] - mean) * factor * scale[i &* scaleStep] + bias[i &* biasStep]
    }
  }
}
