import CKernels
import Testing

/// The bytes of 8-bit integers of either kind, and a number of that kind.
private struct Bytes {
  let isSigned: Bool
  let values: [UInt8]

  init(_ samples: inout Samples, _ count: Int) {
    isSigned = samples.next() % 2 == 0
    // Ends of both ranges are frequent: their products are what saturates where something does.
    let ends: [UInt8] = [0, 127, 128, 255]
    values = (0..<count).map { _ in
      samples.next() % 2 == 0
        ? ends[samples.integer(in: 0...3)] : UInt8(samples.integer(in: 0...255))
    }
  }

  func integer(_ index: Int) -> Int {
    isSigned ? Int(Int8(bitPattern: values[index])) : Int(values[index])
  }

  func zeros(_ samples: inout Samples, _ count: Int) -> [Int32] {
    (0..<count).map { _ in Int32(samples.integer(in: isSigned ? -128...127 : 0...255)) }
  }
}

/// Calls `body` at every level, and at the highest with and without sums of four products.
private func atEveryLevel(_ body: () -> Void) {
  defer {
    wonnx_kernels_limit(WONNX_LEVEL_AVX512)
    wonnx_use_dot_products(true)
  }
  for level in levels {
    wonnx_kernels_limit(level)
    for isAllowed in [false, true] {
      wonnx_use_dot_products(isAllowed)
      body()
    }
  }
}

extension LevelTests {
  @Suite("Products of 8-bit integers") struct IntegerProductTests {
    @Test("are exact for every part, kind, layout and zero point", arguments: 1...40)
    func product(seed: UInt64) {
      var samples = Samples(seed: seed * 7907)
      let rows = samples.integer(in: 1...(seed % 8 == 0 ? 90 : 20))
      let columns = samples.integer(in: 1...70)
      let depth = samples.integer(in: 0...(seed % 8 == 0 ? 700 : 70))
      let (a, b) = (Bytes(&samples, rows * depth), Bytes(&samples, depth * columns))
      let (aZeros, bZeros) = (a.zeros(&samples, rows), b.zeros(&samples, columns))
      let (aStep, bStep) = (samples.integer(in: 0...1), samples.integer(in: 0...1))
      let isTransposed = samples.next() % 2 == 0
      func element(_ k: Int, _ j: Int) -> Int {
        b.integer(isTransposed ? j * depth + k : k * columns + j)
      }
      let expected = (0..<rows * columns).map { index in
        let (i, j) = (index / columns, index % columns)
        return Int32(
          (0..<depth).reduce(0) { sum, k in
            sum + (a.integer(i * depth + k) - Int(aZeros[i * aStep]))
              * (element(k, j) - Int(bZeros[j * bStep]))
          })
      }
      let middle = columns / 2 / 16 * 16
      atEveryLevel {
        var c = [Int32](repeating: 7, count: rows * columns)
        var panels = [UInt8](repeating: 7, count: wonnx_igemm_packed_b_bytes(depth, columns) + 1)
        panels.withUnsafeMutableBufferPointer { panels in
          c.withUnsafeMutableBufferPointer { c in
            a.values.withUnsafeBytes { left in
              b.values.withUnsafeBytes { right in
                let packed = wonnx_packed_i8(
                  data: panels.baseAddress, depth: depth, columns: columns, is_signed: b.isSigned)
                for (first, count) in [(0, middle), (middle, columns - middle)] {
                  let status = wonnx_igemm_pack_b(
                    wonnx_matrix_i8(
                      data: right.baseAddress, row_stride: isTransposed ? 1 : columns,
                      column_stride: isTransposed ? depth : 1, is_signed: b.isSigned), packed,
                    first,
                    count)
                  #expect(status == WONNX_OK)
                }
                aZeros.withUnsafeBufferPointer { aZeros in
                  bZeros.withUnsafeBufferPointer { bZeros in
                    for (first, count) in [(0, middle), (middle, columns - middle)] {
                      let status = wonnx_igemm(
                        rows,
                        wonnx_matrix_i8(
                          data: left.baseAddress, row_stride: depth, column_stride: 1,
                          is_signed: a.isSigned),
                        wonnx_zeros(values: aZeros.baseAddress, step: aStep), packed,
                        wonnx_zeros(values: bZeros.baseAddress, step: bStep), first, count,
                        c.baseAddress.map { $0 + first }, columns)
                      #expect(status == WONNX_OK)
                    }
                  }
                }
              }
            }
          }
        }
        #expect(c == expected)
      }
    }

