/// Memory that a node asks for and a run does not have.
package struct MemoryDemand: Sendable, Hashable, CustomStringConvertible {
  package enum Purpose: Sendable, Hashable {
    case output(TensorType)
    /// What only the node's own work sees: wide copies, index tables, packed operands.
    case work
    /// A value or a scratch tensor where a device sees it.
    case deviceTensor
  }

  package let purpose: Purpose
  package let byteCount: ByteCount
  /// What values that live already leave of the limit.
  package let left: ByteCount
  package let limit: ByteCount
  /// Whether the limit is the machine's memory, which no option raises.
  package let isMachine: Bool

  package init(
    _ purpose: Purpose, _ byteCount: ByteCount, left: ByteCount, of limit: ByteCount,
    isMachine: Bool
  ) {
    self.purpose = purpose
    self.byteCount = byteCount
    self.left = left
    self.limit = limit
    self.isMachine = isMachine
  }

  package var description: String {
    let subject =
      switch purpose {
      case .output(let type): "an output of \(type)"
      case .work: "the node's work"
      case .deviceTensor: "a tensor on the device"
      }
    let of = isMachine ? "\(limit) that the machine has" : "\(limit) (--memory raises them)"
    return "\(subject) takes \(byteCount), which does not fit into memory: \(left) are left of the "
      + of
  }
}
