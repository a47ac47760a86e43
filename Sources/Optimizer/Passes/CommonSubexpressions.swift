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
    var seen: [Key: [Int]] = [:]
    for (number, node) in graph.nodes.enumerated() {
      guard node.isRepeatable else { continue }
      let key = Key(name: node.operatorName, inputs: node.inputs)
      guard let first = seen[key]?.first(where: { graph.nodes[$0].computesSame(as: node) }) else {
        seen[key, default: []].append(number)
        continue
      }
      share(number, first, index, &rewrite)
    }
    return rewrite
  }

  private struct Key: Hashable {
    let name: String
    let inputs: [ValueID?]
  }

  private func share(_ number: Int, _ first: Int, _ index: GraphIndex, _ rewrite: inout Rewrite) {
    let (node, kept) = (index[number], index[first])
    guard rewrite.isFree(number, first) else { return }
    var edit = Rewrite.Edit("\(node.label) goes: \(kept.label) computes the same")
    edit.removes = [number]
    for (position, id) in node.outputs.enumerated() {
      guard let id, !index.isUnread(id) else { continue }
      guard kept.outputs.indices.contains(position), let same = kept.outputs[position],
        index.canReplace(id, by: same)
      else { return }
      edit.aliases[id] = same
    }
    rewrite.add(edit, relyingOn: [first])
  }

  private func shareConstants(_ index: GraphIndex, _ rewrite: inout Rewrite) {
    var seen: [TensorType: [ValueID]] = [:]
    for id in index.graph.constants.keys.sorted() {
      guard let tensor = index.constant(id), tensor.byteCount <= Self.largestConstant,
        !index.isOutput(id), !index.readers(of: id).isEmpty
      else { continue }
      let type = TensorType(tensor)
      let same = seen[type]?.first { index.constant($0)?.hasBits(of: tensor) ?? false }
      guard let same else {
        seen[type, default: []].append(id)
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
