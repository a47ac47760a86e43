import Tensors

/// GridSample on the CPU: what a place samples is found once, for all channels.
struct GridSampling<F: WideFloat>: Sendable {
  let axes: [SampleAxis]
  /// Pixels that a sample takes along an axis.
  let taps: Int
  /// `[batch, places, rank]`, innermost axis first.
  let positions: Buffer<F>
  let batch: Int
  let channels: Int
  let places: Int

  private var rank: Int { axes.count }
  private var pixels: Int { axes.reduce(1) { $0 * $1.extent } }
  private var combinations: Int { axes.reduce(1) { count, _ in count * taps } }

  /// For each place of each image the pixel that is nearest, or -1 for a zero.
  func nearest() -> Buffer<Int> {
    filled(batch * places) { place in
      var offset = 0
      for (axis, geometry) in axes.enumerated() {
        let pixel = geometry.pixel(
          geometry.position(positions[place * rank + rank - 1 - axis], rounds: true))
        if pixel < 0 { return -1 }
        offset = offset * geometry.extent + pixel
      }
      return offset
    }
  }

  /// Places that are sampled together.
  private static var block: Int { 64 }

  /// The sums of weighted pixels, combinations of taps in row-major order, `[batch, channels, places]`.
  func blended(_ x: Buffer<F>, weight: @Sendable (F, Int) -> F) -> Buffer<F> {
    Buffer(count: batch * channels * places) { out in
      guard !out.isEmpty else { return }
      let (target, source) = (SendablePointer(out), SendablePointer(x))
      let blocks = (places - 1) / Self.block + 1
      let grain = max(1, (1 << 14) / (Self.block * max(channels, combinations)))
      Parallel.forEach(batch * blocks, grain: grain) { range in
        let block = SampleBlock<F>(count: Self.block, entries: rank * taps)
        for index in range {
          let (image, first) = (index / blocks, index % blocks * Self.block)
          let count = min(Self.block, places - first)
          choose(image * places + first, count, weight, block)
          add(
            block, count, UnsafePointer(source.base + image * channels * pixels),
            target.base + image * channels * places + first)
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  /// The pixels and the weights of each axis' taps.
  private func choose(
    _ place: Int, _ count: Int, _ weight: (F, Int) -> F, _ block: borrowing SampleBlock<F>
  ) {
    for (axis, geometry) in axes.enumerated() {
      for p in 0..<count {
        let at = geometry.position(
          positions[(place + p) * rank + rank - 1 - axis], rounds: false)
        let floor = at.rounded(.down)
        for tap in 0..<taps {
          let entry = (axis * taps + tap) * block.count + p
          block.chosen[entry] = geometry.pixel(floor + F(tap - (taps / 2 - 1)))
          block.weights[entry] = weight(at - floor, tap)
        }
      }
    }
  }

  /// Adds each combination's products to the sums of all channels.
  private func add(
    _ block: borrowing SampleBlock<F>, _ count: Int, _ x: UnsafePointer<F>,
    _ y: UnsafeMutablePointer<F>
  ) {
    let pixels = pixels
    for channel in 0..<channels { (y + channel * places).initialize(repeating: 0, count: count) }
    for combination in 0..<combinations {
      block.combine(combination, axes, taps: taps, count)
      let (offsets, weights) = (block.offsets, block.products)
      for channel in 0..<channels {
        let (plane, sums) = (x + channel * pixels, y + channel * places)
        for p in 0..<count {
          sums[p] += weights[p] * (offsets[p] >= 0 ? plane[offsets[p]] : 0)
        }
      }
    }
  }
}

/// What some places sample.
private struct SampleBlock<F: WideFloat>: ~Copyable {
  let count: Int
  /// `[axis, tap, place]`.
  let chosen: UnsafeMutablePointer<Int>
  let weights: UnsafeMutablePointer<F>
  /// Of one combination, by place; -1 where a pixel is a zero.
  let offsets: UnsafeMutablePointer<Int>
  let products: UnsafeMutablePointer<F>

  init(count: Int, entries: Int) {
    self.count = count
    chosen = .allocate(capacity: entries * count)
    weights = .allocate(capacity: entries * count)
    offsets = .allocate(capacity: count)
    products = .allocate(capacity: count)
  }

  deinit {
    chosen.deallocate()
    weights.deallocate()
    offsets.deallocate()
    products.deallocate()
  }

  /// Multiplies the weights of the taps whose number, in base `taps`, is `combination`.
  func combine(_ combination: Int, _ axes: [SampleAxis], taps: Int, _ used: Int) {
    offsets.update(repeating: 0, count: used)
    products.update(repeating: 1, count: used)
    var (rest, stride) = (combination, 1)
    for axis in axes.indices.reversed() {
      let entry = (axis * taps + rest % taps) * count
      let (chosen, weights) = (chosen + entry, weights + entry)
      rest /= taps
      for p in 0..<used {
        products[p] *= weights[p]
        offsets[p] = (offsets[p] | chosen[p]) < 0 ? -1 : offsets[p] + chosen[p] * stride
      }
      stride *= axes[axis].extent
    }
  }
}
