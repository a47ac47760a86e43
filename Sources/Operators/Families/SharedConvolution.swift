import Graphs
import Tensors

/// A convolution by workgroups that share tiles, as products of weights with the image under each tap, for
/// types that shaders compute in `float`.
struct SharedConvolution {
  private let request: ConvolutionLowering
  private let geometry: WindowGeometry
  private let demand: ProductDemand
  private let choice: KernelChoice
  private let division: ProductDivision

  private var convolution: Convolution { request.convolution }

  /// `nil` where tiles do not pay or the types do not allow them.
  init?(_ request: ConvolutionLowering, _ geometry: WindowGeometry) {
    let (convolution, device) = (request.convolution, request.device)
    let work = convolution.shape.count.multipliedReportingOverflow(by: convolution.depth)
    guard request.dtype.isFloat, request.dtype != .double, convolution.depth > 0,
      work.overflow || work.partialValue >= SharedProduct.leastWork
    else { return nil }
    let (depth, channels) = (convolution.depth, convolution.groupChannels)
    demand = ProductDemand(
      rows: convolution.groupFeatures, columns: geometry.outputCount,
      stacks: convolution.batch * convolution.groups,
      blocks: Summation.blocks(channels: channels, taps: geometry.tapCount).count)
    let blocks = demand.blocks
    let divisions = demand.divisions(device).filter { division in
      let tile = division.tile
      // Where padding makes a NaN, an invocation may form all of its sums anew.
      let anew = geometry.reachesOut ? tile.rowsEach * tile.columnsEach * (depth + blocks + 1) : 0
      let trips = SharedSums.trips(division, depth: depth, blocks: blocks)
      return tile.groupSize >= tile.columns && trips + anew <= device.tripBudget
        && (division.slices == 1 || !request.sumsIntegers)
    }
    let window = geometry.axes.map { String($0.kernel) }.joined(separator: "x")
    let site = KernelSite(
      "convolution-\(window)", request.sumsIntegers ? .int32 : request.dtype,
      [demand.stacks, demand.rows, demand.columns, depth])
    guard let choice = device.choice(at: site, of: divisions.map(\.name)),
      let division = divisions.first(where: { $0.name == choice.taken })
    else { return nil }
    self.request = request
    self.geometry = geometry
    self.choice = choice
    self.division = division
  }

  var lowering: Lowering {
    let taps = geometry.tapCount
    let cutsTaps = taps > Summation.productBlock
    let blockTerms =
      cutsTaps ? Summation.productBlock : Summation.channelsOfBlock(taps: taps) * taps
    var defines = zip(["KERNEL_D", "KERNEL_H", "KERNEL_W"], geometry.axes)
      .reduce(into: [String: String]()) { $0[$1.0] = "\($1.1.kernel)u" }
    if cutsTaps { defines["CUTS_TAPS"] = "1" }
    if geometry.reachesOut, !request.sumsIntegers { defines["MENDS"] = "1" }
    if request.sumsIntegers { defines["SUMS_INTEGERS"] = "1" }
    if request.device.emulatesFused { defines["ROLLED"] = "1" }
    if convolution.depth % 4 == 0, blockTerms % 4 == 0, !cutsTaps { defines["A_VECTORS"] = "1" }
    let kernel = Dispatch(
      "Window/SharedConvolution.comp", defines: defines,
      bindings: [
        .readVectors("a", request.w, request.dtype), .read("x", request.x, request.dtype),
      ],
      parameters: [
        .uint("depth", convolution.depth), .uint("groups", convolution.groups),
        .uint("block_terms", blockTerms),
      ] + geometry.parameters,
      invocations: (0, 1, 1))
    var finish: (defines: [String: String], bindings: [Binding], parameters: [Parameter])
    finish = ([:], [], [])
    if request.hasBias {
      finish = (
        ["HAS_C": "1"], [.read("c", request.bias, request.resultType)], [.uints("c_steps", [1, 0])]
      )
    }
    let work = SharedSums(
      kernel: kernel, demand: demand, choice: choice, division: division,
      depth: convolution.depth, part: .scratch(0),
      y: .writeVectors("y", request.y, request.resultType), finish: finish,
      finishedRows: convolution.features
    ).work
    return .dispatches(work.dispatches, scratch: work.part.map { [$0] } ?? [])
  }
}

extension WindowGeometry {
  /// Whether a window reads outside of the input.
  var reachesOut: Bool {
    axes.contains { axis in
      axis.before > 0 || (axis.output - 1) * axis.stride + axis.span - axis.before > axis.input
    }
  }
}
