package import Graphs
package import Harness
import Operators
import Tensors

extension CaseCoverage {
  /// - Parameters:
  ///   - confirmed: those of `runs` whose values somebody else gives too, by their places.
  ///   - worked: those whose values only a formula of this project gives.
  package init(
    _ types: [any Operator.Type], _ runs: [CaseRecipe], confirmed: Set<Int> = [],
    worked: Set<Int> = []
  ) {
    let byName = Dictionary(grouping: runs.indices) { runs[$0].type.schema.qualifiedName }
    let rows = types.map { type in
      let places = byName[type.schema.qualifiedName] ?? []
      let recipes = places.map { runs[$0] }
      func cells(of chosen: Set<Int>) -> Set<String> {
        Set(places.filter(chosen.contains).flatMap { runs[$0].cells })
      }
      let (answered, refused) = (
        recipes.filter { $0.sample.refusal == nil }, recipes.count { $0.sample.refusal != nil }
      )
      let revisions = type.schema.history.filter { !$0.isRefused }
      let all = Set(revisions.last.map(Self.cells) ?? [])
      let newest = answered.filter { $0.revision.since == revisions.last?.since }
      let unsure = all.intersection(newest.flatMap(\.cells)).subtracting(cells(of: confirmed))
      let byFormula = unsure.intersection(cells(of: worked))
      let reasons = type.gaps.flatMap { gap in
        gap.types.kinds.map { ("\(gap.constraint)=\($0.short)", gap.reason) }
      }
      let stated = Dictionary(reasons) { first, _ in first }
      let missing = all.subtracting(newest.flatMap(\.cells)).map { ($0, stated[$0] ?? "") }
      let opsets = Set(answered.map(\.revision.since))
      return Row(
        name: type.schema.qualifiedName, cells: all.count,
        missingCells: Dictionary(uniqueKeysWithValues: missing), workedCells: byFormula.sorted(),
        unconfirmedCells: unsure.subtracting(byFormula).sorted(), revisions: revisions.count,
        missingRevisions: revisions.map(\.since).filter { !opsets.contains($0) },
        cases: answered.count, refused: refused)
    }
    self.init(rows: rows.sorted { $0.name < $1.name })
  }

  private static func cells(of revision: OperatorSchema.Revision) -> [String] {
    let formals = revision.inputs.isEmpty ? revision.outputs : revision.inputs
    return Set(formals.map(\.type)).flatMap { constraint in
      (revision.types[constraint] ?? []).kinds.map { "\(constraint)=\($0.short)" }
    }
  }
}

extension CaseRecipe {
  /// The cells that a case of this recipe runs: constraints with the types that inputs have.
  fileprivate var cells: [String] {
    guard !revision.inputs.isEmpty else {
      return revision.outputs.compactMap { formal in
        kinds[formal.type].map { "\(formal.type)=\($0.short)" }
      }
    }
    return sample.inputs.indices.compactMap { place in
      guard sample.inputs[place] != nil, let formal = revision.input(place) else { return nil }
      return kind(ofInput: place).map { "\(formal.type)=\($0.short)" }
    }
  }
}
