package import Graphs
import Tensors

/// A plan whose steps that read constants alone are done, once for all runs.
package struct FoldedPlan: Sendable {
  package let plan: Plan
  /// Inputs whose defaults were taken: a run that gives one of them runs the whole plan.
  package let assumed: Set<ValueID>
  /// The nodes that are done.
  package let doneCount: Int
  /// The slots of constants whose elements no step reads: they are packed for the one that did.
  package let packed: Set<Int>

  /// Evaluates until the tensors fill `byteLimit`. A step that can't be evaluated stays, so that
  /// runs tell why; so do steps with bodies and those that draw random numbers.
  ///
  /// - Parameter packs: whether constants are laid out as operators read them.
  package init(_ whole: Plan, _ runner: PlanRunner, byteLimit: Int, packs: Bool = true) {
    var frame = whole.frame
    var done: Set<Int> = []
    var assumed: Set<ValueID> = []
    var byteCount = 0
    let inputs = Set(whole.graph.inputs)
    var readCounts = [Int](repeating: 0, count: frame.count)
    for slot in whole.steps.flatMap(\.reads) + whole.outputs.compactMap({ $0 }) {
      readCounts[slot] += 1
    }
    for (index, step) in whole.steps.enumerated() {
      guard !Task.isCancelled else { break }
      guard step.node.isRepeatable, step.inputs.allSatisfy({ $0.map { frame[$0] != nil } ?? true }),
        let outputs = try? runner.evaluate(step, in: frame, held: byteCount)
      else { continue }
      let bytes = outputs.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
      guard byteCount + bytes <= byteLimit, outputs.allSatisfy({ $0?.tensor != nil || $0 == nil })
      else { continue }
      byteCount += bytes
      done.insert(index)
      assumed.formUnion(step.node.inputs.compactMap { $0 }.filter(inputs.contains))
      for (slot, value) in zip(step.outputs, outputs) { if let slot { frame[slot] = value } }
      for slot in step.reads {
        readCounts[slot] -= 1
        guard readCounts[slot] == 0, whole.makes(slot) else { continue }
        byteCount -= frame[slot]?.tensor?.byteCount ?? 0
        frame[slot] = nil
      }
    }
    doneCount = done.count
    let rest = done.isEmpty ? whole : whole.without(done, in: frame)
    frame = []
    let (plan, packed) = packs ? rest.packed(runner.precision) : (rest, [])
    (self.plan, self.packed) = (plan, packed)
    self.assumed = assumed.union(
      zip(whole.graph.inputs, whole.inputs).filter { packed.contains($1) }.map(\.0))
  }
}
