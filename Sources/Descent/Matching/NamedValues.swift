import Graphs
import Runtimes
import Tensors

/// One model's values by the identities that another one's have, where both have one name.
struct NamedValues: ValueSource {
  private let base: any ValueSource
  private let twins: [ValueID: ValueID]

  init(_ base: any ValueSource, of graph: Graph, for other: Graph) {
    self.base = base
    let made = graph.madeByName
    twins = other.madeByName.reduce(into: [:]) { twins, entry in
      if let twin = made[entry.key] { twins[entry.value] = twin }
    }
  }

  func values(_ ids: [ValueID]) async throws(RuntimeError) -> [Value?] {
    let known = ids.compactMap { twins[$0] }
    let values = Dictionary(
      zip(known, try await base.values(known)), uniquingKeysWith: { first, _ in first })
    return ids.map { id in twins[id].flatMap { values[$0] ?? nil } }
  }

  /// Bodies of two models are not matched.
  func bodyValues(
    _ ids: [ValueID], in place: BodyPlace, like known: BodyValues
  ) async throws(RuntimeError) -> BodyValues { BodyValues() }
}

extension Graph {
  /// What nodes make, by name; of several with one name the first.
  var madeByName: [String: ValueID] {
    nodes.flatMap { $0.outputs.compactMap { $0 } }.reduce(into: [:]) { made, id in
      if let name = names[id], made[name] == nil { made[name] = id }
    }
  }
}
