import Graphs
import ModelFiles
import Operators

extension NodeProto {
  /// The names that Gradient's attributes read.
  var differentiatedNames: [String] {
    guard operatorName == "Gradient", domain == Gradient.schema.domain else { return [] }
    return attributes.flatMap { attribute -> [String] in
      switch attribute.value {
      case .string(let name) where attribute.name == Gradient.y.name:
        [String(decoding: name, as: UTF8.self)]
      case .strings(let names): names.map { String(decoding: $0, as: UTF8.self) }
      default: []
      }
    }
  }
}

extension Gradient {
  /// The operator with the nodes between its `xs`, `zs` and `y`.
  ///
  /// - Parameters:
  ///   - graph: the nodes before it.
  ///   - find: the value of a name.
  /// - Throws: `.mismatch` where a name is no value of the graph, or y depends on what neither list
  ///   has.
  func reading(
    _ graph: Graph, _ find: (String) -> ValueID?
  ) throws(OperatorError) -> Self {
    func value(_ name: String) throws(OperatorError) -> ValueID {
      guard let id = find(name) else {
        throw .mismatch("'\(name)' is no value of the graph that the node stands in")
      }
      return id
    }
    var region = Graph(name: target, opsets: graph.opsets)
    region.inputs = try (variables + others).map(value)
    region.outputs = [try value(target)]
    var needed = Set(region.outputs).subtracting(region.inputs)
    for node in graph.nodes.reversed() {
      guard node.outputs.contains(where: { $0.map(needed.contains) == true }) else { continue }
      region.nodes.append(node)
      for id in node.outputs { if let id { needed.remove(id) } }
      needed.formUnion(Set(node.reads).subtracting(region.inputs))
    }
    region.nodes.reverse()
    let defaults = Set(graph.inputs)
    for id in needed.sorted() {
      guard let constant = graph.constants[id], !defaults.contains(id) else {
        throw .mismatch(
          "'\(target)' depends on '\(graph.names[id] ?? "?")', which is in neither 'xs' nor 'zs'")
      }
      region.constants[id] = constant
    }
    var copy = self
    copy.region = region
    return copy
  }
}
