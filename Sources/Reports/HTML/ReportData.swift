internal import Harness

/// A run as the page's script reads it: rows of numbers, with every repeated text in one table.
///
/// - `cases`: ``row(ofCase:bits:_:)``; `results`: ``row(ofResult:caseNumber:_:)``; texts are places in
///   `strings`, of which the first is `pass`.
/// - `details`: for a result with more to tell than its row, by its place in `results`,
///   ``detail(_:)``.
/// - `folded`: passes that have no row, as `[kind, operator, types, runtime, count]`.
struct ReportData {
  let report: RunReport
  let thrift: Thrift
  private let kept: Set<ResultKey>
  private let bits: BitGroups
  private let isFolded: Bool

  /// Suites of more cases than this show their passes as counts, and the rest singly.
  static let rowLimit = 5_000

  init(_ report: RunReport, _ thrift: Thrift = Thrift()) {
    self.report = report
    self.thrift = thrift
    isFolded = report.caseCount > Self.rowLimit
    kept = isFolded ? Self.compared(report.context) : []
    bits = BitGroups(report)
  }

  var text: String {
    var interner = Interner()
    _ = interner.number(of: Status.pass.description)
    var rows = Rows()
    for record in report.records {
      if hasRow(record) { add(record, to: &rows, &interner) } else { rows.fold(record) }
    }
    let folded = folded(rows, &interner)
    let agreement = self.agreement(&interner)
    let columns = self.columns(&interner)
    let coverage = self.coverage(&interner)
    let json = JSONText.object([
      ("verdict", .string(report.verdict)),
      ("exit", .int(Int((report.context.exit?.status ?? report.exitStatus).rawValue))),
      ("exitReason", report.context.exit.map { .string($0.reason) } ?? .null),
      ("elements", .array([.int(report.elements.compared), .int(report.elements.expected)])),
      ("identity", identity), ("notes", .strings(report.context.notes)),
      ("rerunsLeft", .int(report.end.rerunsLeft)), ("rerunCount", .int(report.end.rerunCount)),
      ("kinds", kinds), ("families", .strings(Status.families)),
      ("since", report.context.sinceLast.map { diff($0) } ?? .null),
      ("baseline", report.context.sinceBaseline.map { stillWorse($0) } ?? .null),
      ("history", history(rows.shown)), ("flakes", flakes), ("coverage", coverage),
      ("agreement", agreement), ("columns", columns),
      ("errors", errors), ("slowest", slowest), ("loose", loose),
      ("bits", bitsOfRuntimes), ("mutation", mutation), ("caseCoverage", caseCoverage),
      ("concurrency", concurrency),
      ("elementLimit", .int(thrift.elementLimit)),
      ("strings", .strings(interner.strings)), ("folded", folded),
      ("cases", .array(rows.cases)), ("results", .array(rows.results)),
      ("details", .object(rows.details)),
    ])
    var text = ""
    json.write(to: &text)
    return text
  }

  /// What becomes of the records, one after the other.
  private struct Rows {
    var cases: [JSONText] = []
    var caseNumbers: [CaseID: Int] = [:]
    var results: [JSONText] = []
    var shown: [CaseRecord] = []
    var details: [(String, JSONText)] = []
    var folded: [Fold: Int] = [:]

    mutating func fold(_ record: CaseRecord) { folded[Fold(record), default: 0] += 1 }
  }

  private func add(_ record: CaseRecord, to rows: inout Rows, _ interner: inout Interner) {
    if rows.caseNumbers[record.case] == nil {
      rows.caseNumbers[record.case] = rows.cases.count
      rows.cases.append(row(ofCase: record, bits: bits.pattern(record.case), &interner))
    }
    if thrift.keepsDetails, let detail = detail(record) {
      rows.details.append((String(rows.results.count), detail))
    }
    let number = rows.caseNumbers[record.case] ?? 0
    rows.results.append(row(ofResult: record, caseNumber: number, &interner))
    rows.shown.append(record)
  }

  private func hasRow(_ record: CaseRecord) -> Bool {
    !isFolded || record.status != .pass || record.outcome != .asExpected || !record.marks.isEmpty
      || kept.contains(ResultKey(record))
  }

  /// What the comparisons with other runs name.
  private static func compared(_ context: RunContext) -> Set<ResultKey> {
    let diffs = [context.sinceLast, context.sinceBaseline].compactMap { $0 }
    return diffs.reduce(into: []) { keys, diff in
      for (_, entries) in diff.groups {
        for entry in entries.prefix(entryLimit) {
          if let runtime = entry.runtime { keys.insert(ResultKey(entry.case, runtime)) }
        }
      }
    }
  }

  private func folded(_ rows: Rows, _ interner: inout Interner) -> JSONText {
    .array(
      rows.folded.sorted { $0.key < $1.key }.map { fold, count in
        .array([
          .string(fold.kind), interner.json(fold.operation.isEmpty ? nil : fold.operation),
          interner.json(fold.types), .int(runtimeNumber(fold.runtime)), .int(count),
        ])
      })
  }

  private var kinds: JSONText {
    let cases = Dictionary(grouping: Set(report.records.map(\.case)), by: \.kind)
    return .array(
      cases.sorted { $0.key < $1.key }.map { .array([.string($0.key), .int($0.value.count)]) })
  }

  func runtimeNumber(_ name: String) -> Int {
    report.identity.runtimes.firstIndex { $0.name == name } ?? 0
  }
}

/// What passes that have no row are counted by.
private struct Fold: Hashable, Comparable {
  let kind: String
  let operation: String
  let types: [String]
  let runtime: String

  init(_ record: CaseRecord) {
    kind = record.case.kind
    operation = record.facets.matrixOperator ?? ""
    types = record.facets.matrixTypes
    runtime = record.runtime
  }

  static func < (a: Self, b: Self) -> Bool {
    (a.kind, a.operation, a.runtime, a.types.joined(separator: " "))
      < (b.kind, b.operation, b.runtime, b.types.joined(separator: " "))
  }
}

extension RunReport {
  var caseCount: Int { Set(records.map(\.case)).count }
}
