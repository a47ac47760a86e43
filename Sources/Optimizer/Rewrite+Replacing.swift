import Graphs

extension Rewrite {
  /// Whether no edit so far removes or relies on any of these nodes.
  func isFree(_ nodes: some Sequence<Int>) -> Bool { nodes.allSatisfy { isFree($0) } }

  /// Puts a node in the place of another, which makes the same first output.
  ///
  /// - Parameter makers: nodes before it that this follows from, nearest first; those that nothing
  ///   else needs go, too.
  @discardableResult
  mutating func replace(
    _ number: Int, behind makers: [Int] = [], by node: Node?, in index: GraphIndex,
    _ reason: String
  ) -> Bool {
    guard let node, isFree(number), isFree(makers) else { return false }
    let (removes, relied) = index.chain(number, behind: makers, keeping: node.reads)
    var edit = Edit(reason)
    edit.removes = removes
    edit.inserts = [node]
    add(edit, relyingOn: relied)
    return true
  }

  /// Puts a node in the place of nodes that together compute its first output.
  @discardableResult
  mutating func fuse(
    _ nodes: Set<Int>, into node: Node?, in index: GraphIndex, _ edit: consuming Edit
  ) -> Bool {
    guard let node, isFree(nodes), index.isClosed(nodes, giving: node.outputs.first ?? nil) else {
      return false
    }
    edit.removes = nodes
    edit.inserts += [node]
    let gone = nodes.flatMap { index[$0].outputs.compactMap { $0 } }
    guard edit.inserts.flatMap(\.reads).allSatisfy({ !gone.contains($0) }) else { return false }
    add(edit)
    return true
  }
}
