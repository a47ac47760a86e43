import CKernels
import Testing

extension LevelTests {
  @Suite("Quantising") struct QuantizingTests {
    /// Numbers near ties of steps of 0.5, and every kind of extreme.
    private static func numbers(_ samples: inout Samples, _ count: Int) -> [Float] {
      let rare: [Float] = [
        .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude,
        .greatestFiniteMagnitude, -3e38, 0x1p31, -0x1p31, 0x1p23, 8_388_609, 70000.5, -70000.5,
      ]
      return (0..<count).map { _ in
        samples.next() % 6 == 0
          ? rare[samples.integer(in: 0...rare.count - 1)]
          : Float(samples.integer(in: -2000...2000)) / 4
      }
    }

    /// `round(quotient) + zero` within `range`, as the standard defines it.
    private static func steps(
      _ quotient: Float, _ zero: Float, _ range: ClosedRange<Double>, ofNaN: Double
    ) -> Double {
      if quotient.isNaN { return ofNaN }
      let sum = Double(quotient.rounded(.toNearestOrEven)) + Double(zero)
      return min(max(sum, range.lowerBound), range.upperBound)
    }

    private static func expectEach<T: FixedWidthInteger>(
      _ type: T.Type, _ range: ClosedRange<Int>,
      _ quantize: (UnsafePointer<Float>?, wonnx_scales, UnsafeMutablePointer<T>?, Int) -> Void,
      _ dequantize: (UnsafePointer<T>?, wonnx_scales, UnsafeMutablePointer<Float>?, Int) -> Void
    ) {
      var samples = Samples(seed: UInt64(range.count))
      for count in 0...70 {
        let x = numbers(&samples, count + 1)
        let scale = (0...count).map { _ in Float(samples.integer(in: 0...12)) / 8 }
        let zero = (0...count).map { _ in Float(samples.integer(in: range)) }
        for (step, hasZero) in [(0, false), (0, true), (1, false), (1, true)] {
          var (y, z) = (
            [T](repeating: 77, count: count + 2), [Float](repeating: 77, count: count + 2)
          )
          x.withUnsafeBufferPointer { x in
            scale.withUnsafeBufferPointer { scale in
              zero.withUnsafeBufferPointer { zero in
                let by = wonnx_scales(
                  scale: scale.baseAddress, zero: hasZero ? zero.baseAddress : nil, step: step)
                // An odd element first, so that vectors are not aligned.
                y.withUnsafeMutableBufferPointer { y in
                  quantize(x.baseAddress.map { $0 + 1 }, by, y.baseAddress.map { $0 + 1 }, count)
                  z.withUnsafeMutableBufferPointer { z in
                    let from = y.baseAddress.map { UnsafePointer($0 + 1) }
                    dequantize(from, by, z.baseAddress.map { $0 + 1 }, count)
                  }
                }
              }
            }
          }
          let places = (0..<count).map { hasZero ? zero[$0 * step] : 0 }
          let expected = (0..<count).map { i in
            T(
              steps(
                x[i + 1] / scale[i * step], places[i],
                Double(range.lowerBound)...Double(range.upperBound), ofNaN: Double(places[i])))
          }
          #expect(y == [77] + expected + [77])
          let back = (0..<count).map { (Float(expected[$0]) - places[$0]) * scale[$0 * step] }
          #expect(bits(z) == bits([77] + back + [77]))
        }
      }
    }

    @Test("rounds halves to even and saturates, and comes back, at every level")
    func quantizing() {
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        Self.expectEach(UInt8.self, 0...255, wonnx_quantize_u8, wonnx_dequantize_u8)
        Self.expectEach(Int8.self, -128...127, wonnx_quantize_s8, wonnx_dequantize_s8)
        Self.expectEach(UInt16.self, 0...65535, wonnx_quantize_u16, wonnx_dequantize_u16)
        Self.expectEach(Int16.self, -32768...32767, wonnx_quantize_s16, wonnx_dequantize_s16)
      }
    }

