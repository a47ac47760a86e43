internal import Foundation
package import Graphs
import Tensors

/// The bytes that the values of a run may have, all that live at once counted.
package struct MemoryBudget: Sendable, Equatable {
  package let byteCount: Int

  package init(byteCount: Int) { self.byteCount = byteCount }

  /// What the machine has.
  package static let machine = MemoryBudget(
    byteCount: Int(clamping: ProcessInfo.processInfo.physicalMemory))

  /// Asks for the memory of a node's outputs and of its own work, beside `held` bytes that live
  /// already.
  ///
  /// - Throws: `.memory` for the first output that no longer fits, or the work. Types that are not
  ///   known ask for nothing.
  package func ask(
    _ outputs: [ValueType], work: ByteCount = .zero, held: Int = 0
  ) throws(OperatorError) {
    var held = held
    for tensor in outputs.lazy.compactMap(\.tensor) where tensor.shape != nil {
      let bytes = ByteCount(tensor.byteCount ?? .max)
      if let demand = objection(.output(tensor), bytes, held: held) { throw .memory(demand) }
      held += bytes.value
    }
    if let demand = objection(.work, work, held: held) { throw .memory(demand) }
  }

  /// What does not fit beside `held` bytes that live already; `nil` where it does.
  package func objection(
    _ purpose: MemoryDemand.Purpose, _ bytes: ByteCount, held: Int
  ) -> MemoryDemand? {
    let left = max(0, byteCount - held)
    guard bytes.value > left else { return nil }
    return MemoryDemand(
      purpose, bytes, left: ByteCount(left), of: ByteCount(byteCount), isMachine: self == .machine)
  }
}

extension TensorType {
  /// The bytes of a tensor of this type as it lies in memory; `nil` where an extent is not known or
  /// there are more than a number can count.
  package var byteCount: Int? {
    guard let count = shape?.checkedCount else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: max(dtype.byteWidth, 1))
    return overflow ? nil : bytes
  }
}
