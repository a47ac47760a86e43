import Graphs
import ModelFiles
import Operators

/// What becomes of calls of a model's own functions.
package enum FunctionCalls: Sendable {
  /// The functions' nodes stand in place of each call.
  case expanded
  /// A call is a node whose body is the function's, with the call's attributes in it.
  case kept
}

extension ModelImport {
  /// Appends a call with the function's nodes as its body.
  func keep(
    _ function: FunctionProto, _ id: FunctionID, for call: NodeProto, named name: String,
    to graph: inout Graph, in scope: Scope, _ frame: Frame
  ) throws(ImportError) {
    let inner = try enter(function, id, for: call, named: name, in: scope, frame)
    var body = Graph(name: function.name, opsets: inner.opsets)
    let formals = Scope(outer: nil)
    var arguments: [ValueID] = []
    let given = try readings(of: call, named: name, in: scope)
    for (index, formal) in function.inputs.enumerated() {
      guard index < given.count, let argument = given[index] else {
        formals.bind(formal, to: nil)
        continue
      }
      arguments.append(argument)
      body.inputs.append(try define(formal, in: formals, &body, inner))
    }
    try append(function.nodes, to: &body, in: formals, inner)
    var outputs: [ValueID?] = []
    for (formal, output) in zip(function.outputs, call.outputs) where !output.isEmpty {
      guard case .some(.some(let result)) = formals.find(formal) else {
        throw .undefinedValue(formal, reader: name)
      }
      body.outputs.append(result)
      outputs.append(try define(output, in: scope, &graph, frame))
    }
    do {
      graph.nodes.append(
        try FunctionCall.node(
          function.name, domain: function.domain, body: body, named: name, inputs: arguments,
          outputs: outputs))
    } catch { throw .node(NodeError(node: name, operation: function.name, error)) }
  }
}
