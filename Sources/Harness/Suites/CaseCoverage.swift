/// How much of the standard the cases of a suite run, as `coverage.json` beside them says.
///
/// A cell is an operator with an element type that the newest revision of it allows for one of the
/// constraints that inputs have, or outputs where there are no inputs. A case runs the cells of the
/// inputs that it has. A case that has to be refused runs none.
package struct CaseCoverage: Sendable, Codable {
  package struct Row: Sendable, Codable {
    /// The operator with its domain.
    package let name: String
    package let cells: Int
    /// Types that no case has, as `T=f16`, with the operator's reason; empty where it states none.
    package let missingCells: [String: String]
    /// Types of cases whose values only a formula of this project gives.
    package let workedCells: [String]
    /// Types of cases whose values nobody else gives.
    package let unconfirmedCells: [String]
    package let revisions: Int
    package let missingRevisions: [Int]
    package let cases: Int
    package let refused: Int

    package init(
      name: String, cells: Int, missingCells: [String: String], workedCells: [String],
      unconfirmedCells: [String], revisions: Int, missingRevisions: [Int], cases: Int, refused: Int
    ) {
      self.name = name
      self.cells = cells
      self.missingCells = missingCells
      self.workedCells = workedCells
      self.unconfirmedCells = unconfirmedCells
      self.revisions = revisions
      self.missingRevisions = missingRevisions
      self.cases = cases
      self.refused = refused
    }
  }

  /// Its name in a suite's folder.
  package static let fileName = "coverage.json"

  /// By operators' names.
  package let rows: [Row]

  package init(rows: [Row]) { self.rows = rows }

  /// What a suite's folder has; `nil` where it has none.
  package init?(folder: String) {
    guard let text = Files.text("\(folder)/\(Self.fileName)"),
      let found = try? JSONLine.decode(Self.self, text)
    else { return nil }
    self = found
  }

  package var cellCount: Int { sum(\.cells) }
  package var runCellCount: Int { cellCount - sum(\.missingCells.count) }
  package var workedCellCount: Int { sum(\.workedCells.count) }
  package var unconfirmedCellCount: Int { sum(\.unconfirmedCells.count) }
  package var confirmedCellCount: Int { runCellCount - workedCellCount - unconfirmedCellCount }
  package var revisionCount: Int { sum(\.revisions) }
  package var runRevisionCount: Int { revisionCount - sum(\.missingRevisions.count) }

  private func sum(_ count: (Row) -> Int) -> Int { rows.reduce(0) { $0 + count($1) } }

  /// A line an operator.
  package var text: String {
    get throws {
      let lines = try rows.map { try JSONLine.encode($0) }
      return """
        {"generatedBy":"wonnx-conform generate","cells":\(cellCount),"runCells":\(runCellCount),
        "confirmedCells":\(confirmedCellCount),"workedCells":\(workedCellCount),
        "unconfirmedCells":\(unconfirmedCellCount),"revisions":\(revisionCount),
        "runRevisions":\(runRevisionCount),"rows":[
        \(lines.joined(separator: ",\n"))
        ]}

        """
    }
  }
}
