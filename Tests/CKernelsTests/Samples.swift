import CKernels

/// Reproducible numbers (xorshift) for shapes and elements.
struct Samples {
  private var state: UInt64

  init(seed: UInt64) { state = seed | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// Numbers in -1..<1; if `rare`, one in thirty is an extreme.
  mutating func floats(_ count: Int, rare: Bool = false) -> [Float] {
    let extremes: [Float] = [.infinity, -.infinity, .nan, 0, -0.0, .leastNonzeroMagnitude, 3e38]
    return (0..<count).map { _ in
      if rare, next() % 30 == 0 { return extremes[integer(in: 0...extremes.count - 1)] }
      return Float(Int64(next() >> 11) - (1 << 52)) / Float(1 << 52)
    }
  }
}

/// The bits of each number, all NaN being one.
func bits(_ numbers: [Float]) -> [UInt32] {
  numbers.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
}

/// Every level that this CPU has, lowest first.
let levels: [wonnx_level] = [WONNX_LEVEL_PORTABLE, WONNX_LEVEL_AVX2, WONNX_LEVEL_AVX512]
  .filter { $0.rawValue <= wonnx_kernels_best().rawValue }

extension wonnx_matrix_f32 {
  /// A row-major matrix, or one that is stored by columns.
  init(_ data: UnsafePointer<Float>?, rows: Int, columns: Int, isTransposed: Bool = false) {
    self.init(
      data: data, row_stride: isTransposed ? 1 : columns, column_stride: isTransposed ? rows : 1,
      packed: false)
  }
}
