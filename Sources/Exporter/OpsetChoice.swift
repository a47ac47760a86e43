import Graphs
import ModelFiles
import Operators

/// The version in which a file imports each domain.
struct OpsetChoice {
  private var versions: [String: Int]

  /// Takes the graph's own version where every node means the same under it, otherwise the least
  /// version that suits the most nodes; nodes with bodies count before all others, because they
  /// can't be put into a function.
  init(_ graph: Graph) throws(ExportError) {
    versions = graph.opsets
    var nodes: [String: [Node]] = [:]
    graph.visitNodes { nodes[$0.domain, default: []].append($0) }
    for domain in nodes.keys.sorted() {
      let members = nodes[domain] ?? []
      let own = graph.opsets[domain] ?? 1
      if graph.opsets[domain] != nil, members.allSatisfy({ $0.suits(own) }) { continue }
      let candidates = Set(members.map(\.opset)).union([own]).sorted()
      let fits = candidates.map { version in
        let suited = members.filter { $0.suits(version) }
        return (version, suited.count { !$0.bodies.isEmpty }, suited.count)
      }
      let best = fits.max { ($0.1, $0.2, -$0.0) < ($1.1, $1.2, -$1.0) }
      versions[domain] = best?.0 ?? own
    }
  }

  func version(of domain: String) -> Int { versions[domain] ?? 1 }
  func suits(_ node: Node) -> Bool { node.suits(version(of: node.domain)) }

  func imports(functions: [String]) -> [OperatorSetID] {
    let own = versions.sorted { $0.key < $1.key }
    return own.map { OperatorSetID(domain: $0.key, version: Int64($0.value)) }
      + functions.map { OperatorSetID(domain: $0, version: 1) }
  }

  /// The least IR version that a reader of these opsets knows. Functions need 8, initializers that
  /// are no inputs 4.
  ///
  /// Source: `OP_SET_ID_VERSION_MAP` of `onnx.helper`, onnx 1.23.
  func irVersion(hasFunctions: Bool) -> Int64 {
    let core: [(last: Int, ir: Int64)] = [
      (9, 4), (10, 5), (11, 6), (14, 7), (18, 8), (20, 9), (22, 10), (23, 11), (24, 12), (27, 13),
    ]
    let learning: [(last: Int, ir: Int64)] = [(1, 4), (2, 6), (3, 8), (4, 9)]
    var needed = core.first { version(of: "") <= $0.last }?.ir ?? 14
    if versions["ai.onnx.ml"] != nil {
      needed = max(needed, learning.first { version(of: "ai.onnx.ml") <= $0.last }?.ir ?? 10)
    }
    return hasFunctions ? max(needed, 8) : needed
  }
}

extension Node {
  /// Whether a model that imports this version of the domain means this node's revision.
  fileprivate func suits(_ version: Int) -> Bool {
    isForeign
      ? version == opset : type(of: operation).schema.revision(at: version)?.since == opset
  }
}

extension Graph {
  /// Visits each node, those of bodies included.
  fileprivate func visitNodes(_ visit: (Node) -> Void) {
    for node in nodes {
      // A call's domain is the function's, and its body has its own imports.
      if node.operation is FunctionCall { continue }
      visit(node)
      if let fused = node.operation as? any FusedOperator { visit(fused.following) }
      for body in node.bodies { body.visitNodes(visit) }
    }
  }
}
