import Graphs
import Tensors

extension Plan {
  /// Less is laid out as fast as it is looked for.
  private static let leastPackedByteCount = 1 << 14
  /// As much may be in memory twice while it is laid out; of large models, a quarter of all constants.
  private static let leastTransientByteCount = 1 << 24

  /// The plan with constants laid out as the operators that read them do, once for all runs, and the
  /// slots of these constants: no step reads their elements.
  ///
  /// A constant stays in memory once: what another step reads too is left as it is, and so is what the
  /// graph holds and no file has.
  consuming func packed(_ precision: Precision) -> (plan: Plan, slots: Set<Int>) {
    var plan = self
    var readCounts = [Int](repeating: 0, count: plan.frame.count)
    for slot in plan.steps.flatMap(\.reads) + plan.outputs.compactMap({ $0 }) {
      readCounts[slot] += 1
    }
    let byteCount = plan.frame.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
    let packable =
      Self.leastPackedByteCount...max(Self.leastTransientByteCount, byteCount / 4)
    let given = Set(plan.constantSlots.map(\.slot))
    var slots: Set<Int> = []
    for (index, step) in plan.steps.enumerated() {
      var constants: [Int: Tensor] = [:]
      for (input, slot) in step.inputs.enumerated() {
        guard let slot, readCounts[slot] == 1, let tensor = plan.frame[slot]?.tensor,
          packable.contains(tensor.byteCount),
          !given.contains(slot) || tensor.elements.isRereadable
        else { continue }
        constants[input] = tensor
      }
      guard !constants.isEmpty, let packing = step.operation.packing(constants, precision)
      else { continue }
      for (input, tensor) in packing.inputs {
        guard let slot = step.inputs[input] else { continue }
        plan.frame[slot] = .tensor(tensor)
        slots.insert(slot)
      }
      plan.steps[index] = Step(step, as: packing.operation)
    }
    return (plan, slots)
  }
}
