package import Harness

/// `summary.md`: verdict, counts, what was not expected, causes.
package struct MarkdownReport: ReportFormat {
  package static let name = "md"
  package static let fileName = "summary.md"
  package static let summary = "for a pull request or a step's summary"

  private let report: RunReport
  private static let unexpectedLimit = 50
  private static let clusterLimit = 30

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    let identity = report.identity
    var lines = [
      "# Conformance: \(identity.suite)", "", "**\(report.verdict)**", "",
      "Compared \(report.elements.compared) of \(report.elements.expected) elements; "
        + "\(identity.selectedCount) of \(identity.suiteCount) cases chosen.", "",
      "| | |", "|---|---|", "| program | \(cell(identity.program.name)) |",
      "| host | \(cell(identity.host)) |",
    ]
    lines += identity.runtimes.map { "| \($0.name) | \(cell($0.identity)) |" }
    lines += [
      "| isolation | \(identity.isolation) |", "| run at | \(identity.runAt) |",
      "| command | `\(cell(identity.command))` |", "",
    ]
    lines += totals + unexpected + clusters
    return lines.joined(separator: "\n") + "\n"
  }

  private var totals: [String] {
    let families = Status.families.filter { family in
      report.records.contains { $0.status.family == family }
    }
    var lines = [
      "## Results", "", "| runtime | kind | cases | \(families.joined(separator: " | ")) |",
      "|---|---|" + String(repeating: "---:|", count: families.count + 1),
    ]
    for runtime in report.identity.runtimes.map(\.name) {
      for kind in report.kinds + ["all"] {
        let counts = report.counts {
          $0.runtime == runtime && (kind == "all" || $0.case.kind == kind)
        }
        let cells = families.map { counts[$0].map(String.init) ?? "" }
        lines.append(
          "| \(runtime) | \(kind) | \(counts.values.reduce(0, +)) | "
            + "\(cells.joined(separator: " | ")) |")
      }
    }
    return lines + [""]
  }

  private var unexpected: [String] {
    let records = report.unexpected
    guard !records.isEmpty else { return [] }
    var lines = [
      "## Not as expected (\(records.count))", "",
      "| status | expected | case | runtime | reason |",
      "|---|---|---|---|---|",
    ]
    lines += records.prefix(Self.unexpectedLimit).map {
      "| \($0.status) | \($0.expected) | `\($0.case)` | \($0.runtime) | \(cell($0.reason ?? "")) |"
    }
    if records.count > Self.unexpectedLimit {
      lines += ["", "… and \(records.count - Self.unexpectedLimit) more in `results.jsonl`."]
    }
    return lines + [""]
  }

  private var clusters: [String] {
    let clusters = report.clusters
    guard !clusters.isEmpty else { return [] }
    var lines = [
      "## Causes (\(clusters.count))", "", "| results | runtime | status | cause | such as |",
      "|---:|---|---|---|---|",
    ]
    lines += clusters.prefix(Self.clusterLimit).map {
      "| \($0.records.count) | \($0.key.runtime) | \($0.key.status) | \(cell($0.key.signature)) | "
        + "`\($0.records.first?.case.description ?? "")` |"
    }
    if clusters.count > Self.clusterLimit {
      lines += ["", "… and \(clusters.count - Self.clusterLimit) more."]
    }
    return lines + [""]
  }

  private func cell(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : $0 == "\n" ? " " : String($0) }.joined()
  }
}
