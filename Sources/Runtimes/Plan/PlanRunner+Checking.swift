import Graphs
import Tensors

extension PlanRunner {
  /// What is known to be wrong with a step before it is evaluated: types that the standard does not
  /// allow, what inference refuses, and outputs or work that do not fit into memory. A model file may
  /// ask for a tensor of any size.
  ///
  /// - Parameter held: bytes of values that live beside the step's outputs.
  /// - Throws: `.memory` for the first output that does not fit, or the work. What inference can't tell
  ///   is left to the operator.
  func check(
    _ step: Step, _ inputs: Evaluation, held: Int
  ) throws(OperatorError) {
    let types = inputs.values.map { $0.map(ValueType.init(of:)) }
    if let reason = step.revision?.objection(to: types) { throw reason }
    // The bodies of a node are looked at when they run, with the types that they then have.
    guard step.bodies.isEmpty else { return }
    let inference = Inference(
      types: types, known: inputs.values, outputCount: max(inputs.wanted.count, 1))
    let outputs: [ValueType]
    do throws(OperatorError) { outputs = try step.operation.infer(inference) } catch {
      if case .unknownValue = error { return }
      throw error
    }
    let request = ScratchRequest(inputs: inference, outputs: outputs, precision: precision)
    try budget.ask(outputs, work: try step.operation.scratch(request), held: held)
  }
}
