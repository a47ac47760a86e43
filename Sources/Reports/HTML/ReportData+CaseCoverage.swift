internal import Harness

extension ReportData {
  /// `cells` and `revisions` as `[run, of how many]`; `confirmed`, `worked` and `unconfirmed` count cells that
  /// run; `missing` as `[operator, type, reason]`, `formulas` and `nobody` as `[operator, types]`.
  var caseCoverage: JSONText {
    guard let coverage = report.caseCoverage else { return .null }
    func lists(_ types: (CaseCoverage.Row) -> [String]) -> JSONText {
      .array(
        coverage.rows.filter { !types($0).isEmpty }.map { row in
          .array([.string(row.name), .strings(types(row))])
        })
    }
    let missing = coverage.rows.flatMap { row in
      row.missingCells.sorted { $0.key < $1.key }.map { [row.name, $0.key, $0.value] }
    }
    return .object([
      ("cells", .ints([coverage.runCellCount, coverage.cellCount])),
      ("revisions", .ints([coverage.runRevisionCount, coverage.revisionCount])),
      ("confirmed", .int(coverage.confirmedCellCount)),
      ("worked", .int(coverage.workedCellCount)),
      ("unconfirmed", .int(coverage.unconfirmedCellCount)),
      ("missing", .array(missing.map { .strings($0) })), ("formulas", lists(\.workedCells)),
      ("nobody", lists(\.unconfirmedCells)),
    ])
  }
}
