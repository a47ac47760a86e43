package import Tensors

/// A node's inputs with their errors, from which an operator says what its outputs' are.
package struct EstimateRequest: Sendable {
  /// `nil` is an absent optional input.
  package let inputs: [Estimate?]
  package let wanted: [Bool]
  /// Runs a body with these inputs; the values around it are in reach.
  package let run: @Sendable (Body, [Estimate?]) throws(OperatorError) -> [Estimate?]

  package init(
    _ inputs: [Estimate?], wanted: [Bool] = [true],
    run: @escaping @Sendable (Body, [Estimate?]) throws(OperatorError) -> [Estimate?] = {
      (_, _) throws(OperatorError) in throw .unbounded("a body outside of a graph")
    }
  ) {
    self.inputs = inputs
    self.wanted = wanted
    self.run = run
  }

  package var values: [Value?] { inputs.map { $0?.value } }

  /// The inputs that a run may have otherwise.
  package var uncertain: [Int] { inputs.indices.filter { inputs[$0]?.isUncertain ?? false } }

  package func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }

  package func input(_ index: Int) throws(OperatorError) -> Estimate {
    guard index < inputs.count, let input = inputs[index] else { throw .missingInput(index) }
    return input
  }

  /// The same request with another input.
  package func replacing(_ index: Int, by input: Estimate) -> EstimateRequest {
    var inputs = inputs
    inputs[index] = input
    return EstimateRequest(inputs, wanted: wanted, run: run)
  }

  /// The request with a float input off by a share of each element.
  package func perturbing(_ index: Int, by share: Double) throws(OperatorError) -> EstimateRequest {
    let input = try input(index)
    guard let tensor = input.tensor, let dtype = input.dtype, dtype.isFloat,
      let values = tensor.doubles
    else { return self }
    let errors = values.indices.map { values[$0].magnitude * share + (input.errors?[$0] ?? 0) }
    return replacing(index, by: Estimate(tensor, dtype: dtype, errors: Buffer(errors)))
  }

  /// The types of the outputs in a run.
  package func types(_ operation: any Operator) throws(OperatorError) -> [ValueType] {
    try operation.infer(
      Inference(
        types: inputs.map { $0?.type }, known: values, outputCount: max(wanted.count, 1)))
  }

  /// An operator's outputs on these values in double.
  package func evaluate(
    _ operation: any Operator, _ values: [Value?]
  ) throws(OperatorError) -> [Value?] {
    try operation.evaluate(Evaluation(values: values, wanted: wanted, precision: .double))
  }
}
