import Graphs
import Tensors

/// The GPU work of a convolution.
struct ConvolutionLowering: Sendable {
  let convolution: Convolution
  let dtype: DType
  let device: DeviceTraits
  var hasBias = false
  var x = Binding.Resource.input(0)
  var w = Binding.Resource.input(1)
  var bias = Binding.Resource.input(2)
  var y = Binding.Resource.output(0)
  /// W, where the host has it.
  var weights: Tensor?
  /// Whether the operands' floats are integers whose blocks' sums are exact, to be added in 32 bits.
  var sumsIntegers = false
  /// The first scratch tensor that is free.
  var firstScratch = 0

  /// The type of bias and result.
  var resultType: DType { sumsIntegers ? .int32 : dtype }

  var lowering: Lowering {
    guard let geometry = convolution.geometry.threeAxes else {
      return .host(.device("windows over more than three axes"))
    }
    return tiles ?? .dispatches(direct(geometry))
  }

  /// Work in tiles; `nil` where they do not pay or the types do not allow them.
  var tiles: Lowering? {
    guard let geometry = convolution.geometry.threeAxes else { return nil }
    switch device.kernels {
    case .lanes:
      let tiles = pointwise(geometry) ?? TiledConvolution(self, geometry)?.lowering
      return tiles.map { sumsIntegers ? $0 : mended($0, geometry) }
    case .groups: return shared(geometry)
    }
  }

  /// Kernels of workgroups; `nil` where none is for this type or extent.
  private func shared(_ geometry: WindowGeometry) -> Lowering? {
    if let product = pointwiseProduct(geometry),
      let shared = SharedProduct(product, scratchFrom: sumsIntegers ? nil : firstScratch)
    {
      return shared.lowering
    }
    if let narrow = NarrowConvolution(self, geometry) { return .dispatches([narrow.dispatch]) }
    return SharedConvolution(self, geometry)?.lowering
  }

  /// A window that reads one input, the output's, is a matrix product of weights and image.
  private func pointwiseProduct(_ geometry: WindowGeometry) -> ProductLowering? {
    guard geometry.isPointwise, convolution.groups == 1 else { return nil }
    let product = BatchedProduct(
      batch: convolution.batch, rows: convolution.features, columns: geometry.outputCount,
      depth: convolution.channels)
    var lowering = ProductLowering(product, dtype, device)
    (lowering.a, lowering.b, lowering.y) = (w, x, y)
    (lowering.sumsIntegers, lowering.outputType) = (sumsIntegers, resultType)
    if hasBias {
      lowering.addend = ProductLowering.Addend(resource: bias, beta: 1, row: 1, column: 0)
    }
    return lowering
  }

  /// Tiles multiply padding by zero. Where a weight makes that a NaN, all outputs are summed anew, without
  /// padding; what looks for such weights runs once if they are constants.
  private func mended(_ tiles: Lowering, _ geometry: WindowGeometry) -> Lowering {
    guard geometry.reachesOut, weights?.isFinite != true,
      case .dispatches(let dispatches, let scratch) = tiles
    else { return tiles }
    let anew = direct(geometry)
    guard anew.count == 1, var mending = anew.first else { return .dispatches(anew) }
    let flag = Binding.Resource.scratch(scratch.count)
    let each = max(1, min(64, device.tripBudget / (mending.tripBound + 1)))
    mending.defines["MENDS"] = "\(each)u"
    mending.bindings.append(.read("flag", flag, .uint32))
    mending.invocations.x = (mending.invocations.x + each - 1) / each
    mending.tripBound = each * (mending.tripBound + 1)
    return .dispatches(
      dispatches + weightCheck(flag) + [mending],
      scratch: scratch + [TensorType(.uint32, [1])])
  }

  private func weightCheck(_ flag: Binding.Resource) -> [Dispatch] {
    let (count, each) = (convolution.features * convolution.depth, 64)
    return [
      .fill(flag, Tensor(scalar: 0 as UInt32), count: 1),
      Dispatch(
        "Window/InfiniteWeights.comp",
        bindings: [.read("w", w, dtype), .write("flag", flag, .uint32)],
        parameters: [.uint("count", count), .uint("each", each)],
        invocations: ((count + each - 1) / each, 1, 1), tripBound: each),
    ]
  }

  /// One invocation an element; the channels in parts where one invocation may not take them all.
  private func direct(_ geometry: WindowGeometry) -> [Dispatch] {
    let taps = geometry.tapCount + geometry.axes[0].kernel * (1 + geometry.axes[1].kernel) + 1
    let block = Summation.channelsOfBlock(taps: geometry.tapCount)
    let part = max(block, device.tripBudget / taps / block * block)
    let starts = Array(stride(from: 0, to: max(convolution.groupChannels, 1), by: part))
    return starts.map { start in
      let last = min(convolution.groupChannels, start + part)
      let addsBias = hasBias && start == starts.last
      var defines: [String: String] = [:]
      if start > 0 { defines["ACCUMULATES"] = "1" }
      if addsBias { defines["HAS_BIAS"] = "1" }
      if geometry.tapCount > Summation.productBlock { defines["CUTS_TAPS"] = "1" }
      return Dispatch(
        "Window/Convolution.comp", defines: defines,
        bindings: [
          .read("x", x, dtype), .read("w", w, dtype),
          starts.count > 1
            ? .readWrite("y", y, dtype) : .write("y", y, dtype),
        ] + (addsBias ? [.read("bias", bias, dtype)] : []),
        parameters: [
          .uint("count", convolution.shape.count),
          .uint("features", convolution.features),
          .uint("group_features", convolution.groupFeatures),
          .uint("group_channels", convolution.groupChannels),
          .uint("groups", convolution.groups),
          .uint("first", start), .uint("last", last), .uint("block_channels", block),
        ] + geometry.parameters,
        invocations: (convolution.shape.count, 1, 1), tripBound: (last - start) * taps)
    }
  }
}

extension WindowGeometry {
  /// What `Families/WindowTaps.glsl` reads.
  var parameters: [Parameter] {
    [
      .ints("inputs", axes.map(\.input)), .uints("outputs", axes.map(\.output)),
      .uints("kernel", axes.map(\.kernel)), .ints("strides", axes.map(\.stride)),
      .ints("dilations", axes.map(\.dilation)), .ints("before", axes.map(\.before)),
    ]
  }
}
