import CKernels
import Tensors

extension Convolution {
  /// How threads divide the sums.
  enum Division {
    case images, pixels, filters
  }

  /// Many images are split among the threads whole. Few are split by pixels, and share the packed
  /// weights, or by filters, and share the packed patches: whichever are more. No bit depends on it.
  var division: Division {
    let pixels = geometry.outputCount
    // groupFeatures · pixels · depth, which may be more than a number holds, is less than 2^20.
    let isSmall = depth == 0 || groupFeatures * pixels <= ((1 << 20) - 1) / depth
    if batch * groups >= 2 * Parallel.threadCount || isSmall { return .images }
    return pixels >= groupFeatures ? .pixels : .filters
  }

  /// The sums as products of weights and patches, over all cores.
  func products<N: KernelNumber>(
    _ window: wonnx_window, _ x: SendablePointer<N>, _ w: SendablePointer<N>,
    bias: SendablePointer<N>?, into y: SendablePointer<N>
  ) {
    let parts = ProductParts(self, window, x, w, bias, y)
    let images = batch * groups
    switch division {
    case .images:
      let work = max(1, groupFeatures * parts.pixels * depth)
      Parallel.forEach(images, grain: max(1, (1 << 20) / work)) { range in
        for image in range { parts.convolve(image) }
      }
    case .pixels: parts.convolveByPixels()
    case .filters: for image in 0..<images { parts.convolveByFilters(image) }
    }
  }
}

/// The images of a convolution, one a group, and what its kernel reads and writes.
private struct ProductParts<N: KernelNumber>: Sendable {
  let images: Int
  let groups: Int
  let filters: Int
  let depth: Int
  let pixels: Int
  private let weightsArePacked: Bool
  private let whole: wonnx_convolution
  private let inputCount: Int
  private let x: SendablePointer<N>
  private let w: SendablePointer<N>
  private let bias: SendablePointer<N>?
  private let y: SendablePointer<N>

  init(
    _ convolution: Convolution, _ window: wonnx_window, _ x: SendablePointer<N>,
    _ w: SendablePointer<N>, _ bias: SendablePointer<N>?, _ y: SendablePointer<N>
  ) {
    images = convolution.batch * convolution.groups
    groups = convolution.groups
    filters = convolution.groupFeatures
    depth = convolution.depth
    weightsArePacked = convolution.weightsArePacked
    pixels = convolution.geometry.outputCount
    inputCount = convolution.groupChannels * convolution.geometry.inputCount
    whole = wonnx_convolution(
      window: window, channels: convolution.groupChannels, filters: filters, first_pixel: 0,
      pixels: pixels)
    (self.x, self.w, self.bias, self.y) = (x, w, bias, y)
  }

  private func input(_ image: Int) -> UnsafePointer<N> {
    UnsafePointer(x.base + image * inputCount)
  }

  /// A group's weights; packed ones from the first filter of a panel on.
  private func weights(_ image: Int, from filter: Int = 0) -> MatrixView<N> {
    let group = image % groups
    if weightsArePacked {
      return MatrixView(packed: UnsafePointer(w.base + group * pitch), depth: depth)
        .from(filter, 0)
    }
    return MatrixView(
      UnsafePointer(w.base + (group * filters + filter) * depth), row: depth, column: 1)
  }

  /// Elements of a group's panels.
  private var pitch: Int { PanelLayout<N>(rows: filters, depth: depth, groups: 1).pitch }

  private func convolve(
    _ part: wonnx_convolution, _ image: Int, filter: Int = 0, _ x: UnsafePointer<N>,
    arePatches: Bool = false, _ w: MatrixView<N>
  ) {
    let bias = bias.map { UnsafePointer($0.base + (image % groups * filters + filter)) }
    let status = N.convolve(
      part, x, arePatches: arePatches, w, bias,
      into: y.base + (image * filters + filter) * pixels)
    precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
  }

  func convolve(_ image: Int) { convolve(whole, image, input(image), weights(image)) }

  func convolveByPixels() {
    guard !weightsArePacked else { return convolveByPixels { weights($0) } }
    SendablePointer<N>.withMemory(groups * pitch) { panels in
      let strips = (filters + 47) / 48
      Parallel.forEach(groups * strips, grain: max(1, (1 << 16) / (48 * depth))) { range in
        for index in range {
          let (group, first) = (index / strips, index % strips * 48)
          N.packLeft(
            rows: min(48, filters - first), depth: depth, weights(group, from: first),
            into: panels.base + (group * pitch + first * depth))
        }
      }
      convolveByPixels { image in
        MatrixView(
          packed: UnsafePointer(panels.base + image % groups * pitch), depth: depth)
      }
    }
  }

  private func convolveByPixels(_ weights: @Sendable (_ image: Int) -> MatrixView<N>) {
    forEachRun(of: pixels, tile: 32) { image, first, count in
      var part = whole
      part.first_pixel = first
      part.pixels = count
      convolve(part, image, input(image), weights(image))
    }
  }

  func convolveByFilters(_ image: Int) {
    let tile = 16
    let tiles = (pixels + tile - 1) / tile
    SendablePointer<N>.withMemory(tiles * tile * depth) { patches in
      Parallel.forEach(tiles, grain: max(1, (1 << 15) / (tile * depth))) { range in
        var part = whole
        part.first_pixel = range.lowerBound * tile
        part.pixels = min(range.upperBound * tile, pixels) - part.first_pixel
        let status = N.pack(part, input(image), into: patches.base + part.first_pixel * depth)
        precondition(status == WONNX_OK, "a convolution's window is not valid")
      }
      let tileOfFilters = 12
      let work = max(1, tileOfFilters * pixels * depth)
      Parallel.forEach(
        (filters + tileOfFilters - 1) / tileOfFilters, grain: max(1, (1 << 19) / work)
      ) { range in
        let first = range.lowerBound * tileOfFilters
        var part = whole
        part.filters = min(range.upperBound * tileOfFilters, filters) - first
        convolve(
          part, image, filter: first, UnsafePointer(patches.base), arePatches: true,
          weights(image, from: first))
      }
    }
  }

  /// Calls `body` with runs of `length` items of every image that start at whole tiles.
  private func forEachRun(
    of length: Int, tile: Int, _ body: @Sendable (_ image: Int, _ first: Int, _ count: Int) -> Void
  ) {
    let wanted = Parallel.threadCount * Parallel.piecesPerThread
    let size = max(tile, (length + wanted - 1) / wanted + tile - 1) / tile * tile
    let runs = (length + size - 1) / size
    Parallel.forEach(images * runs, grain: 1) { range in
      for index in range {
        let (image, first) = (index / runs, index % runs * size)
        body(image, first, min(size, length - first))
      }
    }
  }
}
