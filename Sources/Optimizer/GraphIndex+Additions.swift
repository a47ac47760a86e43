import Graphs
import Operators

extension GraphIndex {
  /// Each Add of another value to what one of these operators makes for it alone.
  func additions(
    to kinds: Set<OperatorKind>
  ) -> [(sum: Int, base: Int, addend: ValueID?)] {
    graph.nodes.enumerated().flatMap { number, node -> [(sum: Int, base: Int, addend: ValueID?)] in
      guard node.isOne(of: .add), node.opset >= 7 else { return [] }
      return [0, 1].compactMap { side in
        guard let base = maker(of: node.input(side)), isPrivate(node.input(side)),
          kinds.contains(self[base].kind)
        else { return nil }
        return (number, base, node.input(1 - side))
      }
    }
  }
}
