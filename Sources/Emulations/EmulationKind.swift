package import Graphs

/// A kind of emulation, of which a node may have several: one an attribute that it gives.
package struct EmulationKind: Sendable {
  package let name: String
  package let summary: String
  package let nature: Emulation.Nature
  /// Whether results stay wrong where operators draw random numbers: a draw among others is none.
  private let concernsDraws: Bool
  private let changes: @Sendable (Node) -> [(detail: String?, change: Change)]

  /// A kind of which a node has as many emulations as `changes` says, told apart by their details.
  init(
    each name: String, is nature: Emulation.Nature = .fault, concernsDraws: Bool = false,
    _ summary: String,
    _ changes: @escaping @Sendable (Node) -> [(detail: String?, change: Change)]
  ) {
    self.name = name
    self.summary = summary
    self.nature = nature
    self.concernsDraws = concernsDraws
    self.changes = changes
  }

  /// A kind of which a node has one emulation, or none where `change` gives `nil`.
  init(
    _ name: String, is nature: Emulation.Nature = .fault, concernsDraws: Bool = false,
    _ summary: String, _ change: @escaping @Sendable (Node) -> Change?
  ) {
    self.init(each: name, is: nature, concernsDraws: concernsDraws, summary) { node in
      change(node).map { [(nil, $0)] } ?? []
    }
  }

  /// The emulations of this kind that a node may have.
  package func emulations(of node: Node) -> [Emulation] {
    let draws = type(of: node.operation).tolerance == .statistical
    guard !node.isForeign, concernsDraws || !draws else { return [] }
    return changes(node).map { Emulation(self, $0.detail, $0.change) }
  }

  /// Every kind, faults first.
  package static let all: [EmulationKind] =
    results + specials + layouts + shapes + widths + operands + attributes + modes + inputs
    + indices + formulas + integers + roundings + recurrences + siblings + texts + accumulations
    + sums + reorderings + precisions + liberties
}

extension Node {
  /// All emulations that the node may have.
  package var emulations: [Emulation] { EmulationKind.all.flatMap { $0.emulations(of: self) } }
}
