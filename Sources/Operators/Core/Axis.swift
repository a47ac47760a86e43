import Graphs

/// The axis counted from the front; of a scalar, 0 and -1 are axis 0, as if it had one of extent 1.
func resolve(axis: Int, rank: Int) throws(OperatorError) -> Int {
  guard (-rank..<max(rank, 1)).contains(axis) || (rank == 0 && (axis == 0 || axis == -1)) else {
    throw .axis(axis, rank: rank)
  }
  return axis < 0 ? axis + max(rank, 1) : axis
}

/// The axes counted from the front, ascending, without repeats; none of a scalar's.
func resolve(axes: [Int], rank: Int) throws(OperatorError) -> [Int] {
  var resolved: Set<Int> = []
  for axis in axes { resolved.insert(try resolve(axis: axis, rank: rank)) }
  return rank == 0 ? [] : resolved.sorted()
}
