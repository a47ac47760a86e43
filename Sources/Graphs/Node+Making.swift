extension Node {
  /// A node of an operator under a revision of it.
  ///
  /// - Throws: what the operator says of the attributes.
  package init(
    _ type: any Operator.Type, _ revision: OperatorSchema.Revision, named name: String,
    inputs: [ValueID?], outputs: [ValueID?], attributes: [String: AttributeValue]
  ) throws(OperatorError) {
    let reader = try NodeReader(
      opset: revision.since, revision: revision, inputCount: inputs.count,
      outputCount: outputs.count, given: attributes)
    self.init(
      name: name, operation: try type.init(reader), attributes: attributes, opset: revision.since,
      inputs: inputs, outputs: outputs)
  }

  /// The graphs among the attributes, by attributes' names.
  package var bodies: [Graph] {
    attributes.keys.sorted().flatMap { name -> [Graph] in
      switch attributes[name] {
      case .graph(let body): [body]
      case .graphs(let bodies): bodies
      default: []
      }
    }
  }

  /// The node with other bodies, in the order of ``bodies``.
  ///
  /// - Throws: what the operator says of the new bodies.
  package func replacing(bodies: [Graph]) throws(OperatorError) -> Node {
    guard let revision else { return self }
    var changed = attributes
    var rest = bodies[...]
    for name in attributes.keys.sorted() {
      switch attributes[name] {
      case .graph:
        if let body = rest.popFirst() { changed[name] = .graph(body) }
      case .graphs(let old):
        changed[name] = .graphs(Array(rest.prefix(old.count)))
        rest = rest.dropFirst(old.count)
      default: continue
      }
    }
    return try Node(
      type(of: operation), revision, named: name, inputs: inputs, outputs: outputs,
      attributes: changed)
  }

  /// The operator and the node's name, for messages.
  package var label: String { "\(operatorName) '\(name)'" }
}
