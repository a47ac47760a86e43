import Harness
import Tensors

extension MutationReport {
  private static let rowLimit = 20

  /// The report for people.
  ///
  /// - Parameter least: the score that is asked for.
  func text(all: Bool, least: Double) -> String {
    let limit = all ? Int.max : Self.rowLimit
    var lines = [
      "\(suite): \(caseCount) cases" + untriedText, "", scoreText(least),
      "  by the official rule alone \(Self.text(score(of: .official)))",
      "  by the operators' bounds alone \(Self.text(score(of: .bound)))",
      "\(alarms.count) false alarms in \(legitimateCount) legitimate results",
    ]
    lines += Self.table("kinds of fault", scores { $0.kind }, limit)
    lines += Self.table("operators", scores { $0.operation }.filter { $0.score.share < 1 }, limit)
    lines += Self.list(
      "missed faults", missed.map { "\($0.operation)  \($0.emulation)\(Self.place($0))" }, limit)
    lines += Self.list(
      "false alarms",
      alarms.map { "\($0.case)  \($0.operation)  \($0.emulation)  \($0.reason)" }, limit)
    for (judge, cases) in silences.sorted(by: { $0.key < $1.key }) {
      lines += Self.list(
        "cases in which the \(judge) judge is not heard", cases.map(\.description), limit)
    }
    lines += Self.list("mistrusted cases", mistrusted.map(\.description), limit)
    lines += Self.list(
      "faults that changed no output", unexercised.map { "\($0.operation)  \($0.emulation)" },
      limit)
    return lines.joined(separator: "\n") + "\n"
  }

  private func scoreText(_ least: Double) -> String {
    let share = score.share >= least ? "" : ", less than \(Self.percent(least))"
    return "mutation score \(Self.text(score))\(share)"
  }

  private var untriedText: String {
    let count = untried.values.reduce(0, +)
    guard count > 0 else { return "" }
    let reasons = untried.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = reasons.prefix(5).map { "\($0.value): \($0.key)" }
    return ", \(count) not tried (" + shown.joined(separator: "; ")
      + (reasons.count > shown.count ? "; …)" : ")")
  }

  private static func place(_ pair: Pair) -> String { pair.missedIn.map { "  (\($0))" } ?? "" }

  /// `98.7 % (3511 of 3557)`.
  private static func text(_ score: Score) -> String {
    "\(percent(score.share)) (\(score.caught) of \(score.exercised))"
  }

  /// Rounded down, so that only all of them are 100 %.
  private static func percent(_ share: Double) -> String {
    let tenths = Int(saturating: (share * 1000).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private static func table(
    _ title: String, _ scores: [(name: String, score: Score)], _ limit: Int
  ) -> [String] {
    let worst = scores.sorted { ($0.score.share, $0.name) < ($1.score.share, $1.name) }
    let rows = worst.prefix(limit).map { row in
      ["  \(row.name)", "\(row.score.caught)", "\(row.score.exercised)", percent(row.score.share)]
    }
    guard !rows.isEmpty else { return [] }
    let head = [["  \(title)", "caught", "of", "score"]]
    return [""] + TextTable.aligned(head + rows, leading: 1) + more(scores.count - rows.count)
  }

  private static func list(_ title: String, _ rows: [String], _ limit: Int) -> [String] {
    guard !rows.isEmpty else { return [] }
    return ["", "\(rows.count) \(title)"] + rows.prefix(limit).map { "  \($0)" }
      + more(rows.count - min(rows.count, limit))
  }

  private static func more(_ count: Int) -> [String] { count > 0 ? ["  … and \(count) more."] : [] }
}