    @Test("32-bit integers are rounded to float before their zero point is subtracted")
    func wide() {
      let x: [Int32] = [.max, .min, 16_777_217, -16_777_219, 5]
      let (scale, zero): (Float, Float) = (0.5, 16_777_216)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var y = [Float](repeating: 0, count: x.count)
        withUnsafePointer(to: scale) { scale in
          withUnsafePointer(to: zero) { zero in
            wonnx_dequantize_s32(x, wonnx_scales(scale: scale, zero: zero, step: 0), &y, x.count)
          }
        }
        #expect(y == x.map { (Float($0) - zero) * scale })
      }
    }

    @Test("sums are scaled, rounded and saturated; NaN is 0", arguments: [0, 1])
    func requantizing(step: Int) {
      var samples = Samples(seed: 9)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        for count in 0...70 {
          let x = (0..<count).map { _ in Int32(truncatingIfNeeded: samples.next() >> 40) - 8_388_608
          }
          let scale = (0...count).map { _ in
            samples.next() % 9 == 0 ? Float.nan : Float(samples.integer(in: 0...99)) * 0x1p-17
          }
          let zero = (0...count).map { _ in Float(samples.integer(in: -128...127)) }
          var y = [Int8](repeating: 77, count: count + 1)
          scale.withUnsafeBufferPointer { scale in
            zero.withUnsafeBufferPointer { zero in
              wonnx_requantize_s8(
                x, wonnx_scales(scale: scale.baseAddress, zero: zero.baseAddress, step: step), &y,
                count)
            }
          }
          let expected = (0..<count).map { i in
            Int8(Self.steps(Float(x[i]) * scale[i * step], zero[i * step], -128...127, ofNaN: 0))
          }
          #expect(y == expected + [77])
        }
      }
    }

    @Test("two operands are paired, and the zero point is added before rounding, at every level")
    func pairing() {
      var samples = Samples(seed: 11)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        for (count, multiplies) in (0...70).map({ ($0, $0 % 2 == 0) }) {
          let (a, b) = (Self.bytes(&samples, count + 1), Self.bytes(&samples, count + 1))
          let (stepA, stepB) = (samples.integer(in: 0...1), samples.integer(in: 0...1))
          let by = wonnx_quantized_pair(
            a: wonnx_affine(scale: 0.5, zero: 3), b: wonnx_affine(scale: 0.25, zero: -7),
            y: wonnx_affine(scale: multiplies ? 4 : 0.5, zero: 9), multiplies: multiplies)
          var y = [Int8](repeating: 77, count: count + 1)
          wonnx_quantized_pair_s8(by, a, stepA, b, stepB, &y, count)
          let expected = (0..<count).map { i in
            let x = (Double(a[i * stepA]) - 3) * 0.5
            let z = (Double(b[i * stepB]) + 7) * 0.25
            let sum = (multiplies ? x * z : x + z) / (multiplies ? 4 : 0.5) + 9
            return Int8(min(max(sum.rounded(.toNearestOrEven), -128), 127))
          }
          #expect(y == expected + [77])
        }
      }
    }

    private static func bytes(_ samples: inout Samples, _ count: Int) -> [Int8] {
      (0..<count).map { _ in Int8(truncatingIfNeeded: samples.next()) }
    }

    @Test("a range holds 0 and every number, at every level")
    func range() {
      var samples = Samples(seed: 3)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        for count in 0...70 {
          let x = Self.numbers(&samples, count)
          var (least, peak) = (Float(0), Float(0))
          wonnx_range(x, count, &least, &peak)
          #expect(least == x.filter { $0 < 0 }.min() ?? 0)
          #expect(peak == x.filter { $0 > 0 }.max() ?? 0)
          #expect(least.sign == .plus || least < 0)
        }
      }
    }

    @Test("integer parts are those of the nearest end out of range, and 0 of NaN")
    func integerParts() {
      let x: [Float] = [
        0, -0.0, 0.99, -0.99, 1.5, -1.5, .nan, .infinity, -.infinity, 0x1p31, -0x1p31, 0x1p32,
        -0x1p32, 2_147_483_520, -2_147_483_520, 16_777_215, .leastNonzeroMagnitude, 3e38,
      ]
      let expected: [Int32] = [
        0, 0, 0, 0, 1, -1, 0, .max, .min, .max, .min, .max, .min, 2_147_483_520, -2_147_483_520,
        16_777_215, 0, .max,
      ]
      for first in x.indices {
        var y = [Int32](repeating: 7, count: x.count - first)
        wonnx_f32_to_s32(Array(x[first...]), &y, y.count)
        #expect(y == Array(expected[first...]))
      }
    }
  }
}
