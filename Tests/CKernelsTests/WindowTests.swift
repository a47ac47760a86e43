import CKernels
import Testing

extension LevelTests {
  @Suite("Convolution and pooling") struct WindowTests {
    /// A random window over one to three axes, the earlier ones of extent 1.
    static func window(_ samples: inout Samples) -> wonnx_window {
      let axes = samples.integer(in: 1...3)
      var window = wonnx_window()
      let paths: [WritableKeyPath<wonnx_space, Int>] = [\.depth, \.height, \.width]
      for (index, axis) in paths.enumerated() {
        let isUsed = index >= 3 - axes
        let input = isUsed ? samples.integer(in: 1...(index == 2 ? 24 : 5)) : 1
        let kernel = isUsed ? samples.integer(in: 1...3) : 1
        let dilation = isUsed ? samples.integer(in: 1...2) : 1
        let stride = isUsed ? samples.integer(in: 1...3) : 1
        let pad = isUsed ? samples.integer(in: 0...2) : 0
        let after = isUsed ? samples.integer(in: 0...2) : 0
        let room = input + pad + after - (kernel - 1) * dilation - 1
        window.input[keyPath: axis] = input
        window.kernel[keyPath: axis] = kernel
        window.dilation[keyPath: axis] = dilation
        window.stride[keyPath: axis] = stride
        window.pad[keyPath: axis] = pad
        window.output[keyPath: axis] = room < 0 ? 0 : room / stride + 1
      }
      return window
    }

    /// The elements under the window at `pixel`, in the kernel's order; padding is nil.
    static func elements(_ x: ArraySlice<Float>, _ w: wonnx_window, _ pixel: Int) -> [Float?] {
      let (column, row) = (pixel % w.output.width, pixel / w.output.width)
      let (height, depth) = (row % w.output.height, row / w.output.height)
      var found: [Float?] = []
      for d in 0..<w.kernel.depth {
        for h in 0..<w.kernel.height {
          for c in 0..<w.kernel.width {
            let z = depth * w.stride.depth - w.pad.depth + d * w.dilation.depth
            let y = height * w.stride.height - w.pad.height + h * w.dilation.height
            let i = column * w.stride.width - w.pad.width + c * w.dilation.width
            let isInside =
              (0..<w.input.depth).contains(z) && (0..<w.input.height).contains(y)
              && (0..<w.input.width).contains(i)
            let offset = (z * w.input.height + y) * w.input.width + i
            found.append(isInside ? x[x.startIndex + offset] : nil)
          }
        }
      }
      return found
    }

    /// `[filters, depth]` as convolutions read it.
    static func panels(_ weights: [Float], filters: Int, depth: Int) -> [Float] {
      var panels = [Float](
        repeating: .nan, count: wonnx_sgemm_packed_b_bytes(depth, filters) / 4)
      weights.withUnsafeBufferPointer { weights in
        let matrix = wonnx_matrix_f32(
          weights.baseAddress, rows: depth, columns: filters, isTransposed: true)
        wonnx_sgemm_pack_b(depth, filters, matrix, &panels)
      }
      return panels
    }

    /// One group's convolution, its weights a filter after another.
    struct Group {
      let window: wonnx_window
      let channels: Int
      let filters: Int
      let x: [Float]
      let weights: [Float]
      let bias: [Float]

      var taps: Int { window.kernel.depth * window.kernel.height * window.kernel.width }
      var pixels: Int { window.output.depth * window.output.height * window.output.width }

      init(
        _ window: wonnx_window, channels: Int, filters: Int, _ samples: inout Samples, rare: Bool
      ) {
        (self.window, self.channels, self.filters) = (window, channels, filters)
        let taps = window.kernel.depth * window.kernel.height * window.kernel.width
        let plane = window.input.depth * window.input.height * window.input.width
        x = samples.floats(channels * plane, rare: rare)
        weights = samples.floats(filters * channels * taps, rare: !rare && channels % 2 == 0)
        bias = samples.floats(filters)
      }

      /// As SUMMATION.md says, padding being 0.
      var expected: [Float] {
        let plane = x.count / channels
        var y = [Float](repeating: 0, count: filters * pixels)
        for p in 0..<pixels {
          let patch = (0..<channels).flatMap {
            WindowTests.elements(x[($0 * plane)..<(($0 + 1) * plane)], window, p)
          }
          for f in 0..<filters {
            let sum: Float = SummationOrder.product(patch.count, run: taps) { k, sum in
              sum.addingProduct(weights[f * patch.count + k], patch[k] ?? 0)
            }
            y[f * pixels + p] = sum + bias[f]
          }
        }
        return y
      }

