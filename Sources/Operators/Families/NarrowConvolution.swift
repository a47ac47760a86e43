import Graphs
import Tensors

/// A convolution whose groups have few features, such as a depthwise one, in rows of outputs.
struct NarrowConvolution {
  /// From so many features a group on, tiles in shared memory are better.
  private static let mostFeatures = 4
  /// Elements of a row that one invocation holds.
  private static let mostSpan = 32

  private let request: ConvolutionLowering
  private let geometry: WindowGeometry
  /// Outputs of an invocation.
  private let outputs: Int

  /// `nil` where rows do not pay or the types do not allow them.
  init?(_ request: ConvolutionLowering, _ geometry: WindowGeometry) {
    let inner = geometry.axes[2]
    func span(_ outputs: Int) -> Int { (outputs - 1) * inner.stride + inner.span }
    let most = request.device.emulatesFused && !request.sumsIntegers ? 2 : 4
    guard request.dtype.isFloat, request.dtype != .double, request.convolution.depth > 0,
      request.convolution.groupFeatures <= Self.mostFeatures,
      geometry.tapCount <= Summation.productBlock,
      let outputs = [4, 2, 1].first(where: { $0 <= most && span($0) <= Self.mostSpan }),
      Self.trips(request.convolution, geometry) <= request.device.tripBudget
    else { return nil }
    self.request = request
    self.geometry = geometry
    self.outputs = outputs
  }

  private static func trips(_ convolution: Convolution, _ geometry: WindowGeometry) -> Int {
    let (planes, rows) = (geometry.axes[0].kernel, geometry.axes[1].kernel)
    return convolution.groupChannels * (2 + planes * (1 + rows))
  }

  var dispatch: Dispatch {
    let (convolution, inner) = (request.convolution, geometry.axes[2])
    let tiles = (inner.output + outputs - 1) / outputs
    let lines =
      convolution.batch * convolution.features * geometry.axes[0].output
      * geometry.axes[1].output
    var defines = [
      "OUTPUTS": String(outputs), "KERNEL": String(inner.kernel), "STRIDE": String(inner.stride),
      "DILATION": String(inner.dilation),
    ]
    if request.hasBias { defines["HAS_BIAS"] = "1" }
    if request.sumsIntegers { defines["SUMS_INTEGERS"] = "1" }
    return Dispatch(
      "Window/NarrowConvolution.comp", defines: defines,
      bindings: [
        .read("x", request.x, request.dtype), .read("w", request.w, request.dtype),
        .write("y", request.y, request.resultType),
      ] + (request.hasBias ? [.read("bias", request.bias, request.resultType)] : []),
      parameters: [
        .uint("count", lines * tiles), .uint("tiles", tiles),
        .uint("features", convolution.features),
        .uint("group_features", convolution.groupFeatures),
        .uint("group_channels", convolution.groupChannels),
        .uint("groups", convolution.groups),
        .uint("block_channels", Summation.channelsOfBlock(taps: geometry.tapCount)),
      ] + geometry.parameters,
      invocations: (lines * tiles, 1, 1), tripBound: Self.trips(convolution, geometry))
  }
}
