import Harness
import Tensors

/// A run's result as text: verdict, counts, what was not expected, causes.
struct ConsoleSummary {
  let report: RunReport
  let terminal: Terminal

  private static let unexpectedLimit = 25
  private static let clusterLimit = 15

  var text: String {
    var lines: [String] = []
    let isGood = report.exitStatus == .asExpected
    lines.append(terminal.styled(report.verdict, isGood ? .green : .red))
    lines += changes
    lines.append(
      "Compared \(report.elements.compared) of \(report.elements.expected) elements of the outputs "
        + "that came.")
    let bounds = report.bounds
    lines.append(
      "Of these, \(bounds.bounded) have a bound of their operators' own; \(bounds.outside) are "
        + "outside of it.")
    lines.append("")
    lines += table
    lines += unexpected
    lines += flakes
    lines += clusters
    return lines.joined(separator: "\n") + "\n"
  }

  /// What changed since the run before, where there is a history.
  private var changes: [String] {
    let context = report.context
    guard let diff = context.sinceLast else {
      return context.trail.runs.isEmpty
        ? [] : ["There is no earlier run of these cases; the expectations alone judge."]
    }
    let isWorse = diff.exitStatus() == .unexpected
    let exit = context.exit.map { " Exit status \($0.status.rawValue): \($0.reason)." } ?? ""
    return [
      terminal.styled(
        "Since \(diff.before.id): \(diff.verdict)\(exit)", isWorse ? .red : .bold)
    ]
  }

  private var flakes: [String] {
    let records = report.records.filter(\.isFlake)
    guard !records.isEmpty else { return [] }
    var lines = [terminal.styled("Flakes (\(records.count))", .bold)]
    for record in records.prefix(Self.unexpectedLimit) {
      let failed = record.attempts.count { $0.status != .pass }
      lines.append(
        "  \(record.case.description.printable) on \(record.runtime): failed in \(failed) of \(record.attempts.count) "
          + "attempts")
      if let reason = record.attempts.first(where: { $0.status != .pass })?.reason {
        lines.append("      \(reason.split(separator: "\n").first ?? "")")
      }
    }
    if records.count > Self.unexpectedLimit {
      lines.append("  … and \(records.count - Self.unexpectedLimit) more in the report")
    }
    return lines + [""]
  }

  private var table: [String] {
    let families = Status.families.filter { family in
      report.records.contains { $0.status.family == family }
    }
    var rows = [["runtime", "kind", "cases"] + families]
    for runtime in report.identity.runtimes.map(\.name) {
      let kinds = report.kinds
      for kind in kinds {
        let counts = report.counts { $0.runtime == runtime && $0.case.kind == kind }
        rows.append(row(runtime, kind, counts, families))
      }
      if kinds.count > 1 {
        rows.append(row(runtime, "all", report.counts { $0.runtime == runtime }, families))
      }
    }
    return TextTable.aligned(rows, leading: 2).enumerated().map { index, line in
      index == 0 ? terminal.styled(line, .dim) : line
    } + [""]
  }

  private func row(
    _ runtime: String, _ kind: String, _ counts: [String: Int], _ families: [String]
  ) -> [String] {
    [runtime, kind, String(counts.values.reduce(0, +))]
      + families.map { counts[$0].map(String.init) ?? "·" }
  }

  private var unexpected: [String] {
    let records = report.unexpected
    guard !records.isEmpty else { return [] }
    var lines = [terminal.styled("Not as expected (\(records.count))", .bold)]
    for record in records.prefix(Self.unexpectedLimit) {
      let style: Terminal.Style = record.outcome == .improvement ? .yellow : .red
      lines.append(
        "  " + terminal.styled(record.result, style)
          + "  \(record.case.description.printable) on \(record.runtime)"
          + (record.expected == "pass" ? "" : ", expected \(record.expected)"))
      if let reason = record.reason?.split(separator: "\n").first {
        lines.append("      \(String(reason).printable)")
      }
    }
    if records.count > Self.unexpectedLimit {
      lines.append("  … and \(records.count - Self.unexpectedLimit) more in the report")
    }
    return lines + [""]
  }

  private var clusters: [String] {
    let clusters = report.clusters
    guard !clusters.isEmpty else { return [] }
    var lines = [terminal.styled("Causes (\(clusters.count))", .bold)]
    let width = String(clusters.first?.records.count ?? 0).count
    for cluster in clusters.prefix(Self.clusterLimit) {
      let count = String(cluster.records.count)
      let padding = String(repeating: " ", count: width - count.count)
      lines.append(
        "  \(padding)\(count)  \(cluster.key.runtime)  \(cluster.key.status)  "
          + cluster.key.signature)
      lines.append(
        terminal.styled(
          "  " + String(repeating: " ", count: width) + "  such as "
            + (cluster.records.first?.case.description ?? ""), .dim))
    }
    if clusters.count > Self.clusterLimit {
      lines.append("  … and \(clusters.count - Self.clusterLimit) more in the report")
    }
    return lines + [""]
  }
}
