import Graphs
import Tensors

/// A convolution in register tiles over a padded copy of the image, for types that shaders compute in
/// `float`.
struct TiledConvolution {
  private let request: ConvolutionLowering
  private let convolution: Convolution
  private let axes: [WindowAxis]
  /// Vectors of outputs, and features, of one invocation.
  private let vectors: Int
  private let features: Int

  /// `nil` where tiles do not pay or the types do not allow them.
  init?(_ request: ConvolutionLowering, _ geometry: WindowGeometry) {
    self.request = request
    convolution = request.convolution
    axes = geometry.axes
    let work = convolution.shape.count.multipliedReportingOverflow(by: convolution.depth)
    let inner = geometry.axes[2]
    let isLong = request.device.emulatesFused && !request.sumsIntegers
    let most = isLong ? 4 : 8
    let features =
      convolution.groupFeatures < 4 ? 1 : min(convolution.groupFeatures < 8 ? 4 : 8, most)
    // An unrolled body of at most 256 multiply-adds, from at most 16 vectors; of fewer where each is
    // many instructions.
    let tiles = [2, 1].filter { vectors in
      4 * vectors * features * inner.kernel <= (isLong ? 128 : 256)
        && (4 * vectors - 1) * inner.stride + inner.span <= 64
    }
    let trips = convolution.groupChannels
      .multipliedReportingOverflow(by: 1 + axes[0].kernel * (1 + axes[1].kernel))
    guard request.dtype.isFloat, request.dtype != .double,
      work.overflow || work.partialValue >= TiledProduct.leastWork,
      geometry.tapCount <= Summation.productBlock,
      let widest = tiles.first(where: { $0 == 1 || inner.output > 4 }),
      !trips.overflow, trips.partialValue <= request.device.tripBudget
    else { return nil }
    vectors = widest
    self.features = features
  }

  private var tile: Int { 4 * vectors }
  private var tiles: Int { (axes[2].output + tile - 1) / tile }

  /// The padded image: extents of its depth and height, and vectors a row.
  private var padded: (depth: Int, height: Int, pitch: Int) {
    let width = (tiles * tile - 1) * axes[2].stride + axes[2].span
    return (
      (axes[0].output - 1) * axes[0].stride + axes[0].span,
      (axes[1].output - 1) * axes[1].stride + axes[1].span, (width + 3) / 4
    )
  }

  var lowering: Lowering {
    let planes = convolution.batch * convolution.channels
    let (depth, height, pitch) = padded
    let count = planes * depth * height * pitch
    let image = Dispatch(
      "Window/PaddedImage.comp",
      bindings: [
        .read("x", request.x, request.dtype),
        .writeVectors("y", .scratch(request.firstScratch), request.dtype),
      ],
      parameters: [
        .uint("count", count), .uint("pitch", pitch), .uints("extents", [depth, height]),
        .ints("inputs", axes.map(\.input)), .ints("steps", [1, 1, 1]),
        .ints("before", axes.map(\.before)),
      ], invocations: (count, 1, 1))
    let scratch = TensorType(request.dtype, Shape([planes, depth, height, 4 * pitch]))
    guard features > 1 else {
      return .dispatches([image, main(weights: request.w)], scratch: [scratch])
    }
    let (terms, featurePitch) = (convolution.depth, featurePitch)
    let weightCount = convolution.groups * terms * featurePitch
    let packing = Dispatch(
      "Window/PackedWeights.comp",
      bindings: [
        .read("w", request.w, request.dtype),
        .writeVectors("y", .scratch(request.firstScratch + 1), request.dtype),
      ],
      parameters: [
        .uint("count", weightCount), .uint("pitch", featurePitch), .uint("terms", terms),
        .uint("features", convolution.groupFeatures),
      ], invocations: (weightCount, 1, 1))
    return .dispatches(
      [image, packing, main(weights: .scratch(request.firstScratch + 1))],
      scratch: [
        scratch,
        TensorType(request.dtype, Shape([convolution.groups * terms, 4 * featurePitch])),
      ])
  }

  private var blocks: Int { (convolution.groupFeatures + features - 1) / features }
  /// Vectors of one term's weights.
  private var featurePitch: Int { blocks * ((features + 3) / 4) }

