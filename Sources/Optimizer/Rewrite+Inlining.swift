import Graphs

extension Rewrite {
  /// Puts a body's nodes in place of the node that would run it, where names allow it.
  mutating func inline(
    _ body: Graph, taking arguments: [ValueID?] = [], for number: Int, in index: GraphIndex,
    _ reason: String
  ) {
    var edit = Edit(reason)
    edit.removes = [number]
    edit.inserts = body.nodes
    edit.constants = body.constants
    edit.names = body.names
    for (formal, argument) in zip(body.inputs, arguments) { edit.aliases[formal] = argument }
    let made = Set(body.nodes.flatMap { $0.outputs.compactMap { $0 } })
    var renamed: Set<ValueID> = []
    for (result, value) in zip(index[number].outputs, body.outputs) {
      guard let result, !index.isUnread(result) else { continue }
      edit.aliases[result] = value
      guard index.isOutput(result) else { continue }
      // An output keeps its name, which only a value made here alone can take.
      guard made.contains(value), renamed.insert(value).inserted else { return }
    }
    add(edit)
  }
}
