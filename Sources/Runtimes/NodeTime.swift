/// How long a node took, and what it did.
package struct NodeTime: Sendable {
  package let node: String
  package let operation: String
  package let nanoseconds: Double
  /// Bytes of the tensors that its work reads and writes, each once for every dispatch.
  package let byteCount: Int
  /// Multiplications with an addition; `nil` where the operator does not say.
  package let multiplyAddCount: Double?
  /// Nanoseconds after the run's beginning; `nil` where it is not told.
  package let start: Double?
  /// 0 of the model's own graph, 1 of a body in it, …; a node with bodies has their time in its own.
  package let depth: Int

  package init(
    node: String, operation: String, nanoseconds: Double, byteCount: Int,
    multiplyAddCount: Double? = nil, start: Double? = nil, depth: Int = 0
  ) {
    self.node = node
    self.operation = operation
    self.nanoseconds = nanoseconds
    self.byteCount = byteCount
    self.multiplyAddCount = multiplyAddCount
    self.start = start
    self.depth = depth
  }

  /// Bytes a nanosecond, which are GB/s.
  package var byteRate: Double { Double(byteCount) / max(nanoseconds, 1) }

  /// Multiply-adds a nanosecond, which are 10⁹ a second.
  package var multiplyAddRate: Double? { multiplyAddCount.map { $0 / max(nanoseconds, 1) } }
}