  private func main(weights: Binding.Resource) -> Dispatch {
    let (depth, height, pitch) = padded
    let count =
      convolution.batch * convolution.groups * blocks * axes[0].output * axes[1].output * tiles
    var defines = [
      "TILE_VECTORS": String(vectors), "FEATURES": String(features),
      "KERNEL": String(axes[2].kernel), "STRIDE": String(axes[2].stride),
      "DILATION": String(axes[2].dilation),
    ]
    if request.hasBias { defines["HAS_BIAS"] = "1" }
    if request.sumsIntegers { defines["SUMS_INTEGERS"] = "1" }
    if axes[2].output % 4 == 0 { defines["STORES_VECTORS"] = "1" }
    let block = Summation.channelsOfBlock(taps: convolution.geometry.tapCount)
    if convolution.groupChannels <= block { defines["ONE_BLOCK"] = "1" }
    return Dispatch(
      "Window/TiledConvolution.comp", defines: defines,
      bindings: [
        .readVectors("x", .scratch(request.firstScratch), request.dtype),
        .readVectors("w", weights, request.dtype),
        .writeVectors("y", request.y, request.resultType),
      ] + (request.hasBias ? [.read("bias", request.bias, request.resultType)] : []),
      parameters: [
        .uint("count", count), .uint("tiles", tiles), .uint("blocks", blocks),
        .uint("groups", convolution.groups), .uint("channels", convolution.groupChannels),
        .uint("block_channels", block),
        .uint("group_features", convolution.groupFeatures),
        .uint("feature_pitch", featurePitch), .uint("pitch", pitch),
        .uint("width", axes[2].output), .uints("extents", [depth, height]),
        .uints("outputs", [axes[0].output, axes[1].output]),
        .uints("kernel", [axes[0].kernel, axes[1].kernel]),
        .uints("strides", [axes[0].stride, axes[1].stride]),
        .uints("dilations", [axes[0].dilation, axes[1].dilation]),
      ],
      invocations: (count, 1, 1), localSize: [count < 512 ? 8 : 32, 1, 1],
      tripBound: convolution.groupChannels * (1 + axes[0].kernel * (1 + axes[1].kernel)))
  }
}

extension ConvolutionLowering {
  /// A window of one tap is a matrix product, over the pixels that it reads.
  func pointwise(_ geometry: WindowGeometry) -> Lowering? {
    let pixels = geometry.outputCount
    guard geometry.tapCount == 1, convolution.groups == 1, dtype.isFloat, dtype != .double
    else { return nil }
    let isWhole =
      pixels % 4 == 0 && geometry.isPointwise
    let pitch = (pixels + 3) / 4
    let width = isWhole ? pixels : 4 * pitch
    var product = BatchedProduct(
      batch: convolution.batch, rows: convolution.features, columns: pixels,
      depth: convolution.channels)
    product.stacks.strides = product.stacks.strides.enumerated().map { operand, strides in
      strides.map { _ in operand == 0 ? 0 : convolution.channels * width }
    }
    var lowering = ProductLowering(product, dtype, device)
    (lowering.sumsIntegers, lowering.outputType) = (sumsIntegers, resultType)
    (lowering.a, lowering.y) = (w, y)
    lowering.b = isWhole ? x : .scratch(firstScratch)
    lowering.pitchB = pitch
    if hasBias {
      lowering.addend = ProductLowering.Addend(resource: bias, beta: 1, row: 1, column: 0)
    }
    guard let tiled = TiledProduct(lowering, scratchFrom: firstScratch + (isWhole ? 0 : 1)) else {
      return nil
    }
    guard !isWhole, case .dispatches(let dispatches, let scratch) = tiled.lowering else {
      return tiled.lowering
    }
    let count = convolution.batch * convolution.channels * pitch
    let sampling = Dispatch(
      "Window/SampledPixels.comp",
      bindings: [.read("x", x, dtype), .writeVectors("y", .scratch(firstScratch), dtype)],
      parameters: [
        .uint("count", count), .uint("pitch", pitch), .uint("pixels", pixels),
      ] + geometry.parameters, invocations: (count, 1, 1))
    return .dispatches(
      [sampling] + dispatches,
      scratch: [
        TensorType(dtype, Shape([convolution.batch * convolution.channels, 4 * pitch]))
      ] + scratch)
  }
}
