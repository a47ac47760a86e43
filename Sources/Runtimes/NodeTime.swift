/// How long a node took on a device, and what it did there.
package struct NodeTime: Sendable {
  package let node: String
  package let operation: String
  package let nanoseconds: Double
  /// Bytes of the tensors that its work reads and writes, each once for every dispatch.
  package let byteCount: Int
  /// Multiplications with an addition; `nil` where the operator does not say.
  package let multiplyAddCount: Double?

  package init(
    node: String, operation: String, nanoseconds: Double, byteCount: Int,
    multiplyAddCount: Double? = nil
  ) {
    self.node = node
    self.operation = operation
    self.nanoseconds = nanoseconds
    self.byteCount = byteCount
    self.multiplyAddCount = multiplyAddCount
  }

  /// Bytes a nanosecond, which are GB/s.
  package var byteRate: Double { Double(byteCount) / max(nanoseconds, 1) }

  /// Multiply-adds a nanosecond, which are 10⁹ a second.
  package var multiplyAddRate: Double? { multiplyAddCount.map { $0 / max(nanoseconds, 1) } }
}
