import Graphs
import Operators

/// The versions of each domain under which every node of a model means what it means.
///
/// A file imports one version of a domain. Functions of another do not help: onnx.checker refuses a
/// function whose operators mean something else than the model's.
struct VersionRanges {
  private var ranges: [String: ClosedRange<Int>] = [:]
  private let own: [String: Int]

  init(_ graph: Graph) {
    own = graph.opsets
    for (domain, found) in Self.ranges(of: graph.nodes) {
      // No version suits all nodes of a model that contradicts itself; those of its own come in.
      let version = own[domain] ?? 1
      ranges[domain] = (found ?? version...version).clamped(from: version)
    }
  }

  /// Takes nodes in, where a version suits them and all others.
  mutating func admit(_ nodes: [Node]) -> Bool {
    var changed = ranges
    for (domain, found) in Self.ranges(of: nodes) {
      let present = ranges[domain] ?? (own[domain] ?? 1)...Int.max
      guard let found, let both = found.intersection(present) else { return false }
      changed[domain] = both
    }
    ranges = changed
    return true
  }

  /// The versions that suit all of these nodes, those of bodies included; `nil` where none does.
  private static func ranges(of nodes: [Node]) -> [String: ClosedRange<Int>?] {
    var ranges: [String: ClosedRange<Int>?] = [:]
    func visit(_ node: Node) {
      if !(node.operation is FunctionCall) {
        let present = ranges[node.domain] ?? 1...Int.max
        ranges[node.domain] = .some(present.flatMap { $0.intersection(node.versions) })
      }
      if let fused = node.operation as? any FusedOperator { visit(fused.following) }
      for body in node.operation.bodies { body.nodes.forEach(visit) }
    }
    nodes.forEach(visit)
    return ranges
  }
}

extension Node {
  /// The versions of the node's domain under which its operator means what it means here.
  fileprivate var versions: ClosedRange<Int> {
    if isForeign { return opset...opset }
    let next = type(of: operation).schema.history.first { $0.since > opset }
    return opset...(next.map { $0.since - 1 } ?? Int.max)
  }
}

extension ClosedRange<Int> {
  fileprivate func intersection(_ other: Self) -> Self? {
    overlaps(other) ? clamped(to: other) : nil
  }

  /// Those from `least` on; `least` alone where there are none.
  fileprivate func clamped(from least: Int) -> Self { least...Swift.max(least, upperBound) }
}
