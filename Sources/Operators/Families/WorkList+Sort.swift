import Graphs
import Tensors

extension WorkList {
  /// The places `0..<extent` of each lane, in their order.
  mutating func places(extent: Int, lanes: Int) -> Binding.Resource {
    let order = tensor(count: extent * lanes)
    add(
      Dispatch(
        "Indexing/Places.comp", bindings: [.write("y", order, .uint32)],
        parameters: [.uint("count", extent * lanes), .uint("extent", extent)],
        invocations: (extent * lanes, 1, 1), localSize: [256, 1, 1]))
    return order
  }

  /// Places that a workgroup sorts among themselves where kernels are a GPU's.
  private static let block = 1024

  /// Sorts the indices of each lane of `order` by a shader that includes `Families/Sort.glsl`.
  ///
  /// - Parameter comparison: the shader, what it reads, and the iterations of one comparison.
  mutating func sort(
    _ order: Binding.Resource, extent: Int, lanes: Int, by comparison: Dispatch,
    on device: DeviceTraits
  ) {
    var comparison = comparison
    comparison.bindings.append(.readWrite("order", order, .uint32))
    comparison.parameters += [.uint("extent", extent), .uint("lanes", lanes)]
    let fits = Self.blockTrips(comparison) <= device.tripBudget
    let block = device.kernels == .groups && fits ? Self.block : 1
    var half = 1
    if block > 1, extent > 1 {
      add(blocks(comparison, extent: extent, lanes: lanes))
      half = block
    }
    while half < extent {
      var reach = half
      while reach >= block {
        add(pass(comparison, extent: extent, lanes: lanes, half: half, reach: reach))
        reach /= 2
      }
      if block > 1 { add(blocks(comparison, extent: extent, lanes: lanes, halves: true)) }
      half *= 2
    }
  }

  private func pass(
    _ comparison: Dispatch, extent: Int, lanes: Int, half: Int, reach: Int
  ) -> Dispatch {
    // Whole blocks of `2 · half`, of which the last may reach past the extent.
    let pairs = (extent + 2 * half - 1) / (2 * half) * half
    var dispatch = comparison
    if reach == half { dispatch.defines["MIRRORS"] = "1" }
    dispatch.parameters += [
      .uint("count", pairs * lanes), .uint("pairs", pairs), .uint("reach", reach),
    ]
    dispatch.invocations = (pairs * lanes, 1, 1)
    return dispatch
  }

  /// The passes that stay in a block: all of them, or with `halves` those after one across blocks.
  private func blocks(
    _ comparison: Dispatch, extent: Int, lanes: Int, halves: Bool = false
  ) -> Dispatch {
    let count = (extent + Self.block - 1) / Self.block
    var dispatch = comparison
    dispatch.defines["SORT_BLOCK"] = "\(Self.block)u"
    if halves { dispatch.defines["HALVES"] = "1" }
    dispatch.parameters.append(.uint("blocks", count))
    dispatch.invocations = (count * lanes * Self.block / 2, 1, 1)
    dispatch.localSize = [Self.block / 2, 1, 1]
    dispatch.tripBound = Self.blockTrips(comparison)
    return dispatch
  }

  /// The passes that sort a block of 1024: one for each half of a power of two, for each power.
  private static let blockPasses = 10 * 11 / 2

  private static func blockTrips(_ comparison: Dispatch) -> Int {
    (comparison.tripBound + 2) * blockPasses + 4
  }
}

/// Lanes of elements along an axis, in order.
struct LaneOrder {
  let extent: Int
  let lanes: Int
  /// The distance of a lane's elements.
  let step: Int
  var descends = false
  var putsNaNsLast = false

  /// The places of each lane of `x`, as the elements that they hold follow each other; equal ones
  /// by their places.
  func sorted(
    _ x: Binding.Resource, _ dtype: DType, in work: inout WorkList, on device: DeviceTraits
  ) -> Binding.Resource {
    let order = work.places(extent: extent, lanes: lanes)
    var defines = SortKey(dtype).defines
    if descends { defines["DESCENDING"] = "1" }
    if putsNaNsLast { defines["NANS_LAST"] = "1" }
    let comparison = Dispatch(
      "Indexing/SortLanes.comp", defines: defines, bindings: [.read("x", x, dtype.carrier)],
      parameters: [.uint("step", step)], invocations: (0, 1, 1))
    work.sort(order, extent: extent, lanes: lanes, by: comparison, on: device)
    return order
  }
}
