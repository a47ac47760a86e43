import CKernels
import Testing

extension LevelTests {
  @Suite("Matrix products") struct ProductTests {
    /// As the header defines it.
    static func product(
      _ extent: wonnx_extent, _ a: [Float], _ aIsTransposed: Bool, _ b: [Float],
      _ bIsTransposed: Bool, from start: [Float]?
    ) -> [Float] {
      var c = start ?? Array(repeating: 0, count: extent.rows * extent.columns)
      for i in 0..<extent.rows {
        for j in 0..<extent.columns {
          c[i * extent.columns + j] = SummationOrder.product(
            extent.depth, from: start.map { $0[i * extent.columns + j] }
          ) { k, sum in
            let left = a[aIsTransposed ? k * extent.rows + i : i * extent.depth + k]
            let right = b[bIsTransposed ? j * extent.depth + k : k * extent.columns + j]
            return sum.addingProduct(left, right)
          }
        }
      }
      return c
    }

    @Test("have the bits of the written order at every level, in every layout", arguments: 1...40)
    func sequentialBits(seed: UInt64) {
      var samples = Samples(seed: seed * 7919)
      let deep = seed % 8 == 0
      let extent = wonnx_extent(
        rows: samples.integer(in: 0...40), columns: samples.integer(in: 0...40),
        depth: samples.integer(in: deep ? 257...600 : 0...40))
      let rare = seed % 3 == 0
      let (m, n, k) = (extent.rows, extent.columns, extent.depth)
      let a = samples.floats(m * k, rare: rare)
      let b = samples.floats(k * n, rare: rare)
      let start = samples.floats(m * n)
      let (aIsTransposed, bIsTransposed) = (seed % 2 == 0, seed % 4 < 2)
      for accumulates in [false, true] {
        let expected = Self.product(
          extent, a, aIsTransposed, b, bIsTransposed, from: accumulates ? start : nil)
        defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
        for level in levels {
          for packs in [false, true] {
            wonnx_kernels_limit(level)
            var c = start
            var left = wonnx_matrix_f32(a, rows: m, columns: k, isTransposed: aIsTransposed)
            var right = wonnx_matrix_f32(b, rows: k, columns: n, isTransposed: bIsTransposed)
            var aPanels = [Float](repeating: 0, count: wonnx_sgemm_packed_a_bytes(m, k) / 4 + 1)
            var bPanels = [Float](repeating: 0, count: wonnx_sgemm_packed_b_bytes(k, n) / 4 + 1)
            let status = a.withUnsafeBufferPointer { a in
              b.withUnsafeBufferPointer { b in
                left.data = a.baseAddress
                right.data = b.baseAddress
                wonnx_sgemm_pack_a(m, k, left, &aPanels)
                wonnx_sgemm_pack_b(k, n, right, &bPanels)
                return aPanels.withUnsafeBufferPointer { aPanels in
                  bPanels.withUnsafeBufferPointer { bPanels in
                    if packs {
                      left = wonnx_matrix_f32(
                        data: aPanels.baseAddress, row_stride: 0, column_stride: 0, packed: true)
                      right = wonnx_matrix_f32(
                        data: bPanels.baseAddress, row_stride: 0, column_stride: 0, packed: true)
                    }
                    return wonnx_sgemm(extent, left, right, &c, n, accumulates, nil)
                  }
                }
              }
            }
            #expect(status == WONNX_OK)
            #expect(bits(c) == bits(expected), "level \(level.rawValue), packed \(packs)")
          }
        }
      }
    }

    @Test("in double have the bits of the written order", arguments: 1...8)
    func doubleBits(seed: UInt64) {
      var samples = Samples(seed: seed * 104_729)
      let (m, n, k) = (
        samples.integer(in: 1...20), samples.integer(in: 1...20),
        samples.integer(in: seed % 2 == 0 ? 257...600 : 0...30)
      )
      let a = samples.floats(m * k).map { Double($0) / 3 }
      let b = samples.floats(k * n).map { Double($0) / 7 }
      var expected = [Double](repeating: 0, count: m * n)
      for i in 0..<m {
        for j in 0..<n {
          expected[i * n + j] = SummationOrder.product(k) { p, sum in
            a[i * k + p] * b[p * n + j] + sum
          }
        }
      }
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var c = [Double](repeating: .nan, count: m * n)
        let status = a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            wonnx_dgemm(
              wonnx_extent(rows: m, columns: n, depth: k),
              wonnx_matrix_f64(
                data: a.baseAddress, row_stride: k, column_stride: 1, packed: false),
              wonnx_matrix_f64(
                data: b.baseAddress, row_stride: n, column_stride: 1, packed: false),
              &c, n, false, nil)
          }
        }
        #expect(status == WONNX_OK)
        #expect(c == expected)
      }
    }

    @Test("refuse negative extents")
    func negativeExtent() {
      let matrix = wonnx_matrix_f32(nil, rows: 0, columns: 0)
      let extent = wonnx_extent(rows: -1, columns: 1, depth: 1)
      #expect(wonnx_sgemm(extent, matrix, matrix, nil, 1, false, nil) == WONNX_BAD_EXTENT)
    }
  }
}
