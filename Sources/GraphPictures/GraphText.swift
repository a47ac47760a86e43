package import Graphs
package import Runtimes
import Tensors

/// A graph as lines that a person reads and compares: a node a line, bodies indented under theirs.
///
/// ```
/// graph 'main' of ai.onnx 21
/// inputs
///   X: float[1, 3, 8, 8]
/// constants
///   W: float[4, 3, 3, 3] = 0.25, -0.5, 1.0, 0.125, … #1a2b3c4d
/// nodes
///   Y: float[1, 4, 8, 8] = Conv-11(X, W) {pads = [1, 1, 1, 1]}  'stem'
/// outputs
///   Y
/// ```
/// An absent input is `_`. Attributes with their default values are left out. `#…` is the start of a
/// digest of all elements.
package struct GraphText: Sendable {
  private let graph: Graph
  private let types: [ValueID: ValueType]
  private let names: ValueNames
  private let placements: [String: NodePlacement]

  /// - Parameter placements: where nodes run, as far as that is known.
  package init(_ graph: Graph, placements: [NodePlacement] = []) {
    self.graph = graph
    types = (try? TypeInference(graph))?.graph.types ?? graph.types
    names = ValueNames(graph)
    self.placements = Dictionary(
      placements.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package var text: String { lines.map { $0 + "\n" }.joined() }

  package var lines: [String] {
    let imports = graph.opsets.sorted { $0.key < $1.key }
      .map { "\($0.key.isEmpty ? "ai.onnx" : $0.key) \($0.value)" }
    let of = imports.isEmpty ? "" : " of \(imports.joined(separator: ", "))"
    return ["graph '\(graph.name.onOneLine)'\(of)"] + sections(of: graph)
      + ["outputs"] + graph.outputs.map { "  " + names[$0] }
  }

  private func sections(of graph: Graph) -> [String] {
    let inputs = graph.inputs.map { "  " + declaration($0) }
    let constants = graph.constants.keys.sorted().map { id in
      "  \(declaration(id))" + (graph.constants[id].map { " = " + ValueText($0).text } ?? "")
    }
    return section("inputs", inputs) + section("constants", constants)
      + section("nodes", graph.nodes.flatMap(lines).map { "  " + $0 })
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title] + lines
  }

  private func lines(of node: Node) -> [String] {
    let outputs = node.outputs.map { $0.map(declaration) ?? "_" }.joined(separator: ", ")
    let inputs = node.inputs.map { $0.map { names[$0] } ?? "_" }.joined(separator: ", ")
    let attributes = NodeSummary(node).attributes.map { "\($0) = \($1)" }
    var line = "\(outputs) = \(NodeSummary(node).title)(\(inputs))"
    if !attributes.isEmpty { line += " {\(attributes.joined(separator: ", "))}" }
    if !node.name.isEmpty { line += "  '\(node.name.onOneLine)'" }
    if let placement = placements[node.name] { line += "  @\(PlaceName.of(placement.place))" }
    return [line] + bodies(of: node)
  }

  private func bodies(of node: Node) -> [String] {
    var lines: [String] = []
    for (name, body) in NodeSummary(node).bodies {
      lines.append("  \(name)")
      lines += sections(of: body).map { "    " + $0 }
      lines.append("    outputs")
      lines += body.outputs.map { "      " + names[$0] }
    }
    return lines
  }

  private func declaration(_ id: ValueID) -> String {
    let type = types[id] ?? .unknown
    return type == .unknown ? names[id] : "\(names[id]): \(type.sentence)"
  }
}

/// Where a node runs, in a word or two.
enum PlaceName {
  static func of(_ place: NodePlacement.Place) -> String {
    switch place {
    case .device: "device"
    case .hostValue: "host value"
    case .host(let reason): "host: \(reason)"
    }
  }
}
