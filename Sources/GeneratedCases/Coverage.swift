package import Graphs
import Harness
import Operators
import Tensors

/// How much of the standard the cases of a suite run.
///
/// A cell is an operator with an element type that the newest revision of it allows for one of the
/// constraints that inputs have, or outputs where there are no inputs. A case runs the cells of the
/// inputs that it has. A case that has to be refused runs none.
package struct Coverage: Sendable, Codable {
  package struct Row: Sendable, Codable {
    /// The operator with its domain.
    package let name: String
    package let cells: Int
    /// Types that no case has, as `T=f16`, with the operator's reason; empty where it states none.
    package let missingCells: [String: String]
    /// Types of cases whose values nobody else gives.
    package let unconfirmedCells: [String]
    package let revisions: Int
    package let missingRevisions: [Int]
    package let cases: Int
    package let refused: Int
  }

  /// Its name in a suite's folder.
  package static let fileName = "coverage.json"

  /// By operators' names.
  package let rows: [Row]

  /// A line an operator.
  package var text: String {
    get throws {
      let lines = try rows.map { try JSONLine.encode($0) }
      return """
        {"generatedBy":"wonnx-conform generate","cells":\(cellCount),"runCells":\(runCellCount),
        "confirmedCells":\(confirmedCellCount),"revisions":\(revisionCount),
        "runRevisions":\(runRevisionCount),"rows":[
        \(lines.joined(separator: ",\n"))
        ]}

        """
    }
  }

  /// - Parameter confirmed: those of `runs` whose values somebody else gives too, by their places.
  package init(
    _ types: [any Operator.Type], _ runs: [CaseRecipe], confirmed: Set<Int> = []
  ) {
    let byName = Dictionary(grouping: runs.indices) { runs[$0].type.schema.qualifiedName }
    rows = types.map { type in
      let places = byName[type.schema.qualifiedName] ?? []
      let recipes = places.map { runs[$0] }
      let sure = Set(places.filter(confirmed.contains).flatMap { runs[$0].cells })
      let (answered, refused) = (
        recipes.filter { $0.sample.refusal == nil }, recipes.count { $0.sample.refusal != nil }
      )
      let revisions = type.schema.history.filter { !$0.isRefused }
      let cells = Set(revisions.last.map(Self.cells) ?? [])
      let run = Set(answered.filter { $0.revision.since == revisions.last?.since }.flatMap(\.cells))
      let reasons = type.gaps.flatMap { gap in
        gap.types.kinds.map { ("\(gap.constraint)=\($0.short)", gap.reason) }
      }
      let stated = Dictionary(reasons) { first, _ in first }
      let missing = cells.subtracting(run).map { ($0, stated[$0] ?? "") }
      let opsets = Set(answered.map(\.revision.since))
      return Row(
        name: type.schema.qualifiedName, cells: cells.count,
        missingCells: Dictionary(uniqueKeysWithValues: missing),
        unconfirmedCells: cells.intersection(run).subtracting(sure).sorted(),
        revisions: revisions.count,
        missingRevisions: revisions.map(\.since).filter { !opsets.contains($0) },
        cases: answered.count, refused: refused)
    }.sorted { $0.name < $1.name }
  }

  private static func cells(of revision: OperatorSchema.Revision) -> [String] {
    let formals = revision.inputs.isEmpty ? revision.outputs : revision.inputs
    return Set(formals.map(\.type)).flatMap { constraint in
      (revision.types[constraint] ?? []).kinds.map { "\(constraint)=\($0.short)" }
    }
  }

  package var cellCount: Int { rows.reduce(0) { $0 + $1.cells } }
  package var runCellCount: Int { cellCount - rows.reduce(0) { $0 + $1.missingCells.count } }
  package var confirmedCellCount: Int {
    runCellCount - rows.reduce(0) { $0 + $1.unconfirmedCells.count }
  }
  package var revisionCount: Int { rows.reduce(0) { $0 + $1.revisions } }
  package var runRevisionCount: Int {
    revisionCount - rows.reduce(0) { $0 + $1.missingRevisions.count }
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
