import Graphs
package import Tensors

extension SettledPlan {
  /// Has memory ready for what a run's steps make, each value's as long as the run has it; not where that
  /// is much of the budget, as not every model that is prepared is run.
  package func provide(_ blocks: Blocks, for plan: Plan, within budget: MemoryBudget) {
    guard peakByteCount <= budget.byteCount / 8 else { return }
    var taken: [Int: Block] = [:]
    for (step, types) in zip(plan.steps, outputs) {
      let isView = type(of: step.operation).traits.contains(.reshaping)
      for (slot, type) in zip(step.outputs, types) {
        guard let slot, let tensor = type.tensor, tensor.dtype != .string,
          let count = tensor.byteCount, count >= Blocks.leastByteCount
        else { continue }
        let input = step.inputs.first.flatMap { $0 }
        taken[slot] = isView ? input.flatMap { taken[$0] } : blocks.take(byteCount: count)
      }
      for slot in step.releases { taken[slot] = nil }
    }
    taken = [:]
    blocks.touch()
  }
}
