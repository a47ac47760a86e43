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

  /// Sorts the indices of each lane of `order` by a shader that includes `Families/Sort.glsl`.
  ///
  /// - Parameter comparison: the shader, what it reads, and the iterations of one comparison.
  mutating func sort(
    _ order: Binding.Resource, extent: Int, lanes: Int, by comparison: Dispatch
  ) {
    var half = 1
    while half < extent {
      var reach = half
      while reach > 0 {
        add(pass(order, extent: extent, lanes: lanes, half: half, reach: reach, comparison))
        reach /= 2
      }
      half *= 2
    }
  }

  private func pass(
    _ order: Binding.Resource, extent: Int, lanes: Int, half: Int, reach: Int,
    _ comparison: Dispatch
  ) -> Dispatch {
    // Whole blocks of `2 · half`, of which the last may reach past the extent.
    let pairs = (extent + 2 * half - 1) / (2 * half) * half
    var dispatch = comparison
    if reach == half { dispatch.defines["MIRRORS"] = "1" }
    dispatch.bindings.append(.readWrite("order", order, .uint32))
    dispatch.parameters += [
      .uint("count", pairs * lanes), .uint("pairs", pairs), .uint("reach", reach),
      .uint("extent", extent),
    ]
    dispatch.invocations = (pairs * lanes, 1, 1)
    return dispatch
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
  func sorted(_ x: Binding.Resource, _ dtype: DType, in work: inout WorkList) -> Binding.Resource {
    let order = work.places(extent: extent, lanes: lanes)
    var defines = SortKey(dtype).defines
    if descends { defines["DESCENDING"] = "1" }
    if putsNaNsLast { defines["NANS_LAST"] = "1" }
    let comparison = Dispatch(
      "Indexing/SortLanes.comp", defines: defines, bindings: [.read("x", x, dtype.carrier)],
      parameters: [.uint("step", step)], invocations: (0, 1, 1))
    work.sort(order, extent: extent, lanes: lanes, by: comparison)
    return order
  }
}