      /// By four calls, for the pixels on either side of one and the filters on either side of another.
      func values(pixel cut: Int, filter: Int) -> [Float] {
        let depth = channels * taps
        let panels = WindowTests.panels(weights, filters: filters, depth: depth)
        var y = [Float](repeating: .infinity, count: filters * pixels)
        for range in [0..<cut, cut..<pixels] {
          for rows in [0..<filter, filter..<filters] {
            let part = wonnx_convolution(
              window: window, channels: channels, filters: rows.count,
              first_pixel: range.lowerBound, pixels: range.count)
            panels.withUnsafeBufferPointer { panels in
              bias.withUnsafeBufferPointer { bias in
                y.withUnsafeMutableBufferPointer { y in
                  let status = wonnx_sconv(
                    part, x, panels.baseAddress.map { $0 + rows.lowerBound * depth },
                    bias.baseAddress.map { $0 + rows.lowerBound },
                    y.baseAddress.map { $0 + rows.lowerBound * pixels })
                  #expect(status == WONNX_OK)
                }
              }
            }
          }
        }
        return y
      }
    }

    @Test("convolution sums in the weights' order, for every part of it", arguments: 1...60)
    func convolution(seed: UInt64) {
      var samples = Samples(seed: seed * 6151)
      let group = Group(
        Self.window(&samples), channels: samples.integer(in: seed % 5 == 0 ? 60...90 : 1...4),
        filters: samples.integer(in: 1...40), &samples, rare: seed % 3 == 0)
      let (cut, filter) = (
        samples.integer(in: 0...group.pixels), samples.integer(in: 0...group.filters) / 16 * 16
      )
      let expected = bits(group.expected)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        let y = group.values(pixel: cut, filter: filter)
        #expect(bits(y) == expected, "level \(level.rawValue)")
      }
    }

    /// Columns and filters on both sides of a tile's and of a rectangle's, a deep sum, far-reaching taps.
    static let wide: [(width: Int, filters: Int, channels: Int, dilation: Int)] =
      (1...70).map { ($0, 17, 2, 1) } + [
        (700, 5, 2, 1), (530, 270, 1, 2), (120, 65, 90, 1), (40, 3, 1, 300), (15, 260, 100, 1),
      ]

