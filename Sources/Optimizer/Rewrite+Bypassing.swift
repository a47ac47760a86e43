import Graphs

extension GraphIndex {
  /// Whether nobody reads an output and the graph does not give it.
  func isUnread(_ id: ValueID?) -> Bool {
    id.map { readers(of: $0).isEmpty && !isOutput($0) } ?? true
  }
}

extension Rewrite {
  /// Removes a node whose first output is one of its inputs, where names allow it.
  @discardableResult
  mutating func bypass(
    _ number: Int, input: Int = 0, in index: GraphIndex, _ reason: String
  ) -> Bool {
    let node = index[number]
    guard node.inputs.indices.contains(input), let source = node.inputs[input] else { return false }
    return replace(number, by: source, in: index, "\(node.label) goes: \(reason)")
  }

  /// Removes a node whose first output is a value that there is already.
  ///
  /// - Parameter makers: nodes before it that this follows from, nearest first; those that nothing
  ///   else needs go, too.
  @discardableResult
  mutating func replace(
    _ number: Int, behind makers: [Int] = [], by source: ValueID, in index: GraphIndex,
    _ reason: String
  ) -> Bool {
    guard let result = index[number].outputs.first ?? nil, isFree(number), isFree(makers),
      index.canReplace(result, by: source)
    else { return false }
    var (removes, relied) = index.chain(number, behind: makers)
    if index.isOutput(result), let maker = index.maker(of: source) {
      // The maker's output takes the name, so no other edit may do anything to it.
      guard isFree(maker) else { return false }
      relied.append(maker)
    }
    var edit = Edit(reason)
    edit.removes = removes
    edit.aliases = [result: source]
    add(edit, relyingOn: relied)
    return true
  }
}
