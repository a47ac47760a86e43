import CKernels
import Testing

extension LevelTests {
  @Suite("Matrices in codes") struct CodesTests {
    struct Row: CustomTestStringConvertible, Sendable {
      let bits: Int, columns: Int, depth: Int
      var block = 32, zeros = 0, regroups = false
      var testDescription: String {
        "\(bits) bits, \(columns) × \(depth) in \(block), zero points \(zeros), groups \(regroups)"
      }
    }

    static let rows: [Row] =
      (2...8).map { Row(bits: $0, columns: 70, depth: 300) } + [
        Row(bits: 4, columns: 1, depth: 1, block: 16), Row(bits: 4, columns: 16, depth: 256),
        Row(bits: 4, columns: 17, depth: 33, block: 16, zeros: 1),
        Row(bits: 2, columns: 65, depth: 257, block: 64, zeros: 2),
        Row(bits: 3, columns: 20, depth: 90, zeros: 2),
        Row(bits: 8, columns: 128, depth: 513, block: 128, zeros: 1),
        Row(bits: 4, columns: 66, depth: 300, zeros: 2, regroups: true),
      ]

    /// Code `index` of a line, bit by bit.
    private static func code(_ line: ArraySlice<UInt8>, _ index: Int, _ bits: Int) -> Int {
      (0..<bits).reduce(0) { sum, bit in
        let place = index * bits + bit
        return sum | Int(line[line.startIndex + place / 8] >> UInt8(place % 8) & 1) << bit
      }
    }

    @Test("multiply as the numbers that they stand for, at every level", arguments: rows)
    func products(row: Row) throws {
      var samples = Samples(seed: UInt64(row.bits * 1000 + row.depth))
      let (bits, columns, depth) = (row.bits, row.columns, row.depth)
      let blocks = (depth + row.block - 1) / row.block
      let pitch = blocks * row.block * bits / 8
      let lines = (0..<columns * pitch).map { _ in UInt8(truncatingIfNeeded: samples.next()) }
      let scales = samples.floats(columns * blocks)
      let floats = samples.floats(columns * blocks)
      let zeroPitch = (blocks * bits + 7) / 8
      let packed = (0..<columns * zeroPitch).map { _ in UInt8(truncatingIfNeeded: samples.next()) }
      let groups = (0..<depth).map { k in
        Int32(row.regroups ? samples.integer(in: 0...blocks - 1) : k / row.block)
      }
      let a = samples.floats(depth)
      let expected = (0..<columns).map { j in
        SummationOrder.product(depth) { (k: Int, sum: Float) -> Float in
          let block = Int(groups[k])
          let line = lines[j * pitch..<(j + 1) * pitch]
          let code = Self.code(line, k, bits)
          let zeros = packed[j * zeroPitch..<(j + 1) * zeroPitch]
          let zero =
            row.zeros == 0
            ? 5
            : row.zeros == 1
              ? floats[j * blocks + block] : Float(Self.code(zeros, block, bits))
          return sum.addingProduct(a[k], (Float(code) - zero) * scales[j * blocks + block])
        }
      }
      let kept = bits <= 2 ? 2 : bits <= 4 ? 4 : 8
      let panels = (columns + 15) / 16
      var codes = [UInt8](repeating: 0, count: panels * 2 * kept * depth)
      for panel in 0..<panels {
        lines.withUnsafeBufferPointer { lines in
          codes.withUnsafeMutableBufferPointer { codes in
            guard let from = lines.baseAddress, let to = codes.baseAddress else { return }
            wonnx_codes_pack(
              from + panel * 16 * pitch, pitch, min(16, columns - 16 * panel), depth, row.block,
              Int32(bits), to + panel * 2 * kept * depth)
          }
        }
      }
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        let found = Self.found(
          codes, scales, floats: row.zeros == 1 ? floats : nil,
          packed: row.zeros == 2 ? packed : nil,
          groups: row.regroups ? groups : nil, a, columns: columns, row.block, bits)
        #expect(bits32(found.row) == bits32(expected))
        #expect(bits32(found.inPanels) == bits32(expected))
        #expect(bits32(found.product) == bits32(expected))
      }
    }

