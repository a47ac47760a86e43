import Graphs
import Tensors

/// Dispatches in the order in which they run, with the scratch tensors that they share.
struct WorkList {
  private(set) var dispatches: [Dispatch] = []
  private(set) var scratch: [TensorType] = []

  /// A new scratch tensor of `count` elements.
  mutating func tensor(_ dtype: DType = .uint32, count: Int) -> Binding.Resource {
    // A tensor without bytes would be bound all the same, but ordered after nothing.
    scratch.append(TensorType(dtype, Shape([max(count, 1)])))
    return .scratch(scratch.count - 1)
  }

  mutating func add(_ dispatch: Dispatch) { dispatches.append(dispatch) }

  /// The same dispatches and tensors, as an operator answers them.
  var lowering: Lowering { .dispatches(dispatches, scratch: scratch) }

  /// Work whose outputs' extents follow from `counts`, a tensor of this list.
  func counted(
    by counts: Binding.Resource,
    _ rest: @escaping @Sendable ([Int]) throws(OperatorError) -> CountedWork.Rest
  ) throws(OperatorError) -> CountedWork {
    guard case .scratch(let index) = counts else {
      throw .mismatch("counts are read from no tensor of the work's own")
    }
    return CountedWork(dispatches: dispatches, scratch: scratch, counts: index, rest: rest)
  }
}

extension WorkList {
  /// The elements that one invocation sums.
  private static let stretch = 64

  /// Replaces each of `counts` by the sum of those before it.
  ///
  /// Sums of stretches are themselves summed, level by level, until one is left.
  ///
  /// - Returns: the tensor of one element that holds the sum of all.
  mutating func sum(before counts: Binding.Resource, count: Int) -> Binding.Resource {
    var levels = [(tensor: counts, count: count)]
    while let last = levels.last, last.count != 1 || levels.count == 1 {
      let count = max(1, (last.count + Self.stretch - 1) / Self.stretch)
      let sums = tensor(count: count)
      add(stretches("Indexing/StretchSums.comp", last, [.write("y", sums, .uint32)], count))
      levels.append((sums, count))
    }
    for (level, above) in zip(levels, levels.dropFirst()).reversed() {
      let isLast = above.count == 1
      add(
        stretches(
          "Indexing/PrefixSum.comp", level, isLast ? [] : [.read("start", above.tensor, .uint32)],
          above.count, defines: isLast ? [:] : ["HAS_START": "1"]))
    }
    return levels[levels.count - 1].tensor
  }

  private func stretches(
    _ shader: String, _ level: (tensor: Binding.Resource, count: Int), _ others: [Binding],
    _ count: Int, defines: [String: String] = [:]
  ) -> Dispatch {
    Dispatch(
      shader, defines: defines,
      bindings: [
        others.first?.access == .write
          ? .read("x", level.tensor, .uint32) : .readWrite("x", level.tensor, .uint32)
      ] + others,
      parameters: [
        .uint("count", count), .uint("extent", level.count), .uint("stretch", Self.stretch),
      ], invocations: (count, 1, 1), tripBound: Self.stretch)
  }

  /// The positions of the ones among `flags`, ascending, and how many there are.
  ///
  /// - Parameter flags: zeros and ones; afterwards the number of ones before each.
  mutating func positions(
    of flags: Binding.Resource, count: Int
  ) -> (positions: Binding.Resource, total: Binding.Resource) {
    let total = sum(before: flags, count: count)
    return (positions(before: flags, total, count: count), total)
  }

  /// The positions at which `before`, with `total` at its end, counts on.
  mutating func positions(
    before: Binding.Resource, _ total: Binding.Resource, count: Int
  ) -> Binding.Resource {
    let positions = tensor(count: count)
    add(
      Dispatch(
        "Indexing/Compact.comp",
        bindings: [
          .read("before", before, .uint32), .read("total", total, .uint32),
          .write("y", positions, .uint32),
        ], parameters: [.uint("count", count)], invocations: (count, 1, 1)))
    return positions
  }

  /// Flags the elements of a tensor that are not zero.
  mutating func flags(_ x: Binding.Resource, _ dtype: DType, count: Int) -> Binding.Resource {
    let flags = tensor(count: count)
    let words = dtype.byteWidth > 8 ? 2 : 1
    let hasSign = dtype.isFloat || dtype == .complex64 || dtype == .complex128
    // Zero is any sign over no bits: both halves of a complex number have one.
    let mask: UInt64 =
      switch dtype {
      case .complex64: 0x7fff_ffff_7fff_ffff
      case .complex128: .max >> 1
      default: hasSign ? (1 << UInt64(dtype.bitWidth - 1)) - 1 : .max
      }
    add(
      Dispatch(
        "Indexing/NonZero.comp",
        bindings: [
          .read("x", x, words == 2 ? .uint64 : dtype.carrier), .write("y", flags, .uint32),
        ],
        parameters: [
          .uint("count", count), .uint("words", words),
          .long("mask", Int(Int64(bitPattern: mask))),
        ], invocations: (count, 1, 1), tripBound: words))
    return flags
  }
}

extension Dispatch {
  /// `Y[o, k, i…] = X[o, picked[k], i…]` for elements of any type that the device can hold.
  static func slices(
    _ dtype: DType, _ view: SliceView, picked: Binding.Resource, count: Int
  ) -> Dispatch {
    let total = view.outer * count * view.block
    return Dispatch(
      "Indexing/Slices.comp",
      bindings: [
        .read("x", .input(0), dtype.carrier), .read("picked", picked, .uint32),
        .write("y", .output(0), dtype.carrier),
      ],
      parameters: [
        .uint("count", total), .uint("extent", view.extent), .uint("taken", count),
        .uint("block", view.block),
      ], invocations: (total, 1, 1), localSize: [256, 1, 1])
  }
}

/// A tensor as slices of one axis, or of its elements: element `i` of slice `k` in the outer
/// position `o` is at `(o · extent + k) · block + i`.
struct SliceView: Sendable {
  let shape: Shape
  /// `nil` where the elements of the flattened tensor are the slices.
  let axis: Int?

  init(_ shape: Shape, axis: Int?) throws(OperatorError) {
    self.shape = shape
    self.axis = try axis.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: shape.rank)
    }
  }

  var extent: Int { axis.map { shape[$0] } ?? shape.count }
  var block: Int { axis.map { shape.strides[$0] } ?? 1 }
  var outer: Int { axis.map { shape.dims[..<$0].reduce(1, *) } ?? 1 }

  /// The shape of `count` slices.
  func shape(of count: Int) -> Shape {
    var result: Shape = [count]
    if let axis {
      result = shape
      result.dims[axis] = count
    }
    return result
  }

  /// Where each outer position's picked slices start.
  func starts(_ picked: [Int]) -> [Int] {
    (0..<outer).flatMap { o in picked.map { (o * extent + $0) * block } }
  }
}
