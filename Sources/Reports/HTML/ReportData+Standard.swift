internal import Harness

extension ReportData {
  /// `columns`: `[runtime, operators, revisions, cells, element types, missing operators, missing
  /// revisions, missing element types]`; shares are `[covered, of how many]`.
  func coverage(_ interner: inout Interner) -> JSONText {
    guard let coverage = report.context.coverage else { return .null }
    func share(_ share: Coverage.Share) -> JSONText { .ints([share.covered, share.total]) }
    func missing(_ names: [String]) -> JSONText {
      interner.json(thrift.keepsDetails ? names : [])
    }
    return .object([
      ("standard", .string(coverage.standard)),
      (
        "columns",
        .array(
          coverage.columns.map {
            .array([
              .string($0.runtime), share($0.operators), share($0.revisions), share($0.cells),
              share($0.types), missing($0.missing.operators), missing($0.missing.revisions),
              missing($0.missing.types),
            ])
          })
      ),
    ])
  }

  /// The largest error of each operator's passes: `[operator, ULPs, case, runtime, share of its
  /// bound, case, runtime]`; by operator. Foreign runtimes know nothing of these bounds, and have
  /// pages of their own.
  var errors: JSONText {
    let foreign = Set(report.identity.runtimes.filter { $0.profile != nil }.map(\.name))
    var worst: [String: (ulp: Worst, share: Worst)] = [:]
    for record in report.records where record.status == .pass && !foreign.contains(record.runtime) {
      guard let name = record.facets.matrixOperator else { continue }
      if let ulp = record.outputs.compactMap(\.maxULP).max() {
        worst[name, default: (Worst(), Worst())].ulp.offer(Double(ulp), record)
      }
      if let share = record.budget {
        worst[name, default: (Worst(), Worst())].share.offer(share, record)
      }
    }
    return .array(
      worst.sorted { $0.key < $1.key }.map { name, worst in
        .array([.string(name)] + cells(worst.ulp) + cells(worst.share))
      })
  }

  private struct Worst {
    var value = -1.0
    var record: CaseRecord?

    mutating func offer(_ value: Double, _ record: CaseRecord) {
      if value > self.value { (self.value, self.record) = (value, record) }
    }
  }

  private func cells(_ worst: Worst) -> [JSONText] {
    guard let record = worst.record else { return [.null, .null, .null] }
    return [
      .number(worst.value.rounded(significant: 6)), .string(record.case.description),
      .int(runtimeNumber(record.runtime)),
    ]
  }

  /// The results that took longest: `[case, runtime, ms]`.
  var slowest: JSONText {
    let ran = report.records.filter { $0.outcome != .notRun && $0.seconds > 0 }
    let slowest = ran.sorted {
      ($1.seconds, $0.case, $0.runtime) < ($0.seconds, $1.case, $1.runtime)
    }
    return .array(
      slowest.prefix(20).map {
        .array([
          .string($0.case.description), .int(runtimeNumber($0.runtime)),
          .number(($0.seconds * 1000).rounded(significant: 3)),
        ])
      })
  }
}
