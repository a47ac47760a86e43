import CKernels
import Graphs
import Tensors

/// The elements of a tensor as rows: those along some axes, in row-major order, form one.
///
/// Other operands (scales, biases) may be read along, by strides of their own.
struct Rows: Sendable {
  /// How a row is found: the axes kept.
  let outer: BroadcastPlan
  /// How a row's elements are found: the axes that form it.
  let inner: BroadcastPlan

  var count: Int { outer.count }
  var length: Int { inner.count }

  /// - Parameter operands: the strides of what is read along, over `shape`'s axes.
  init(_ shape: Shape, axes: [Int], operands: [[Int]] = []) {
    let all = [shape.strides] + operands
    func plan(_ chosen: [Int]) -> BroadcastPlan {
      BroadcastPlan(
        dims: chosen.map { shape[$0] }, strides: all.map { strides in chosen.map { strides[$0] } })
    }
    inner = plan(axes)
    outer = plan(shape.dims.indices.filter { !axes.contains($0) })
  }

  /// Where a row starts in operand `k`.
  @inline(__always)
  func start(_ row: Int, in k: Int = 0) -> Int { outer.offset(k, at: row) }

  /// Where each element of a row lies from its start in operand `k`.
  func steps(_ k: Int = 0) -> [Int] { Shape(inner.dims).offsets(strides: inner.strides[k]) }

  /// Whether operand `k`'s rows lie in one piece.
  func isContiguous(_ k: Int = 0) -> Bool { inner.isContiguous(k) }

  /// How far an element of a row lies from the one before; `nil` where that is not the same for all.
  var step: Int? { inner.dims.count > 1 ? nil : max(1, inner.step(0)) }

  /// Calls `body`, over all cores, for rows that lie side by side: with the number of the first, where it
  /// starts, and their layout.
  ///
  /// - Parameter grain: the least elements of a piece of the work.
  func forEachGroup(
    step: Int, grain: Int, _ body: @Sendable (_ row: Int, _ start: Int, RowLayout) -> Void
  ) {
    let (outer, length) = (outer, length)
    let isAlone = step == 1 && length > 1 || outer.step(0) != 1
    let side = isAlone ? 1 : outer.dims.last ?? 1
    Parallel.forEach(count, grain: max(1, grain / max(length, 1))) { range in
      var row = range.lowerBound
      while row < range.upperBound {
        let rows = min(range.upperBound - row, side - row % side)
        body(row, outer.offset(0, at: row), RowLayout(length: length, rows: rows, step: step))
        row += rows
      }
    }
  }
}

extension Shape {
  /// The strides with which a tensor of this shape is read as one of shape `output`.
  ///
  /// - Throws: `.broadcast` unless it broadcasts to `output`.
  func strides(broadcastTo output: Shape) throws(OperatorError) -> [Int] {
    guard rank <= output.rank else { throw .broadcast(self, output) }
    let offset = output.rank - rank
    let own = strides
    var result = Array(repeating: 0, count: output.rank)
    for axis in dims.indices where dims[axis] != 1 {
      guard dims[axis] == output[axis + offset] else { throw .broadcast(self, output) }
      result[axis + offset] = own[axis]
    }
    return result
  }
}

/// The GPU work over rows.
struct RowsLowering {
  let rows: Rows
  let device: DeviceTraits
  /// Whether a row may have several invocations.
  var splits = true

  /// - Parameters:
  ///   - names: those of the operands that are read by the rows' plans.
  ///   - passes: how often a row's elements are gone through, sums aside.
  ///   - sums: how many sums over a row are formed.
  ///   - pieces: how many pieces of ``Summation/piece`` a row is cut into, each with invocations of its
  ///     own.
  func dispatch(
    _ shader: String, defines: [String: String] = [:], names: [String], bindings: [Binding],
    parameters: [Parameter] = [], passes: Int, sums: Int = 0, pieces: Int = 1
  ) -> Dispatch {
    let length = pieces > 1 ? Summation.piece : rows.length
    let count = rows.count * pieces
    let team =
      splits
      ? RowTeam(length: length, count: count, rows: rows, device: device) : .single(length: length)
    var defines = defines.merging(team.defines) { $1 }
    defines["OUTER_RANK"] = String(rows.outer.dims.count)
    defines["INNER_RANK"] = String(rows.inner.dims.count)
    var all: [Parameter] = [.uint("count", count), .uint("extent", rows.length)]
    for (part, plan) in [("outer", rows.outer), ("inner", rows.inner)] where !plan.dims.isEmpty {
      all.append(.uints("\(part)_dims", plan.dims))
      for (name, strides) in zip(names, plan.strides) {
        all.append(.uints("\(name)_\(part)", strides))
      }
    }
    let trips = (length + team.lanes - 1) / team.lanes
    let sumTrips = Summation.trips(length, width: team.lanes)
    let innerRank = rows.inner.dims.count
    let overhead = names.count * rows.outer.dims.count
    return Dispatch(
      shader, defines: defines, bindings: bindings, parameters: all + parameters,
      invocations: (count * team.lanes, 1, 1), localSize: [team.groupSize, 1, 1],
      tripBound: (passes * trips + sums * sumTrips)
        * (1 + names.count * (innerRank > 1 ? innerRank : 0)) + overhead)
  }
}
