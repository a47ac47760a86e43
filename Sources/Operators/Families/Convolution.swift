import CKernels
import Graphs
import Tensors

/// Sums under a window over all channels of a group.
///
/// `Y[n, m, o…] = Σ_c Σ_k… X[n, g·C/G + c, o·stride + k·dilation - before] · W[m, c, k…]` with c, then k…
/// ascending: the order of W in memory. Padding takes part as 0.
struct Convolution: Sendable {
  let batch: Int
  /// Input channels in all.
  let channels: Int
  /// Output channels in all.
  let features: Int
  let groups: Int
  let geometry: WindowGeometry
  /// Whether W lies in panels, a group's after another's.
  var weightsArePacked = false
  /// Whether all weights are known to be finite.
  var weightsAreFinite = false
  /// What is done to each result at last.
  var map: RunMap?

  var groupChannels: Int { channels / groups }
  var groupFeatures: Int { features / groups }
  var shape: Shape { Shape([batch, features] + geometry.outputs) }
  /// Terms of one sum.
  var depth: Int { groupChannels * geometry.tapCount }

  /// - Parameters:
  ///   - x: `[N, C, D1…]`.
  ///   - w: `[M, C / groups, k1…]`.
  init(
    _ x: Shape, _ w: Shape, _ settings: WindowSettings, groups: Int
  ) throws(OperatorError) {
    try Self.check(
      x.dims.map { .known($0) }, w.dims.map { .known($0) }, groups: groups)
    batch = x[0]
    channels = x[1]
    features = w[0]
    self.groups = groups
    geometry = try settings.geometry(
      Array(x.dims.dropFirst(2)), kernel: Array(w.dims.dropFirst(2)))
  }

  /// The output's dims, as far as they are known.
  static func infer(
    _ x: [Dimension]?, _ w: [Dimension]?, _ settings: WindowSettings, groups: Int
  ) throws(OperatorError) -> [Dimension]? {
    guard let x, let w else { return nil }
    try check(x, w, groups: groups)
    return [x[0], w[0]]
      + (try settings.outputs(Array(x.dropFirst(2)), kernel: Array(w.dropFirst(2))))
  }

  private static func check(
    _ x: [Dimension], _ w: [Dimension], groups: Int
  ) throws(OperatorError) {
    guard x.count >= 3 else { throw .rank(input: 0, found: x.count, expected: "at least 3") }
    guard w.count == x.count else {
      throw .rank(input: 1, found: w.count, expected: "\(x.count), X's")
    }
    guard groups > 0 else {
      throw .attribute("group", found: "\(groups)", expected: "at least 1")
    }
    if let channels = x[1].value, let taken = w[1].value {
      let (all, overflow) = taken.multipliedReportingOverflow(by: groups)
      guard !overflow, channels == all else {
        throw .mismatch(
          "X has \(channels) channels, but W \(w) with group \(groups) takes \(taken) of each group"
        )
      }
    }
    if let features = w[0].value, features % groups != 0 {
      throw .mismatch("W has \(features) output channels, which group \(groups) does not divide")
    }
  }

  /// Whether ``map`` follows as soon as a part is there: nothing is mended.
  var mapsParts: Bool { weightsArePacked && weightsAreFinite }

  /// The sums, plus `bias[m]` where there is one, mapped.
  func values<N: ConvolutionNumber>(_ x: Buffer<N>, _ w: Buffer<N>, bias: Buffer<N>?) -> Buffer<N> {
    Buffer(count: shape.count) { out in
      guard shape.count > 0 else { return }
      N.convolve(
        self, SendablePointer(x), SendablePointer(w), bias: bias.map { SendablePointer($0) },
        into: SendablePointer(out))
      if !weightsAreFinite {
        N.mendBorders(
          of: self, SendablePointer(x), SendablePointer(w),
          bias: bias.map { SendablePointer($0) }, in: SendablePointer(out))
      }
      if let map, !mapsParts {
        let y = SendablePointer(out)
        Parallel.forEach(out.count, grain: 1 << 15) { range in
          N.apply(map, y.base + range.lowerBound, range.count)
        }
      }
      withExtendedLifetime((x, w, bias)) {}
    }
  }

  /// What the sums take beside their operands and results: weights in panels, and what each thread keeps
  /// of images.
  func scratch<N>(_ type: N.Type) -> ByteCount {
    if isDepthwise { return geometry.workspace(most: 1 << 28) }
    let panels = ByteCount.of(16 * ((groupFeatures + 15) / 16), type) * depth * groups
    return panels + ByteCount(Int(wonnx_dconv_workspace_bytes())) * Parallel.threadCount
      + WindowRows.scratch(geometry)
  }

  /// The sums, as products with a matrix that is gathered block by block.
  func gatheredProducts<N: ProductNumber>(
    _ x: SendablePointer<N>, _ w: SendablePointer<N>, into y: SendablePointer<N>
  ) {
    let spatial = geometry.outputCount
    let columns = WindowColumns(geometry)
    let extent = ProductExtent(rows: groupFeatures, columns: spatial, depth: depth)
    let block = max(32, min(512, (1 << 18) / max(depth, 1) / 32 * 32))
    let blocks = (spatial + block - 1) / block
    let channels = groupChannels
    Parallel.forEach(
      batch * groups * blocks, grain: max(1, (1 << 18) / max(1, extent.work / max(blocks, 1)))
    ) { range in
      let gathered = UnsafeMutablePointer<N>.allocate(capacity: depth * block)
      defer { gathered.deallocate() }
      for index in range {
        let (image, first) = (index / blocks, index % blocks * block)
        var part = extent
        part.columns = min(block, spatial - first)
        columns.gather(
          first..<first + part.columns, channels: channels,
          from: x.base + image * channels * geometry.inputCount, into: gathered)
        for terms in Summation.blocks(channels: channels, taps: geometry.tapCount) {
          part.depth = terms.count
          N.multiply(
            part,
            MatrixView(
              w.base + (image % groups * groupFeatures * depth + terms.lowerBound), row: depth,
              column: 1),
            MatrixView(gathered + terms.lowerBound * part.columns, row: part.columns, column: 1),
            into: y.base + image * groupFeatures * spatial + first, pitch: spatial,
            accumulates: terms.lowerBound > 0)
        }
      }
    }
  }
}
