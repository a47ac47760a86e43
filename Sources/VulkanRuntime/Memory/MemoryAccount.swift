import Graphs
import Runtimes

/// The bytes that all pools of an engine have given out, of those that a run may have.
final class MemoryAccount {
  let budget: MemoryBudget
  private(set) var heldBytes = 0

  init(_ budget: MemoryBudget) { self.budget = budget }

  /// - Throws: `.outOfMemory` for more than what is left.
  func take(_ byteCount: Int) throws(RuntimeError) {
    if let demand = budget.objection(.deviceTensor, ByteCount(byteCount), held: heldBytes) {
      throw .outOfMemory("\(demand)")
    }
    heldBytes += byteCount
  }

  func give(_ byteCount: Int) { heldBytes -= byteCount }
}
