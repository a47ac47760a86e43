package import Harness

/// `expectations.patch`: what `git apply` or `patch -p1` takes to accept what the run saw.
///
/// Of a part of the suite it accepts that part; there is no file where nothing would change.
package struct PatchReport: ReportFormat {
  package static let name = "patch"
  package static let fileName = "expectations.patch"
  package static let summary = "for git apply: accepts the run's results"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? {
    let diffs = try report.expectationEdits(ids: ids).filter { !$0.edit.isEmpty }.compactMap {
      UnifiedDiff(path: Self.relative($0.path), from: $0.text, to: $1.text).text
    }
    return diffs.isEmpty ? nil : heading + diffs.joined()
  }

  /// Lines before the first file are for people; a line break would begin something else.
  private var heading: String {
    let text =
      "Written by wonnx-conform: makes what run \(report.identity.id) saw the expectation. "
      + "Apply it with 'git apply' or 'patch -p1'."
    return text.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n\n"
  }

  /// Every id of the suite, where the run knows them all.
  private var ids: Set<String>? {
    let ids = Set(report.records.map(\.case.description))
      .union(report.plans.map(\.case.description))
    return ids.count == report.identity.suiteCount ? ids : nil
  }

  private static func relative(_ path: String) -> String { String(path.drop { $0 == "/" }) }
}
