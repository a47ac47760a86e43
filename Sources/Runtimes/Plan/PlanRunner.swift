package import Graphs
package import Tensors

/// Runs plans on the host, step by step, dropping each value after its last use.
package struct PlanRunner: Sendable {
  package let precision: Precision
  package let seed: UInt64
  package let budget: MemoryBudget
  /// What notes the time of each step; `nil` notes none.
  package var stopwatch: Stopwatch?
  /// Sees each step; `nil` of most runs.
  private var tap: PlacedTap?

  package init(precision: Precision, seed: UInt64 = 0, budget: MemoryBudget = .machine) {
    self.precision = precision
    self.seed = seed
    self.budget = budget
  }

  /// The same runner, seen by a tap.
  package func tapped(by tap: PlacedTap) -> PlanRunner {
    var runner = self
    runner.tap = tap
    return runner
  }

  /// Runs a plan as it is settled for the values in a frame.
  ///
  /// - Parameters:
  ///   - frame: the plan's own, with the values of its inputs, and for a body of what it captures, in
  ///     their slots.
  ///   - held: bytes of values that live around the plan.
  /// - Returns: one value an output; `nil` where nothing made it.
  package func run(
    _ plan: Plan, _ frame: consuming [Value?], as settled: SettledPlan, held: Int = 0
  ) throws(NodeError) -> [Value?] {
    var frame = frame
    var held = held
    for (index, step) in plan.steps.enumerated() {
      if Task.isCancelled { throw NodeError(step.node, .cancelled) }
      let start = stopwatch?.start()
      let outputs = try evaluate(
        step, in: frame, held: settled.isChecked[index] ? nil : held)
      if let start { stopwatch?.stop(step, since: start, reading: frame, making: outputs) }
      if let tap { tap.see(seen(step, of: plan, outputs, in: frame, at: tap.path)) }
      for (position, value) in outputs.enumerated() where position < step.outputs.count {
        guard let slot = step.outputs[position], let value else { continue }
        frame[slot] = value
        held += value.tensor?.byteCount ?? 0
      }
      for slot in step.releases {
        if plan.makes(slot) { held -= frame[slot]?.tensor?.byteCount ?? 0 }
        frame[slot] = nil
      }
    }
    return plan.outputs.map { $0.flatMap { frame[$0] } }
  }

  private func seen(
    _ step: Step, of plan: Plan, _ outputs: [Value?], in frame: [Value?], at path: BodyPath
  ) -> TappedStep {
    let captures = step.bodies.flatMap(\.captures).compactMap { capture in
      capture.outer.flatMap { frame[$0] }.map { (capture.id, $0) }
    }
    return TappedStep(
      path: path, graph: plan.graph, node: step.node,
      inputs: step.inputs.map { $0.flatMap { frame[$0] } }, outputs: outputs,
      surroundings: Dictionary(captures, uniquingKeysWith: { first, _ in first }))
  }

  /// Evaluates one step on the values of a frame.
  func evaluate(
    _ step: Step, in frame: [Value?], held: Int?
  ) throws(NodeError) -> [Value?] {
    var inputs: [Value?] = []
    inputs.reserveCapacity(step.inputs.count)
    for (position, slot) in step.inputs.enumerated() {
      let value = slot.flatMap { frame[$0] }
      if value == nil, slot != nil { throw NodeError(step.node, .missingInput(position)) }
      inputs.append(value)
    }
    return try evaluate(step, inputs, in: frame, held: held)
  }

  /// Evaluates one step.
  ///
  /// - Parameters:
  ///   - inputs: one value an input; `nil` where it is absent.
  ///   - frame: the values around the step's bodies.
  ///   - held: bytes of values that live beside the step's outputs; `nil` where types and memory are
  ///     known to be right.
  package func evaluate(
    _ step: Step, _ inputs: [Value?], in frame: [Value?] = [], held: Int? = 0
  ) throws(NodeError) -> [Value?] {
    let counter = tap == nil ? nil : BodyCounter()
    let evaluation =
      step.runsBodies
      ? Evaluation(
        values: inputs, wanted: step.wanted, precision: precision, seed: step.seed(in: seed),
        run: { (body, inputs) throws(OperatorError) in
          try run(body, of: step, inputs, in: frame, held: held ?? 0, counter)
        })
      : Evaluation(
        values: inputs, wanted: step.wanted, precision: precision, seed: step.seed(in: seed))
    do throws(OperatorError) {
      if let held { try check(step, evaluation, held: held) }
      return try step.operation.evaluate(evaluation)
    } catch {
      throw NodeError(step.node, error)
    }
  }

  private func run(
    _ body: Body, of step: Step, _ inputs: [Value?], in outer: [Value?], held: Int,
    _ counter: BodyCounter?
  ) throws(OperatorError) -> [Value?] {
    let plan = try step.plan(of: body)
    var frame = plan.frame
    for capture in plan.captures { frame[capture.inner] = capture.outer.flatMap { outer[$0] } }
    for (slot, value) in zip(plan.inputs, inputs) { if let value { frame[slot] = value } }
    var runner = self
    if let counter {
      runner.tap = tap?.entering(body, named: plan.graph.name, of: step.node, counter)
    }
    do throws(NodeError) {
      let settled = try plan.settlements.settled(plan, for: frame, within: budget, precision)
      return try runner.run(plan, frame, as: settled, held: held)
    } catch {
      throw .body(plan.graph.name, error)
    }
  }
}
