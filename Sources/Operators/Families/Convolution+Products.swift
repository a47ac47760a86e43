import CKernels
import Tensors

extension Convolution {
  /// The sums as products of weights and the image under each tap, over all cores.
  ///
  /// - Parameter w: as ``PanelLayout`` has a group's filters.
  func products<N: KernelNumber>(
    _ window: wonnx_window, _ x: SendablePointer<N>, panels w: SendablePointer<N>,
    bias: SendablePointer<N>?, into y: SendablePointer<N>
  ) {
    let cuts = ConvolutionCuts(self)
    let (images, filters, pixels) = (batch * groups, groupFeatures, geometry.outputCount)
    let inputCount = groupChannels * geometry.inputCount
    let layout = panelLayout(N.self)
    let (groups, channels, depth) = (groups, groupChannels, depth)
    let map = mapsParts ? map : nil
    Parallel.forEach(images * cuts.count, grain: cuts.grain) { range in
      for index in range {
        let (image, number) = index.quotientAndRemainder(dividingBy: cuts.count)
        let (group, part) = (image % groups, cuts.part(number))
        let results = y.base + (image * filters + part.filters.lowerBound) * pixels
        let status = N.convolve(
          wonnx_convolution(
            window: window, channels: channels, filters: part.filters.count,
            first_pixel: part.pixels.lowerBound, pixels: part.pixels.count),
          x.base + image * inputCount,
          panels: w.base + (group * layout.pitch + part.filters.lowerBound * depth),
          bias.map { UnsafePointer($0.base + (group * filters + part.filters.lowerBound)) },
          into: results)
        precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
        guard let map else { continue }
        for filter in 0..<part.filters.count {
          N.apply(map, results + filter * pixels + part.pixels.lowerBound, part.pixels.count)
        }
      }
    }
  }

  /// How the filters of each group lie side by side.
  func panelLayout<N>(_ type: N.Type) -> PanelLayout<N> {
    PanelLayout(columns: groupFeatures, depth: depth, transposed: true, groups: groups)
  }
}

/// How threads divide an image's sums: by pixels, and where these are few by filters. No bit depends on
/// it.
private struct ConvolutionCuts: Sendable {
  /// Parts of an image, and those that a thread takes at once.
  let count: Int
  let grain: Int
  private let filters: Int
  private let pixels: Int
  private let filtersEach: Int
  private let pixelsEach: Int
  private let pixelParts: Int

  private static let leastPixels = 64
  private static let tileOfFilters = 32
  private static let mostResults = 1 << 17
  /// Multiply-adds that are worth a thread's while.
  private static let leastWork = 1 << 20

  init(_ convolution: Convolution) {
    filters = convolution.groupFeatures
    pixels = convolution.geometry.outputCount
    let work = Double(filters) * Double(pixels) * Double(convolution.depth)
    let pieces = Parallel.threadCount == 1 ? 1 : Parallel.threadCount * Parallel.piecesPerThread
    let worthwhile = Int(min(work / Double(Self.leastWork), 1e9))
    let each = pieces.divided(by: convolution.batch * convolution.groups)
    // What is mapped is still in the cache.
    let results = convolution.mapsParts && convolution.map != nil ? filters * pixels : 0
    let wanted = max(1, min(each, worthwhile), results / Self.mostResults)
    // Whole rows.
    let row = convolution.geometry.axes.last?.output ?? 1
    let rows = pixels.divided(by: row)
    let bands = max(1, min(wanted, pixels / Self.leastPixels, rows))
    pixelsEach = rows.divided(by: bands) * row
    pixelParts = pixels.divided(by: pixelsEach)
    let tiles = filters.divided(by: Self.tileOfFilters)
    let strips = min(tiles, wanted.divided(by: pixelParts))
    filtersEach = tiles.divided(by: strips) * Self.tileOfFilters
    count = pixelParts * filters.divided(by: filtersEach)
    let part = Int(min(work / Double(count), 1e9))
    grain = max(1, Self.leastWork / max(1, part))
  }

  func part(_ number: Int) -> (filters: Range<Int>, pixels: Range<Int>) {
    let (strip, piece) = number.quotientAndRemainder(dividingBy: pixelParts)
    let (first, start) = (strip * filtersEach, piece * pixelsEach)
    return (
      first..<min(first + filtersEach, filters), start..<min(start + pixelsEach, pixels)
    )
  }
}

extension Int {
  /// The quotient of two counts, rounded up; at least 1.
  fileprivate func divided(by divisor: Int) -> Int {
    Swift.max(1, (self + Swift.max(divisor, 1) - 1) / Swift.max(divisor, 1))
  }
}