    @Test("of convolutions are exact for every part, padding being zero points", arguments: 1...60)
    func convolution(seed: UInt64) {
      var samples = Samples(seed: seed * 104_729)
      let window = WindowTests.window(&samples)
      let (channels, filters) = (samples.integer(in: 1...10), samples.integer(in: 1...20))
      let taps = window.kernel.depth * window.kernel.height * window.kernel.width
      let plane = window.input.depth * window.input.height * window.input.width
      let pixels = window.output.depth * window.output.height * window.output.width
      guard pixels > 0 else { return }
      let (x, w) = (Bytes(&samples, channels * plane), Bytes(&samples, filters * channels * taps))
      let (zero, wZeros) = (x.zeros(&samples, 1)[0], w.zeros(&samples, filters))
      let step = samples.integer(in: 0...1)
      let bias = (0..<filters).map { _ in Int32(samples.integer(in: -9999...9999)) }
      let centered = (0..<channels * plane).map { Float(x.integer($0) - Int(zero)) }
      let expected = (0..<filters * pixels).map { index in
        let (filter, pixel) = (index / pixels, index % pixels)
        var sum = Int(bias[filter])
        for channel in 0..<channels {
          let image = centered[channel * plane..<(channel + 1) * plane]
          for (tap, element) in WindowTests.elements(image, window, pixel).enumerated() {
            let weight = w.integer((filter * channels + channel) * taps + tap)
            sum += Int(element ?? 0) * (weight - Int(wZeros[filter * step]))
          }
        }
        return Int32(sum)
      }
      let windows = wonnx_iconv_windows(window)
      let (middle, half) = (windows / 2 / 32 * 32, filters / 2)
      atEveryLevel {
        var y = [Int32](repeating: 7, count: filters * pixels)
        var image = [UInt8](repeating: 7, count: Int(wonnx_iconv_image_bytes(window, channels)))
        var packed = [Int8](
          repeating: 7, count: Int(wonnx_iconv_packed_w_bytes(channels, filters, taps)))
        x.values.withUnsafeBytes { bytes in
          let matrix = wonnx_matrix_i8(
            data: bytes.baseAddress, row_stride: plane, column_stride: 1, is_signed: x.isSigned)
          let fours = (channels + 3) / 4
          wonnx_iconv_image(window, channels, matrix, zero, 0, fours / 2, &image)
          wonnx_iconv_image(window, channels, matrix, zero, fours / 2, fours - fours / 2, &image)
        }
        wonnx_iconv_pack_w(channels, filters, taps, w.values, w.isSigned, &packed)
        wZeros.withUnsafeBufferPointer { zeros in
          for (filter, count) in [(0, half), (half, filters - half)] {
            for (first, run) in [(0, middle), (middle, windows - middle)] {
              let part = wonnx_integer_convolution(
                window: window, channels: channels, all_filters: filters, first_filter: filter,
                filters: count, first_window: first, windows: run, x_zero: zero,
                x_is_signed: x.isSigned, w_is_signed: w.isSigned)
              let status = wonnx_iconv(
                part, image, packed, wonnx_zeros(values: zeros.baseAddress, step: step), bias, &y)
              #expect(status == WONNX_OK)
            }
          }
        }
        #expect(y == expected)
      }
    }
  }
}
