import Graphs
import Tensors

/// Reverse mode: gradients go from a graph's outputs to its inputs, node by node.
///
/// - Source: Griewank and Walther, Evaluating Derivatives, 2nd edition, 2008, §3.2.
struct ReverseSweep {
  private let writer: TermWriter
  private let nodes: ArraySlice<Node>

  /// - Parameter range: the numbers of the nodes, in the writer.
  init(_ writer: TermWriter, _ range: Range<Int>) {
    self.writer = writer
    nodes = writer.nodes[range]
  }

  /// The gradients of `Σ seed · output` at the inputs; `nil` is 0, and for an input that is `nil`.
  ///
  /// - Throws: `.unsupported` naming a node on the way whose operator has no derivative.
  func gradients(
    of outputs: [Term?], _ seeds: [Term?], at inputs: [Term?]
  ) throws(OperatorError) -> [Term?] {
    let active = activeValues(from: inputs)
    var gradients: [ValueID: Term] = [:]
    func add(_ gradient: Term, to id: ValueID) throws(OperatorError) {
      gradients[id] =
        try gradients[id].map { sum throws(OperatorError) in try sum + gradient } ?? gradient
    }
    for (output, seed) in zip(outputs, seeds) {
      if let output, let seed, active.contains(output.id) { try add(seed, to: output.id) }
    }
    for node in nodes.reversed() where node.reads.contains(where: active.contains) {
      let outputGradients = node.outputs.map { $0.flatMap { gradients[$0] } }
      guard outputGradients.contains(where: { $0 != nil }) else { continue }
      for (id, gradient) in try passed(back: outputGradients, through: node, to: active) {
        try add(gradient, to: id)
      }
    }
    return inputs.map { $0.flatMap { gradients[$0.id] } }
  }

  /// The values of floating types that depend on the inputs.
  private func activeValues(from inputs: [Term?]) -> Set<ValueID> {
    var active = Set(inputs.compactMap { $0?.isFloating == true ? $0?.id : nil })
    for node in nodes where node.reads.contains(where: active.contains) {
      for id in node.outputs {
        if let id, writer.term(id)?.isFloating == true { active.insert(id) }
      }
    }
    return active
  }

  private func passed(
    back outputGradients: [Term?], through node: Node, to active: Set<ValueID>
  ) throws(OperatorError) -> [(ValueID, Term)] {
    if let branches = node.operation as? If {
      return try branches.gradients(outputGradients, of: node, to: active, writer)
    }
    guard let operation = node.operation as? any Differentiable else {
      throw .unsupported("the derivative of \(node.label)")
    }
    let site = GradientSite(
      node: node, inputs: node.inputs.map { $0.flatMap(writer.term) },
      outputs: node.outputs.map { $0.flatMap(writer.term) }, outputGradients: outputGradients,
      wanted: node.inputs.map { $0.map(active.contains) ?? false }, writer: writer)
    let found: [Term?]
    do throws(OperatorError) { found = try operation.gradients(site) } catch {
      throw .body("derivative", NodeError(node, error))
    }
    var passed: [(ValueID, Term)] = []
    for (index, gradient) in found.enumerated() where site.wants(index) {
      guard let gradient, let id = node.inputs[index] else { continue }
      let (input, own) = (try site.input(index).tensor(), try gradient.tensor())
      guard input.shape == own.shape, input.dtype == own.dtype else {
        throw .mismatch(
          "the derivative of \(node.label) has shape \(own.shape) for input \(index) of"
            + " \(input.shape)")
      }
      passed.append((id, gradient))
    }
    return passed
  }
}
