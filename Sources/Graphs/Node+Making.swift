import Tensors

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
    return try replacing(attributes: changed)
  }

  /// The node with other attributes; the node itself where it has no revision that declares any.
  ///
  /// - Throws: what the operator says of them.
  package func replacing(
    attributes: [String: AttributeValue]
  ) throws(OperatorError) -> Node {
    if let foreign = operation as? ForeignOperator {
      return Node(
        foreign: foreign.title, because: foreign.reason, named: name, opset: opset, inputs: inputs,
        outputs: outputs, attributes: attributes)
    }
    guard let revision else { return self }
    return try Node(
      type(of: operation), revision, named: name, inputs: inputs, outputs: outputs,
      attributes: attributes)
  }

  /// The operator and the node's name, for messages.
  package var label: String {
    "\(isForeign && !domain.isEmpty ? "\(domain)." : "")\(operatorName) '\(name.onOneLine)'"
  }

  /// What distinguishes the node's random numbers in runs of one seed: its name, which stays what it
  /// is when other nodes come and go.
  ///
  /// - Source: the 64-bit FNV-1a hash, draft-eastlake-fnv.
  package func seed(in run: UInt64) -> UInt64 {
    let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return Self.seed(hash, in: run)
  }

  /// ``seed(in:)`` of a node whose seed in run 0 is known.
  package static func seed(_ first: UInt64, in run: UInt64) -> UInt64 {
    run &* 0x9e37_79b9_7f4a_7c15 &+ first
  }
}
