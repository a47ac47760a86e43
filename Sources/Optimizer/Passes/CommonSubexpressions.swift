package import Graphs
import Tensors

/// Computes once what several nodes compute from the same inputs, and keeps one of equal constants.
///
/// Random nodes and those with bodies stay as they are.
package struct CommonSubexpressions: Pass {
  package let name = "common-subexpressions"
  package let summary = "Compute once what several nodes compute alike"
  package let effect = Effect.exact

  /// Constants of more bytes are not compared: two equal weights are rare, and reading them is not
  /// free.
  private static let largestConstant = 4096

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    shareConstants(index, &rewrite)
    guard rewrite.isEmpty else { return rewrite }
    var sharing = Sharing(index)
    for number in graph.nodes.indices { sharing.visit(number, &rewrite) }
    return rewrite
  }

  private func shareConstants(_ index: GraphIndex, _ rewrite: inout Rewrite) {
    var seen: [Int: [ValueID]] = [:]
    for id in index.graph.constants.keys.sorted() {
      guard let tensor = index.constant(id), tensor.byteCount <= Self.largestConstant,
        !index.isOutput(id), !index.readers(of: id).isEmpty
      else { continue }
      let digest = tensor.digest
      let same = seen[digest]?.first { index.constant($0)?.hasBits(of: tensor) ?? false }
      guard let same else {
        seen[digest, default: []].append(id)
        continue
      }
      let names = [id, same].map { index.graph.names[$0] ?? "" }
      var edit = Rewrite.Edit("constant '\(names[0])' goes: '\(names[1])' is the same")
      edit.aliases = [id: same]
      edit.drops = [id]
      rewrite.add(edit)
    }
  }
}

/// Nodes met so far, each for all that compute the same.
private struct Sharing {
  private let index: GraphIndex
  private var firsts: [Key: [Int]] = [:]
  /// What readers of a value that goes read instead.
  private var kept: [ValueID: ValueID] = [:]
  /// Values that take an output's name; none can take two.
  private var named: Set<ValueID> = []

  private struct Key: Hashable {
    let name: String
    let inputs: [ValueID?]
    let attributes: Int
  }

  init(_ index: GraphIndex) { self.index = index }

  /// Takes a node out where one before it computes the same of what is left by then.
  mutating func visit(_ number: Int, _ rewrite: inout Rewrite) {
    let node = index[number]
    guard node.isRepeatable else { return }
    let inputs = node.inputs.map { $0.map { kept[$0] ?? $0 } }
    let key = Key(name: node.operatorName, inputs: inputs, attributes: node.attributes.digest)
    if let first = firsts[key]?.first(where: { index[$0].isAlike(node) }) {
      share(number, first, &rewrite)
    } else {
      firsts[key, default: []].append(number)
    }
  }

  private mutating func share(_ number: Int, _ first: Int, _ rewrite: inout Rewrite) {
    let (node, same) = (index[number], index[first])
    var edit = Rewrite.Edit("\(node.label) goes: \(same.label) computes the same")
    edit.removes = [number]
    for (position, id) in node.outputs.enumerated() {
      guard let id, !index.isUnread(id) else { continue }
      guard same.outputs.indices.contains(position), let other = same.outputs[position],
        index.canReplace(id, by: other), !index.isOutput(id) || !named.contains(other)
      else { return }
      edit.aliases[id] = other
    }
    kept.merge(edit.aliases) { $1 }
    named.formUnion(edit.aliases.filter { index.isOutput($0.key) }.values)
    rewrite.add(edit, relyingOn: [first])
  }
}
