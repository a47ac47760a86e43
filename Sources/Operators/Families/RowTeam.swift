import Graphs
import Tensors

/// The invocations that work on one row, as `Shaders/Families/Rows.glsl` has them.
struct RowTeam {
  /// Invocations a row: one, a part of a subgroup, a subgroup, a whole workgroup of several, or a part of
  /// one that shares memory with its neighbours.
  let lanes: Int
  let groupSize: Int
  let defines: [String: String]

  /// - Parameters:
  ///   - length: elements of a row that are worked on at once.
  ///   - count: how many rows there are.
  init(length: Int, count: Int, rows: Rows, device: DeviceTraits) {
    let subgroup = device.subgroupSize
    var defines = Summation.defines(length)
    switch device.kernels {
    case .lanes:
      lanes = length >= min(4 * subgroup, Summation.sumBlock) ? subgroup : 1
      groupSize = lanes == 1 ? 64 : lanes
    case .groups:
      defines["SUM_ROWS"] = String(
        min(8, (max(length, 1) + Summation.lanes - 1) / Summation.lanes))
      // Pieces of a column are no neighbours.
      let areColumns = rows.areColumns && length == rows.length
      if areColumns, let columns = Self.columns(length: length, count: count) {
        let wanted = Self.powerOfTwo(from: length / Self.share(length: length, count: count))
        lanes = max(Summation.lanes, min(wanted, device.groupLimit / columns, 64))
        groupSize = lanes * columns
        defines["COLUMNS"] = String(columns)
      } else if areColumns, count >= Self.columnCount {
        lanes = 1
        groupSize = Self.group
      } else {
        lanes = Self.lanes(length: length, count: count, device: device)
        groupSize = lanes > subgroup ? lanes : max(subgroup, Self.group)
        if lanes > 1, lanes <= subgroup { defines["ROWS"] = String(groupSize / lanes) }
      }
    }
    defines["LANES"] = String(lanes)
    self.defines = defines
  }

  private init(lanes: Int, groupSize: Int, defines: [String: String]) {
    (self.lanes, self.groupSize) = (lanes, groupSize)
    self.defines = defines.merging(["LANES": String(lanes)]) { $1 }
  }

  /// An invocation a row.
  static func single(length: Int) -> Self {
    Self(lanes: 1, groupSize: 64, defines: Summation.defines(length))
  }

  /// Invocations of a workgroup that has several rows.
  private static let group = 128
  /// Rows side by side, from which on each has one invocation: neighbours read neighbours.
  private static let columnCount = 4096
  /// All elements from which on a device is full.
  private static let fullCount = 1 << 22

  /// Elements an invocation takes of a row that is longer than a block.
  private static func share(length: Int, count: Int) -> Int {
    length * count >= fullCount ? 32 : 8
  }

  private static func lanes(length: Int, count: Int, device: DeviceTraits) -> Int {
    let width = min(Summation.lanes, device.subgroupSize)
    if length <= Summation.sumBlock {
      return min(width, powerOfTwo(from: max(min(length, 2), (length + 3) / 4)))
    }
    // A block's lanes are a subgroup's at most, and the sums of a block of blocks lie side by side.
    var most = width * Summation.sumBlock
    while most > min(device.groupLimit, device.subgroupLimit * device.subgroupSize) { most /= 2 }
    return max(
      device.subgroupSize,
      min(most, powerOfTwo(from: length / share(length: length, count: count))))
  }

  /// Columns of a workgroup, which has no other: a memory access of theirs is whole. `nil` where
  /// columns are short, or the sums of their blocks too many for its memory.
  private static func columns(length: Int, count: Int) -> Int? {
    guard (Summation.lanes...Summation.piece).contains(length) else { return nil }
    return [16, 8].first { count % $0 == 0 }
  }

  private static func powerOfTwo(from least: Int) -> Int {
    var power = 1
    while power < least { power *= 2 }
    return power
  }
}

extension Rows {
  /// Whether neighbouring elements belong to neighbouring rows.
  var areColumns: Bool { inner.step(0) > 1 && outer.step(0) == 1 }
}
