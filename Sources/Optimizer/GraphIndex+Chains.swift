import Graphs

extension GraphIndex {
  /// Whether nobody but these nodes sees what the nodes make, `result` aside.
  func isClosed(_ nodes: Set<Int>, giving result: ValueID?) -> Bool {
    nodes.allSatisfy { number in
      self[number].outputs.allSatisfy { id in
        guard let id, id != result else { return true }
        return !isOutput(id) && readers(of: id).allSatisfy(nodes.contains)
      }
    }
  }

  /// A node, and of the nodes before it, nearest first, those that nothing else needs; the others.
  ///
  /// - Parameter read: what is needed all the same.
  func chain(
    _ number: Int, behind makers: [Int], keeping read: [ValueID] = []
  ) -> (removes: Set<Int>, relied: [Int]) {
    var chain: (removes: Set<Int>, relied: [Int]) = ([number], [])
    let result = self[number].outputs.first ?? nil
    for maker in makers where !chain.removes.contains(maker) {
      let isNeeded = self[maker].outputs.contains { $0.map(read.contains) ?? false }
      if !isNeeded, isClosed(chain.removes.union([maker]), giving: result) {
        chain.removes.insert(maker)
      } else {
        chain.relied.append(maker)
      }
    }
    return chain
  }
}
