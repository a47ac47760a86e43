import Graphs
import Tensors

/// GPU work that finds which slices of a tensor are equal.
///
/// Slices are sorted by as many scalars at a time as one invocation may compare; the ranks that this
/// gives come first in the next comparison. Equal slices are in one group; groups are in the order
/// of their slices.
struct SliceGroups {
  private(set) var work = WorkList()
  /// The slices in order, equal ones by where they are.
  let order: Binding.Resource
  /// Each slice's group.
  let ranks: Binding.Resource
  /// Where in `order` each group starts.
  let heads: Binding.Resource
  /// For each slice that is the first of its group, how many such are before it; `nil` unless asked
  /// for.
  let places: Binding.Resource?
  /// One element: the number of groups.
  let total: Binding.Resource

  init(_ dtype: DType, _ view: SliceView, placesFirsts: Bool, _ device: DeviceTraits) {
    let count = view.extent
    // A complex number is compared as two floats.
    let scalar: DType =
      dtype == .complex64 ? .float : dtype == .complex128 ? .double : dtype
    let block = view.block * (dtype.byteWidth / scalar.byteWidth)
    let length = view.outer * block
    var work = WorkList()
    let order = work.places(extent: count, lanes: 1)
    let ranks = work.tensor(count: count)
    work.add(.fill(ranks, Tensor(scalar: 0 as UInt32), count: count))
    let before = work.tensor(count: count)
    var total = before
    // One comparison takes its slice's scalars and two ranks.
    let piece = max(1, device.tripBudget - 2)
    var first = 0
    repeat {
      let end = min(first + piece, length)
      func compared(_ shader: String) -> Dispatch {
        Dispatch(
          shader, defines: SortKey(scalar).defines,
          bindings: [.read("x", .input(0), scalar.carrier), .read("ranks", ranks, .uint32)],
          parameters: [.uint("first", first), .uint("end", end), .uint("block", block)],
          invocations: (0, 1, 1), tripBound: end - first)
      }
      work.sort(
        order, extent: count, lanes: 1, by: compared("Indexing/Unique.Sort.comp"), on: device)
      var heads = compared("Indexing/Unique.Heads.comp")
      heads.bindings += [.read("order", order, .uint32), .write("y", before, .uint32)]
      heads.parameters.append(.uint("extent", count))
      heads.invocations = (count, 1, 1)
      work.add(heads)
      total = work.sum(before: before, count: count)
      work.add(
        Self.grouped(
          "Indexing/Unique.Ranks.comp", (order, before, total), .write("ranks", ranks, .uint32),
          count))
      first = end
    } while first < length
    let positions = work.positions(before: before, total, count: count)
    var places: Binding.Resource?
    if placesFirsts {
      let firsts = work.tensor(count: count)
      work.add(
        Self.grouped(
          "Indexing/Unique.Firsts.comp", (order, before, total), .write("y", firsts, .uint32),
          count))
      _ = work.sum(before: firsts, count: count)
      places = firsts
    }
    self.work = work
    self.order = order
    self.ranks = ranks
    heads = positions
    self.places = places
    self.total = total
  }

  private static func grouped(
    _ shader: String,
    _ sorted: (order: Binding.Resource, before: Binding.Resource, total: Binding.Resource),
    _ result: Binding, _ count: Int
  ) -> Dispatch {
    Dispatch(
      shader,
      bindings: [
        .read("order", sorted.order, .uint32), .read("before", sorted.before, .uint32),
        .read("total", sorted.total, .uint32), result,
      ], parameters: [.uint("count", count)], invocations: (count, 1, 1))
  }
}
