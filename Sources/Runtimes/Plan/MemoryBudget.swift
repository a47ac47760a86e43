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

  /// Asks for the memory of a node's outputs, beside `held` bytes that live already.
  ///
  /// - Throws: `.tooLarge` for the first output that no longer fits. Types that are not known ask for
  ///   nothing.
  package func ask(_ outputs: [ValueType], held: Int = 0) throws(OperatorError) {
    var sum = held
    for type in outputs {
      guard let tensor = type.tensor, let shape = tensor.shape else { continue }
      let (total, overflow) = sum.addingReportingOverflow(tensor.byteCount ?? .max)
      if overflow || total > byteCount { throw .tooLarge(shape, tensor.dtype) }
      sum = total
    }
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
