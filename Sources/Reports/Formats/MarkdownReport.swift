package import Harness

/// `summary.md`: the verdict, what changed, totals and the first failures, in at most 60 lines.
package struct MarkdownReport: ReportFormat {
  package static let name = "md"
  package static let fileName = "summary.md"
  package static let summary = "for a pull request or a step's summary"

  private static let noteLimit = 3
  private static let groupLimit = 8
  private static let runtimeLimit = 8
  private static let failureLimit = 10
  private static let flakeLimit = 5

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    let lines =
      ["# Conformance: \(MarkdownText.escaped(report.identity.suite, limit: 100))", ""]
      + ["**\(MarkdownText.escaped(report.verdict))**", ""]
      + notes + changes + totals + failures + flakes + AgreementSummary(report).lines
      + BitsSummary(report).lines + whereabouts
    return lines.joined(separator: "\n") + "\n"
  }

  private var notes: [String] {
    let notes = report.context.notes
    guard !notes.isEmpty else { return [] }
    return notes.prefix(Self.noteLimit).map { "- \(MarkdownText.escaped($0, limit: 300))" }
      + more(notes.count - Self.noteLimit, "notes") + [""]
  }

  private var changes: [String] {
    let context = report.context
    let baseline = context.sinceBaseline.map {
      ["Since the baseline \(side($0)): \(MarkdownText.escaped($0.verdict, limit: 300))", ""]
    }
    guard let diff = context.sinceLast else { return baseline ?? [] }
    let groups = diff.groups
    let lines = groups.prefix(Self.groupLimit).map { group, entries in
      let first = entries.prefix(3).map { entry in
        MarkdownText.code(entry.case.description, limit: 100)
          + (entry.runtime.map { " on \(MarkdownText.escaped($0, limit: 40))" } ?? "")
          + (group == .corpus ? " (\(entry.change))" : "")
      }
      return "- **\(group.title) (\(entries.count))**: \(first.joined(separator: ", "))"
        + (entries.count > first.count ? ", …" : "")
    }
    return ["## Changed since \(side(diff))", ""]
      + (lines.isEmpty ? [MarkdownText.escaped(diff.verdict)] : lines)
      + more(groups.count - Self.groupLimit, "groups") + [""] + (baseline ?? [])
  }

  private func side(_ diff: RunDiff) -> String {
    MarkdownText.escaped(diff.before.description, limit: 80)
  }

  private var totals: [String] {
    let families = Status.families.filter { family in
      report.records.contains { $0.status.family == family }
    }
    let runtimes = report.identity.runtimes
    let rows = runtimes.prefix(Self.runtimeLimit).map { runtime in
      let counts = report.counts { $0.runtime == runtime.name }
      let cells = families.map { counts[$0].map(String.init) ?? "" }
      let identity = MarkdownText.escaped(runtime.described, limit: 80)
      return "| \(MarkdownText.escaped(runtime.name, limit: 40)) | \(identity) | "
        + "\(counts.values.reduce(0, +)) | \(cells.joined(separator: " | ")) |"
    }
    return [
      "## Results", "", "| runtime | what it is | cases | \(families.joined(separator: " | ")) |",
      "|---|---|" + String(repeating: "---:|", count: families.count + 1),
    ] + rows + more(runtimes.count - Self.runtimeLimit, "runtimes") + [""]
  }

  /// The first unexpected results; one line each, so that many do not hide the rest.
  private var failures: [String] {
    let records = report.unexpected
    guard !records.isEmpty else { return [] }
    let shown = records.prefix(Self.failureLimit)
    let heading =
      records.count > shown.count
      ? "First \(shown.count) of \(records.count) unexpected" : "Unexpected (\(records.count))"
    return ["## \(heading)", ""]
      + shown.map { record in
        "- \(record.status) \(MarkdownText.code(record.case.description, limit: 200)) on "
          + "\(MarkdownText.escaped(record.runtime, limit: 40)): "
          + "\(MarkdownText.escaped(record.explanation ?? "", limit: 240))<br>"
          + MarkdownText.code(record.replay(report.identity))
      } + [""]
  }

  private var flakes: [String] {
    let records = report.records.filter(\.isFlake)
    guard !records.isEmpty else { return [] }
    let shown = records.prefix(Self.flakeLimit).map { record in
      "\(MarkdownText.code(record.case.description, limit: 100)) on "
        + MarkdownText.escaped(record.runtime, limit: 40)
    }
    return [
      "**Flakes (\(records.count))**: \(shown.joined(separator: ", "))"
        + (records.count > shown.count ? ", …" : ""), "",
    ]
  }

  private var whereabouts: [String] {
    let identity = report.identity
    let patch = ((try? PatchReport(report).render()) ?? nil).map { _ in
      " `\(PatchReport.fileName)` accepts what the run saw."
    }
    return [
      "Every result is in `\(HTMLReport.fileName)`, for people, and in "
        + "`\(JSONLinesReport.fileName)`, for programs.\(patch ?? "") Run "
        + "\(MarkdownText.escaped(identity.id, limit: 80)) by "
        + "\(MarkdownText.escaped(identity.program.name, limit: 80)) at "
        + "\(MarkdownText.escaped(identity.runAt, limit: 40)): "
        + MarkdownText.code(identity.command, limit: 300)
    ]
  }

  /// A further line of a list that was cut.
  private func more(_ count: Int, _ things: String) -> [String] {
    count > 0 ? ["", "… and \(count) more \(things)."] : []
  }
}