    private func bits32(_ x: [Float]) -> [UInt32] { x.map(\.bitPattern) }

    /// The products by way of codes, and of weights.
    private static func found(
      _ codes: [UInt8], _ scales: [Float], floats: [Float]?, packed: [UInt8]?, groups: [Int32]?,
      _ a: [Float], columns: Int, _ block: Int, _ bits: Int
    ) -> (row: [Float], inPanels: [Float], product: [Float]) {
      let (depth, panels) = (a.count, (columns + 15) / 16)
      let blocks = (depth + block - 1) / block
      var row = [Float](repeating: 0, count: 16 * panels)
      var inPanels = row
      var blockScales = [Float](repeating: 0, count: 16 * panels * blocks)
      var blockZeros = [UInt8](repeating: 0, count: 16 * panels * blocks)
      var product = [Float](repeating: 0, count: columns)
      var tile = [Float](repeating: 0, count: 16 * panels * 256)
      codes.withUnsafeBufferPointer { codes in
        scales.withUnsafeBufferPointer { scales in
          (floats ?? []).withUnsafeBufferPointer { zeros in
            (packed ?? []).withUnsafeBufferPointer { packedZeros in
              (groups ?? []).withUnsafeBufferPointer { order in
                var w = wonnx_codes(
                  codes: codes.baseAddress, scales: scales.baseAddress,
                  zeros: floats == nil ? nil : zeros.baseAddress,
                  packed_zeros: packed == nil ? nil : packedZeros.baseAddress, scale_panels: nil,
                  zero_panels: nil,
                  groups: groups == nil ? nil : order.baseAddress, columns: columns, depth: depth,
                  block: block, blocks: blocks, zero_pitch: (blocks * bits + 7) / 8,
                  bits: bits <= 2 ? 2 : bits <= 4 ? 4 : 8, zero_bits: Int32(bits), zero: 5)
                wonnx_codes_row(&w, 0, panels, a, &row)
                wonnx_codes_pack_blocks(&w, &blockScales, nil)
                if packed != nil { wonnx_codes_pack_blocks(&w, nil, &blockZeros) }
                blockScales.withUnsafeBufferPointer { blockScales in
                  blockZeros.withUnsafeBufferPointer { blockZeros in
                    var laidOut = w
                    laidOut.scale_panels = blockScales.baseAddress
                    if packed != nil { laidOut.zero_panels = blockZeros.baseAddress }
                    wonnx_codes_row(&laidOut, 0, panels, a, &inPanels)
                  }
                }
                for first in stride(from: 0, to: depth, by: 256) {
                  let count = min(256, depth - first)
                  for panel in 0..<panels {
                    tile.withUnsafeMutableBufferPointer { tile in
                      guard let to = tile.baseAddress else { return }
                      wonnx_codes_weights(&w, panel, first, count, to + panel * 16 * count)
                    }
                  }
                  a.withUnsafeBufferPointer { a in
                    tile.withUnsafeBufferPointer { tile in
                      let left = wonnx_matrix_f32(
                        data: a.baseAddress.map { $0 + first }, row_stride: depth,
                        column_stride: 1, packed: false)
                      let right = wonnx_matrix_f32(
                        data: tile.baseAddress, row_stride: count, column_stride: count,
                        packed: true)
                      _ = wonnx_sgemm(
                        wonnx_extent(rows: 1, columns: columns, depth: count), left, right,
                        &product, columns, first > 0, nil)
                    }
                  }
                }
              }
            }
          }
        }
      }
      return (Array(row.prefix(columns)), Array(inPanels.prefix(columns)), product)
    }
  }
}
