import Graphs

extension GraphIndex {
  /// Each Add of another value to what one of these operators of `ai.onnx` makes for it alone.
  func additions(
    to names: Set<String>
  ) -> [(sum: Int, base: Int, addend: ValueID?)] {
    graph.nodes.enumerated().flatMap { number, node -> [(sum: Int, base: Int, addend: ValueID?)] in
      guard node.isOne(of: "Add"), node.opset >= 7 else { return [] }
      return [0, 1].compactMap { side in
        guard let base = maker(of: node.input(side)), isPrivate(node.input(side)),
          self[base].domain.isEmpty, names.contains(self[base].operatorName)
        else { return nil }
        return (number, base, node.input(1 - side))
      }
    }
  }
}
