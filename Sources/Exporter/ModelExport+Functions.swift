import Graphs
import ModelFiles
import Operators
import Tensors

extension ModelExport {
  /// A call of a function that is the call's body: one a call, since attributes are in the bodies.
  mutating func proto(
    of node: Node, calling call: FunctionCall, in graph: Graph
  ) throws(ExportError) -> NodeProto {
    var function = FunctionProto()
    function.domain = call.domain
    let taken = functions.filter { $0.domain == call.domain }.map(\.name)
    var count = 1
    function.name = call.name
    while taken.contains(function.name) {
      count += 1
      function.name = "\(call.name)_\(count)"
    }
    let versions = try OpsetChoice(call.body)
    var inner = ModelExport(versions: versions, types: .ofInterface)
    inner.functions = functions + [function]
    let body = try inner.graph(call.body)
    function.inputs = body.inputs.map(\.name)
    function.outputs = body.outputs.map(\.name)
    // A function has no initializers.
    function.nodes =
      body.initializers.map { constant in
        NodeProto(
          "Constant", inputs: [], outputs: [constant.name],
          attributes: [AttributeProto("value", .tensor(TensorProto("", constant.tensor)))])
      } + body.nodes
    let called = inner.functions.dropFirst(functions.count + 1)
    function.opsetImports = versions.imports(functions: Set(called.map(\.domain)).sorted())
    functions.append(function)
    functions += called
    return NodeProto(
      function.name, domain: function.domain, name: nodeNames.take(node.name),
      inputs: node.inputs.map { name($0, in: graph) },
      outputs: node.outputs.map { name($0, in: graph) })
  }
}
