package import Graphs

/// A call of a function of the model, its body at hand.
///
/// The body takes the arguments that are there and sees nothing else; the call's attributes are in
/// its nodes already.
package struct FunctionCall: ControlFlow {
  private static let body = AttributeKey<Graph>("body")
  private static let name = AttributeKey<String>("name")
  private static let domain = AttributeKey<String>("domain")
  package static let schema = OperatorSchema(
    "FunctionCall", domain: "wonnx",
    inputs: [.variadic("inputs", "V", minimum: 0, isHomogeneous: false)],
    outputs: [.variadic("outputs", "V", isHomogeneous: false)],
    history: [.since(1, attributes: [body.required, name.required, domain.required])])

  /// The function's name and domain in the model file.
  package let name: String
  package let domain: String
  package let body: Graph

  package init(_ node: NodeReader) throws(OperatorError) {
    name = try node[Self.name]
    domain = try node[Self.domain]
    body = try node[Self.body]
  }

  /// A node that calls `body`.
  package static func node(
    _ name: String, domain: String, body: Graph, named label: String, inputs: [ValueID],
    outputs: [ValueID?]
  ) throws(OperatorError) -> Node {
    guard let revision = schema.history.first else { throw .unsupported("a call of \(name)") }
    return try Node(
      Self.self, revision, named: label, inputs: inputs, outputs: outputs,
      attributes: ["name": .string(name), "domain": .string(domain), "body": .graph(body)])
  }

  package var bodies: [Graph] { [body] }

  package func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try inputs.inferBody(body, inputs.types.map { $0 ?? .unknown })
  }

  package func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] { try flow.run(.own(0), inputs) }
}
