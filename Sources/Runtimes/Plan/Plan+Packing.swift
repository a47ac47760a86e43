import Graphs
package import Tensors

extension Plan {
  /// Less is laid out as fast as it is looked for.
  private static let leastPackedByteCount = 1 << 14
  /// As much may be in memory twice while it is laid out; of large models, a quarter of all constants.
  private static let leastTransientByteCount = 1 << 24

  /// The plan with constants laid out as the operators that read them do, once for all runs, and the
  /// slots of these constants: no step reads their elements.
  ///
  /// A constant stays in memory once for each step that reads it so: what another one reads as it is
  /// is left, and of what the graph holds and no file has, as much as may be in memory twice is laid out.
  package consuming func packed(_ precision: Precision) -> (plan: Plan, slots: Set<Int>) {
    var plan = self
    let byteCount = plan.frame.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
    let packable =
      Self.leastPackedByteCount...max(Self.leastTransientByteCount, byteCount / 4)
    var constants = plan.packableConstants(packable, precision)
    var slots: Set<Int> = []
    for index in plan.steps.indices where !plan.steps[index].bodies.isEmpty {
      plan.steps[index] = Step(
        plan.steps[index], bodies: plan.steps[index].bodies.map { $0.packed(precision).plan })
    }
    for (index, step) in plan.steps.enumerated() {
      var own: [Int: Tensor] = [:]
      for (input, slot) in step.inputs.enumerated() {
        guard let slot, let constant = constants[slot] else { continue }
        own[input] = constant.tensor
        constants[slot]?.readerCount -= 1
        if constant.readerCount == 1 { constants[slot] = nil }
      }
      guard !own.isEmpty, let packing = step.operation.packing(own, precision) else { continue }
      for (input, tensor) in packing.inputs {
        guard let slot = step.inputs[input] else { continue }
        plan.frame[slot] = .tensor(tensor)
        slots.insert(slot)
      }
      plan.steps[index] = Step(step, as: packing.operation)
    }
    return (plan, slots)
  }

  private struct PackableConstant {
    let tensor: Tensor
    var readerCount: Int
  }

  /// The constants of so many bytes that may be laid out, by slot.
  private func packableConstants(
    _ byteCounts: ClosedRange<Int>, _ precision: Precision
  ) -> [Int: PackableConstant] {
    var readCounts = [Int](repeating: 0, count: frame.count)
    for slot in steps.flatMap(\.reads) + outputs.compactMap({ $0 }) { readCounts[slot] += 1 }
    var readers: [Int: [(step: Step, input: Int)]] = [:]
    for step in steps {
      for (input, slot) in step.inputs.enumerated() {
        guard let slot, let size = frame[slot]?.tensor?.byteCount, byteCounts.contains(size)
        else { continue }
        readers[slot, default: []].append((step, input))
      }
    }
    let given = Set(constantSlots.map(\.slot))
    // What calls a body may give it another value for its inputs' defaults.
    let replaceable = isBody ? Set(inputs) : []
    var heldByteCount = 0
    var constants: [Int: PackableConstant] = [:]
    for (slot, readers) in readers.sorted(by: { $0.key < $1.key }) {
      guard readCounts[slot] == readers.count, !replaceable.contains(slot),
        let tensor = frame[slot]?.tensor
      else { continue }
      if readers.count > 1 {
        let isPackedByAll = readers.allSatisfy { step, input in
          step.operation.packing([input: tensor], precision)?.inputs[input] != nil
        }
        guard isPackedByAll else { continue }
      }
      if given.contains(slot), !tensor.elements.isRereadable {
        guard heldByteCount + tensor.byteCount <= Self.leastTransientByteCount else { continue }
        heldByteCount += tensor.byteCount
      }
      constants[slot] = PackableConstant(tensor: tensor, readerCount: readers.count)
    }
    return constants
  }
}
