package import Graphs
package import Tensors

/// An operator that is made of others: a graph of the catalog's operators says what it means.
///
/// Both runtimes run the graph; the interpreter keeps its plan from run to run.
package protocol Composite: Operator {
  /// Whether the interpreter has a kernel of its own, to the bits of the graph.
  static var hasOwnKernel: Bool { get }

  /// The graph for inputs of these types, all of them exact. Its inputs are those of the node that are
  /// there; its outputs stand for all of the node's.
  ///
  /// - Parameter wanted: which outputs are asked for; a value that nothing makes stands for others.
  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph
}

extension Composite {
  package static var hasOwnKernel: Bool { false }

  package func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  /// What the nodes that it is made of state.
  package func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let inference = Inference(
      types: request.inputs.map { $0?.type }, known: request.inputs.map { $0?.native },
      outputCount: max(request.wanted.count, 1))
    return try request.run(
      .composed(inference.types) { () throws(OperatorError) in
        try composition(inference, wanted: request.wanted)
      }, request.inputs.filter { $0 != nil })
  }

  package func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (inference, wanted) = (inputs.inference, inputs.wanted)
    return try inputs.run(
      .composed(inference.types) { () throws(OperatorError) in
        try composition(inference, wanted: wanted)
      }, inputs.values.filter { $0 != nil })
  }

  package func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .expansion(try composition(request.inference, wanted: request.wanted))
  }
}
