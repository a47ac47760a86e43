import Graphs
import Runtimes
import Tensors

extension Walk {
  /// What a step did. The work so far ends, and the host reads the step's values, so that the device
  /// does what it does anyway.
  func seen(
    _ step: Step, of plan: Plan, in scope: Scope, at path: BodyPath
  ) throws(RuntimeError) -> TappedStep {
    var captured: [ValueID: Value] = [:]
    for capture in step.bodies.flatMap(\.captures) {
      captured[capture.id] = try tappedValue(capture.outer.flatMap { scope[$0] })
    }
    return TappedStep(
      path: path, graph: plan.graph, node: step.node,
      inputs: try tappedValues(step.inputs, in: scope),
      outputs: try tappedValues(step.outputs, in: scope), surroundings: captured)
  }

  private func tappedValues(
    _ slots: [Int?], in scope: Scope
  ) throws(RuntimeError) -> [Value?] {
    try slots.map { slot throws(RuntimeError) in
      try tappedValue(slot.flatMap { scope[$0] })
    }
  }

  /// The item's value; of one that only the device has, a copy for taps alone.
  private func tappedValue(_ item: Item?) throws(RuntimeError) -> Value? {
    guard let item else { return nil }
    if let value = item.tapped ?? item.host { return value }
    guard let tensor = item.device else { return nil }
    let value = Value.tensor(try read(tensor, isConstant: item.isConstant))
    if !item.isConstant { item.tapped = value }
    return value
  }
}
