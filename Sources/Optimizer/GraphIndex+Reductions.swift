import Graphs
import Operators
import Tensors

extension GraphIndex {
  /// A reduction that keeps the axes it folds.
  struct KeptReduction {
    let node: Int
    let input: ValueID
    /// From the front, ascending.
    let axes: [Int]
  }

  /// The reduction that makes a value, if it is this one and its axes are known.
  func reduction(_ kind: OperatorKind, making id: ValueID?) -> KeptReduction? {
    guard let number = maker(of: id, kind), let input = self[number].input(0),
      self[number].attribute("keepdims") == 1, let rank = type(input)?.rank
    else { return nil }
    let node = self[number]
    var axes: [Int] = []
    if node.input(1) != nil {
      guard let given = integers(node.input(1)) else { return nil }
      axes = given
    } else if let given = node.attribute("axes", as: [Int].self) {
      axes = given
    }
    if axes.isEmpty {
      guard node.attribute("noop_with_empty_axes") ?? 0 == 0 else { return nil }
      axes = Array(0..<rank)
    }
    guard axes.allSatisfy({ (-rank..<rank).contains($0) }) else { return nil }
    return KeptReduction(
      node: number, input: input, axes: Set(axes.map { $0 < 0 ? $0 + rank : $0 }).sorted())
  }
}
