import Graphs
import Tensors

/// An operator whose errors are those of the terms that mean the same.
protocol EstimatedByParts: DifferentiableByParts {}

extension EstimatedByParts {
  /// Sixteen-bit floats are computed in float32: the terms' nodes are.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let writer = TermWriter()
    var terms: [Term?] = []
    var inputs: [Estimate] = []
    for input in request.inputs {
      guard let input else {
        terms.append(nil)
        continue
      }
      let wide = input.computed
      terms.append(writer.input(wide.type))
      inputs.append(wide)
    }
    let ids = terms.map { $0?.id }
    let node = Node(
      name: Self.schema.name, operation: self, opset: TermWriter.opset, inputs: ids,
      outputs: request.wanted.map { _ in writer.newValue() })
    let site = GradientSite(
      node: node, inputs: terms, outputs: [], outputGradients: [], wanted: [], writer: writer)
    let outputs = try parts(terms, site)
    let graph = writer.graph(
      Self.schema.name, inputs: terms.compactMap { $0 }, outputs: outputs)
    let estimates = try EstimateRun(graph).outputs(estimates: inputs)
    let formulas = try estimates.map { estimate throws(OperatorError) in
      try estimate.map { estimate throws(OperatorError) in try Reals(estimate) }
    }
    return try Estimate.outputs(of: self, request, formulas)
  }
}

extension Estimate {
  /// The same in the type in which it is computed.
  fileprivate var computed: Estimate {
    guard let tensor, let dtype, dtype.isFloat, dtype.bitWidth < 32 else { return self }
    return Estimate(tensor, dtype: .float, errors: errors)
  }
}