    @Test("convolution of long rows and many filters has every sum", arguments: wide)
    func wideConvolution(width: Int, filters: Int, channels: Int, dilation: Int) {
      var samples = Samples(seed: UInt64(width * filters))
      var w = wonnx_window()
      let one = wonnx_space(depth: 1, height: 1, width: 1)
      (w.input, w.output, w.kernel, w.stride, w.dilation) = (one, one, one, one, one)
      (w.input.width, w.output.width, w.kernel.width) = (width, width, 3)
      (w.dilation.width, w.pad.width) = (dilation, dilation)
      let group = Group(w, channels: channels, filters: filters, &samples, rare: width % 2 == 0)
      let expected = bits(group.expected)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        #expect(bits(group.values(pixel: width, filter: 0)) == expected, "level \(level.rawValue)")
      }
    }

    @Test("taps of more than one block end where the order says", arguments: [300, 700, 20_000])
    func longWindows(taps: Int) {
      var samples = Samples(seed: UInt64(taps))
      var w = wonnx_window()
      (w.input, w.kernel, w.output) = (
        wonnx_space(depth: 1, height: 1, width: taps + 2),
        wonnx_space(depth: 1, height: 1, width: taps), wonnx_space(depth: 1, height: 1, width: 5)
      )
      w.stride = wonnx_space(depth: 1, height: 1, width: 1)
      w.dilation = w.stride
      w.pad = wonnx_space(depth: 0, height: 0, width: 1)
      let x = samples.floats(2 * (taps + 2))
      let weights = samples.floats(2 * taps)
      let patches = (0..<2).map { channel in
        (0..<5).map {
          Self.elements(x[(channel * (taps + 2))..<((channel + 1) * (taps + 2))], w, $0)
        }
      }
      var y = [Float](repeating: .nan, count: 10)
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        #expect(wonnx_ssum_pool(w, 2, x, nil, &y, nil) == WONNX_OK)
        #expect(bits(y) == bits(patches.flatMap { $0.map { SummationOrder.sum($0) } }))
        #expect(wonnx_sconv_depthwise(w, 2, 1, x, weights, nil, &y, nil) == WONNX_OK)
        let products = patches.enumerated().flatMap { channel, patches in
          patches.map { patch -> Float in
            SummationOrder.product(taps, run: taps) { t, sum in
              sum.addingProduct(weights[channel * taps + t], patch[t] ?? 0)
            }
          }
        }
        #expect(bits(y) == bits(products))
        // Both channels as one group: each channel's taps are cut by themselves.
        let convolution = wonnx_convolution(
          window: w, channels: 2, filters: 1, first_pixel: 0, pixels: 5)
        let whole = (0..<5).map { pixel -> Float in
          SummationOrder.product(2 * taps, run: taps) { k, sum in
            sum.addingProduct(weights[k], patches[k / taps][pixel][k % taps] ?? 0)
          }
        }
        var z = [Float](repeating: .nan, count: 5)
        let panels = Self.panels(weights, filters: 1, depth: 2 * taps)
        #expect(wonnx_sconv(convolution, x, panels, nil, &z) == WONNX_OK)
        #expect(bits(z) == bits(whole))
      }
    }

    @Test("depthwise convolution and pools follow their formulas", arguments: 1...30)
    func windows(seed: UInt64) {
      var samples = Samples(seed: seed * 3571)
      let w = Self.window(&samples)
      let (channels, filters) = (samples.integer(in: 1...3), samples.integer(in: 1...2))
      let taps = w.kernel.depth * w.kernel.height * w.kernel.width
      let plane = w.input.depth * w.input.height * w.input.width
      let pixels = w.output.depth * w.output.height * w.output.width
      let x = samples.floats(channels * plane, rare: seed % 2 == 0)
      let weights = samples.floats(channels * filters * taps)
      let bias = samples.floats(channels * filters)
      let divisors = (0..<pixels).map { Float($0 % 5 + 1) }
      var depthwise: [Float] = []
      var maxima: [Float] = []
      var means: [Float] = []
      for channel in 0..<channels {
        let patches = (0..<pixels).map {
          Self.elements(x[(channel * plane)..<((channel + 1) * plane)], w, $0)
        }
        for f in (channel * filters)..<((channel + 1) * filters) {
          depthwise += patches.map { patch in
            let sum: Float = SummationOrder.product(patch.count, run: taps) { t, sum in
              sum.addingProduct(weights[f * taps + t], patch[t] ?? 0)
            }
            return sum + bias[f]
          }
        }
        maxima += patches.map { patch in
          patch.compactMap { $0 }.reduce(-.infinity) { $1.isNaN || $1 > $0 ? $1 : $0 }
        }
        means += patches.enumerated().map { p, patch in
          SummationOrder.sum(patch) / divisors[p]
        }
      }
      defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
      for level in levels {
        wonnx_kernels_limit(level)
        var y = [Float](repeating: 0, count: depthwise.count)
        #expect(
          wonnx_sconv_depthwise(w, channels, filters, x, weights, bias, &y, nil) == WONNX_OK)
        #expect(bits(y) == bits(depthwise), "level \(level.rawValue)")
        y = [Float](repeating: 0, count: maxima.count)
        #expect(wonnx_smax_pool(w, channels, x, &y, nil) == WONNX_OK)
        #expect(bits(y) == bits(maxima), "level \(level.rawValue)")
        #expect(wonnx_ssum_pool(w, channels, x, divisors, &y, nil) == WONNX_OK)
        #expect(bits(y) == bits(means), "level \(level.rawValue)")
      }
    }

    @Test("extents that no memory can hold are refused")
    func absurdExtents() {
      var w = wonnx_window()
      let one = wonnx_space(depth: 1, height: 1, width: 1)
      (w.input, w.output, w.kernel, w.stride, w.dilation) = (one, one, one, one, one)
      w.kernel.width = 0
      #expect(wonnx_smax_pool(w, 1, [0], nil, nil) == WONNX_BAD_EXTENT)
      w.kernel.width = 1 << 40
      w.dilation.width = 1 << 40
      #expect(wonnx_smax_pool(w, 1, [0], nil, nil) == WONNX_BAD_EXTENT)
      w.dilation.width = 1 << 20
      #expect(wonnx_smax_pool(w, 1, [0], nil, nil) == WONNX_OUT_OF_MEMORY)
    }
  }
}
