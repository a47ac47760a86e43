import Graphs
import ModelFiles

extension ModelImport {
  private static let deepestCall = 64

  /// Appends a function's nodes in place of a call of it.
  ///
  /// The function sees its inputs and nothing else of the scope around the call. An attribute that
  /// neither the call gives nor the function has a default for is absent where a node refers to it.
  func inline(
    _ function: FunctionProto, _ id: FunctionID, for call: NodeProto, named name: String,
    to graph: inout Graph, in scope: Scope, _ frame: Frame
  ) throws(ImportError) {
    let inner = try enter(function, id, for: call, named: name, in: scope, frame)
    let body = Scope(outer: nil)
    let arguments = try readings(of: call, named: name, in: scope)
    for (index, formal) in function.inputs.enumerated() {
      body.bind(formal, to: index < arguments.count ? arguments[index] : nil)
    }
    let before = Set(arguments.compactMap { $0 })
    try append(function.nodes, to: &graph, in: body, inner)

    for (formal, output) in zip(function.outputs, call.outputs) where !output.isEmpty {
      guard let id = body.find(formal) else { throw .undefinedValue(formal, reader: name) }
      guard !scope.owns(output) else { throw .duplicateValue(output, graph: graph.name) }
      scope.bind(output, to: id)
      if let id, !before.contains(id) { graph.names[id] = frame.prefix + output }
    }
  }

  /// The frame of a call's body: the function's opsets, the call's attributes and the defaults.
  func enter(
    _ function: FunctionProto, _ id: FunctionID, for call: NodeProto, named name: String,
    in scope: Scope, _ frame: Frame
  ) throws(ImportError) -> Frame {
    guard !frame.calls.contains(id) else { throw .recursion((frame.calls + [id]).map(\.name)) }
    guard frame.calls.count < Self.deepestCall else { throw .tooDeep(limit: Self.deepestCall) }
    try check(call, named: name, against: function)
    var inner = Frame(opsets: frame.opsets)
    inner.opsets.merge(Frame.opsets(function.opsetImports)) { $1 }
    inner.calls = frame.calls + [id]
    inner.prefix = name + "/"
    inner.attributes = try attributes(of: call, named: name, in: scope, frame)
    for attribute in function.attributeDefaults where inner.attributes[attribute.name] == nil {
      let value = try value(
        of: attribute, named: name, in: Scope(outer: nil), Frame(opsets: inner.opsets))
      inner.attributes[attribute.name] = value
    }
    return inner
  }

  private func check(
    _ call: NodeProto, named name: String, against function: FunctionProto
  ) throws(ImportError) {
    guard call.inputs.count <= function.inputs.count else {
      throw .inputCount(
        node: name, operation: function.name, found: call.inputs.count,
        expected: "up to \(function.inputs.count)")
    }
    guard call.outputs.count <= function.outputs.count else {
      throw .outputCount(
        node: name, operation: function.name, found: call.outputs.count,
        expected: "up to \(function.outputs.count)")
    }
  }
}
