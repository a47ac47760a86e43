import CKernels
import Testing

extension LevelTests {
  @Suite("Conversions") struct ConversionTests {
    @Test("from float16 agree with Float16 for every number, at every level")
    func widening() {
      let halves = (0...UInt16.max).map { $0 }
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var floats = [Float](repeating: 0, count: halves.count)
        wonnx_f16_to_f32(halves, &floats, halves.count)
        #expect(bits(floats) == bits(halves.map { Float(Float16(bitPattern: $0)) }))
        // A signalling NaN becomes quiet and keeps its payload.
        #expect(floats[0xfc01].bitPattern == 0xffc0_2000)
      }
    }

    @Test("to float16 and bfloat16 round to even, at every level")
    func narrowing() {
      var samples = Samples(seed: 16)
      var floats = (0..<20_000).map { _ in
        Float(bitPattern: UInt32(truncatingIfNeeded: samples.next()))
      }
      // Ties, the last subnormal, the largest number and the first that rounds to infinity.
      floats += [1.000_488_3, 1.001_464_8, 0x1p-24, 0x1p-25, 0x1.8p-25, 65504, 65519.996, 65520]
      let expected = floats.map { $0.isNaN ? 0x7e00 : Float16($0).bitPattern }
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var halves = [UInt16](repeating: 0, count: floats.count)
        wonnx_f32_to_f16(floats, &halves, floats.count)
        #expect(halves.map { $0 & 0x7fff > 0x7c00 ? 0x7e00 : $0 } == expected)
      }
      let numbers: [Float] = [1, 1.003_906_2, 1.011_718_8, 3.4e38, -0.0, -.nan, .infinity]
      var brief = [UInt16](repeating: 0, count: numbers.count)
      wonnx_f32_to_bf16(numbers, &brief, numbers.count)
      #expect(brief == [0x3f80, 0x3f80, 0x3f82, 0x7f80, 0x8000, 0xffc0, 0x7f80])
      var back = [Float](repeating: 0, count: brief.count)
      wonnx_bf16_to_f32(brief, &back, brief.count)
      #expect(back[0...2] == [1, 1, 1.015_625])
    }

    @Test("keep subnormal float16 where the thread takes subnormal floats for zero")
    func flushing() {
      let halves = (1..<UInt16(0x400)).flatMap { [$0, $0 | 0x8000] }
      let numbers: [Float] = [.leastNonzeroMagnitude, -0x1p-127, 0x1p-126]
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var floats = [Float](repeating: 0, count: halves.count)
        var back = [UInt16](repeating: 0, count: halves.count)
        var brief = [UInt16](repeating: 7, count: numbers.count)
        let former = wonnx_flush_subnormals(true)
        wonnx_f16_to_f32(halves, &floats, halves.count)
        wonnx_f32_to_f16(floats, &back, floats.count)
        wonnx_f32_to_bf16(numbers, &brief, numbers.count)
        _ = wonnx_flush_subnormals(former)
        #expect(bits(floats) == bits(halves.map { Float(Float16(bitPattern: $0)) }))
        #expect(back == halves)
        #expect(brief.map { $0 & 0x7fff } == [0, 0, 0x80])
      }
    }
  }
}
