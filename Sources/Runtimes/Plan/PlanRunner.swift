package import Graphs
package import Tensors

/// Runs plans on the host, step by step, dropping each value after its last use.
package struct PlanRunner: Sendable {
  package let precision: Precision
  package let seed: UInt64
  package let budget: MemoryBudget

  package init(precision: Precision, seed: UInt64 = 0, budget: MemoryBudget = .machine) {
    self.precision = precision
    self.seed = seed
    self.budget = budget
  }

  /// - Parameter frame: the plan's own, with the values of its inputs, and for a body of what it
  ///   captures, in their slots.
  /// - Returns: one value an output; `nil` where nothing made it.
  package func run(_ plan: Plan, _ frame: [Value?]) throws(NodeError) -> [Value?] {
    try run(plan, frame, as: try plan.settlements.settled(plan, for: frame, within: budget))
  }

  /// Runs a plan as it is settled for the values in the frame.
  package func run(
    _ plan: Plan, _ frame: consuming [Value?], as settled: SettledPlan
  ) throws(NodeError) -> [Value?] {
    var frame = frame
    for (index, step) in plan.steps.enumerated() {
      if Task.isCancelled { throw NodeError(step.node, .cancelled) }
      let outputs = try evaluate(step, in: frame, isChecked: settled.isChecked[index])
      for (position, value) in outputs.enumerated() where position < step.outputs.count {
        if let slot = step.outputs[position], let value { frame[slot] = value }
      }
      for slot in step.releases { frame[slot] = nil }
    }
    return plan.outputs.map { $0.flatMap { frame[$0] } }
  }

  /// Evaluates one step on the values of a frame.
  func evaluate(
    _ step: Step, in frame: [Value?], isChecked: Bool = false
  ) throws(NodeError) -> [Value?] {
    var inputs: [Value?] = []
    inputs.reserveCapacity(step.inputs.count)
    for (position, slot) in step.inputs.enumerated() {
      let value = slot.flatMap { frame[$0] }
      if value == nil, slot != nil { throw NodeError(step.node, .missingInput(position)) }
      inputs.append(value)
    }
    return try evaluate(step, inputs, in: frame, isChecked: isChecked)
  }

  /// Evaluates one step.
  ///
  /// - Parameters:
  ///   - inputs: one value an input; `nil` where it is absent.
  ///   - frame: the values around the step's bodies.
  package func evaluate(
    _ step: Step, _ inputs: [Value?], in frame: [Value?] = [], isChecked: Bool = false
  ) throws(NodeError) -> [Value?] {
    let evaluation =
      step.runsBodies
      ? Evaluation(
        values: inputs, wanted: step.wanted, precision: precision, seed: step.seed(in: seed),
        run: { (body, inputs) throws(OperatorError) in try run(body, of: step, inputs, in: frame) })
      : Evaluation(
        values: inputs, wanted: step.wanted, precision: precision, seed: step.seed(in: seed))
    do throws(OperatorError) {
      if !isChecked { try check(step, evaluation, frame) }
      return try step.operation.evaluate(evaluation)
    } catch {
      throw NodeError(step.node, error)
    }
  }

  private func run(
    _ body: Body, of step: Step, _ inputs: [Value?], in outer: [Value?]
  ) throws(OperatorError) -> [Value?] {
    let plan = step.plan(of: body)
    var frame = plan.frame
    for capture in plan.captures { frame[capture.inner] = capture.outer.flatMap { outer[$0] } }
    for (slot, value) in zip(plan.inputs, inputs) { if let value { frame[slot] = value } }
    do throws(NodeError) { return try self.run(plan, frame) } catch {
      throw .body(plan.graph.name, error)
    }
  }
}
