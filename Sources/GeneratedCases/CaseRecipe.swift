package import Graphs
package import Tensors

/// A case before its values are drawn: a revision of an operator, a sample of it, and types.
package struct CaseRecipe: Sendable {
  package let type: any Operator.Type
  package let revision: OperatorSchema.Revision
  package let sample: Sample
  /// The sample's place among its operator's.
  package let number: Int
  /// By constraints' names.
  package let kinds: [String: ValueKind]

  /// The kind of input `index`; `nil` where neither constraint nor sample says one.
  package func kind(ofInput index: Int) -> ValueKind? {
    if index < sample.inputs.count, let own = sample.inputs[index].flatMap({ kind(of: $0) }) {
      return own
    }
    guard let formal = revision.input(index) else { return nil }
    return kinds[formal.type] ?? ValueKind(spelled: formal.type)
  }

  /// The kind that a draw itself has.
  func kind(of draw: Draw) -> ValueKind? {
    draw.kind ?? draw.constraint.flatMap { kinds[$0] }
  }

  /// Which outputs are asked for.
  package var outputs: [Bool] {
    sample.outputs
      ?? revision.outputs.filter {
        if case .optional = $0.arity { false } else { true }
      }.map { _ in true }
  }
}

/// All cases of an operator.
package struct CaseRecipes: Sendable {
  package let all: [CaseRecipe]

  /// Of the newest revision each sample meets each type of each constraint; of an older one each
  /// sample has a case and each type one.
  package init(_ type: any Operator.Type) {
    let revisions = type.schema.history.filter { !$0.isRefused }
    all = revisions.enumerated().flatMap { place, revision in
      Self.recipes(type, revision, isNewest: place == revisions.count - 1)
    }
  }

  private static func recipes(
    _ type: any Operator.Type, _ revision: OperatorSchema.Revision, isNewest: Bool
  ) -> [CaseRecipe] {
    let samples = type.samples.enumerated().filter { $1.opsets.contains(revision.since) }
    var recipes: [CaseRecipe] = []
    var turn = 0
    for (number, sample) in samples {
      let choices = TypeChoices(revision, sample)
      let rows =
        sample.refusal != nil
        ? Array(choices.rows(turn: turn).prefix(1))
        : sample.takesEveryPair && isNewest ? choices.pairs : choices.rows(turn: turn)
      let share = isNewest || sample.refusal != nil ? rows.count : choices.share(of: samples.count)
      for step in 0..<min(share, rows.count) {
        let row = rows[(isNewest ? step : turn + step) % rows.count]
        recipes.append(
          CaseRecipe(
            type: type, revision: revision, sample: sample, number: number, kinds: row))
      }
      turn += isNewest ? 1 : share
    }
    return recipes
  }
}

/// The types that a sample's cases may have, by constraint.
struct TypeChoices {
  private let names: [String]
  private let kinds: [[ValueKind]]
  private let ties: [(name: String, other: String, allowed: TypeSet)]

  init(_ revision: OperatorSchema.Revision, _ sample: Sample) {
    ties = sample.ties.map { ($0, $1, revision.types[$0] ?? []) }
    names = revision.types.keys.filter { sample.ties[$0] == nil }.sorted()
    kinds = names.map { name in
      (revision.types[name] ?? []).kinds.filter { sample.types[name]?.contains($0) ?? true }
    }
  }

  private var longest: Int { kinds.map(\.count).max() ?? 1 }

  /// As many rows as the longest constraint has types, so that each type of each has one. `turn`
  /// shifts the constraints against each other.
  func rows(turn: Int) -> [[String: ValueKind]] {
    guard kinds.allSatisfy({ !$0.isEmpty }) else { return [] }
    return (0..<max(longest, 1)).map { row in
      tied(
        Dictionary(
          uniqueKeysWithValues: names.indices.map { place in
            (names[place], kinds[place][(row + turn * place) % kinds[place].count])
          }))
    }
  }

  private func tied(_ row: [String: ValueKind]) -> [String: ValueKind] {
    var row = row
    for tie in ties { row[tie.name] = row[tie.other].flatMap { tie.allowed.nearest($0) } }
    return row
  }

  /// Each pair of the two longest constraints' types.
  var pairs: [[String: ValueKind]] {
    let order = kinds.indices.sorted { (kinds[$0].count, $1) > (kinds[$1].count, $0) }
    guard order.count > 1, kinds[order[1]].count > 1 else { return rows(turn: 0) }
    let (first, second) = (order[0], order[1])
    return kinds[first].flatMap { a in
      kinds[second].enumerated().map { row, b in
        tied(
          Dictionary(
            uniqueKeysWithValues: names.indices.map { place in
              let own = kinds[place][row % kinds[place].count]
              return (names[place], place == first ? a : place == second ? b : own)
            }))
      }
    }
  }

  /// How many rows each of `count` samples takes for all types to have one.
  func share(of count: Int) -> Int { max(1, (longest + count - 1) / max(count, 1)) }
}

extension TypeSet {
  /// The kind, or what holds it, or what it holds.
  fileprivate func nearest(_ kind: ValueKind) -> ValueKind? {
    var kinds = [kind, .sequence(kind), .optional(kind)]
    switch kind {
    case .sequence(let inner), .optional(let inner): kinds.append(inner)
    default: break
    }
    return kinds.first(where: contains)
  }

  /// The kinds in the set, in the order of their types' numbers.
  package var kinds: [ValueKind] {
    tensors.members.map { .tensor($0) } + sequences.members.map { .sequence(.tensor($0)) }
      + optionals.members.map { .optional(.tensor($0)) }
      + optionalSequences.members.map { .optional(.sequence(.tensor($0))) }
      + sparse.members.map { .sparse($0) } + others.sorted().compactMap(ValueKind.init(spelled:))
  }
}
