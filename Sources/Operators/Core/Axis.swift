import Graphs

/// The axis counted from the front.
func resolve(axis: Int, rank: Int) throws(OperatorError) -> Int {
  guard (-rank..<max(rank, 1)).contains(axis) || (rank == 0 && (axis == 0 || axis == -1)) else {
    throw .axis(axis, rank: rank)
  }
  return axis < 0 ? axis + rank : axis
}

/// The axes counted from the front, ascending, without repeats.
func resolve(axes: [Int], rank: Int) throws(OperatorError) -> [Int] {
  var resolved: Set<Int> = []
  for axis in axes { resolved.insert(try resolve(axis: axis, rank: rank)) }
  return resolved.sorted()
}
