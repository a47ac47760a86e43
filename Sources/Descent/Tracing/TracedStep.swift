internal import Graphs
package import Runtimes
internal import Tensors

/// A step of a run, with what its inputs and outputs are in a few numbers.
package struct TracedStep: Sendable, Hashable, Codable {
  package struct Port: Sendable, Hashable, Codable {
    package var name: String
    package var value: ValueSummary
  }

  /// Of the form, in JSON.
  package var schema = 1
  /// From 0, in order of execution.
  package var index: Int
  package var node: String
  package var operation: String
  package var opset: Int
  /// The bodies around it, from the outside in.
  package var path: [DescentStep.Frame]
  package var inputs: [Port]
  package var outputs: [Port]

  package init(_ step: TappedStep, index: Int) {
    self.index = index
    node = step.node.name
    operation = step.node.operatorName
    opset = step.node.opset
    path = step.path.frames.map(DescentStep.Frame.init)
    inputs = zip(step.node.inputs, step.inputs).compactMap { id, value in
      value.map { Port(name: id.flatMap { step.graph.names[$0] } ?? "", value: ValueSummary($0)) }
    }
    outputs = zip(step.node.outputs, step.outputs).compactMap { id, value in
      value.map { Port(name: id.flatMap { step.graph.names[$0] } ?? "", value: ValueSummary($0)) }
    }
  }

  /// `12 Conv-11 'stem'` with a line an input and output.
  package var text: String {
    let place = path.reversed().map { " in \($0.text)" }.joined()
    let lines =
      ["\(index) \(operation)-\(opset) '\(node.onOneLine)'\(place)"]
      + inputs.map { "  < \($0.name.onOneLine): \($0.value.text)" }
      + outputs.map { "  > \($0.name.onOneLine): \($0.value.text)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
