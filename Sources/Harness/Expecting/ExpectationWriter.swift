/// Writes expectations from a run: every result that is not a pass, grouped by cause.
package struct ExpectationWriter {
  /// Every id that ran, by runtime: a glob must not take in a case that passed.
  private let universe: [String: [String]]
  private let records: [CaseRecord]
  private let kept: Expectations

  /// - Parameter kept: earlier expectations; their hand-written reasons and issues live on where the
  ///   same status still holds.
  package init(_ records: [CaseRecord], keeping kept: Expectations = .none) {
    self.records = records
    self.kept = kept
    universe = Dictionary(grouping: records, by: \.runtime)
      .mapValues { $0.map(\.case.description).sorted() }
  }

  /// The file's text; sorted, so that a changed byte is a changed fact.
  package var text: String {
    var groups: [Cause: [String]] = [:]
    for record in records where record.status != .pass {
      groups[cause(of: record), default: []].append(record.case.description)
    }
    var text =
      "# Written by wonnx-conform --update-expectations; reasons may be edited and are kept.\n"
    for (cause, ids) in groups.sorted(by: { $0.key < $1.key }) {
      let globs = covering(ids.sorted(), runtime: cause.runtime)
      text += "\n[[expect]]\n"
      text += "case = \(Self.list(globs))\n"
      text += "runtime = \(Self.quoted(cause.runtime))\n"
      text += "status = \(Self.quoted(cause.status))\n"
      text += "reason = \(Self.quoted(cause.reason))\n"
      if let issue = cause.issue { text += "issue = \(Self.quoted(issue))\n" }
    }
    return text
  }

  private struct Cause: Hashable, Comparable {
    let runtime: String
    let status: String
    let reason: String
    let issue: String?

    static func < (a: Self, b: Self) -> Bool {
      (a.runtime, a.status, a.reason, a.issue ?? "") < (
        b.runtime, b.status, b.reason, b.issue ?? ""
      )
    }
  }

  private func cause(of record: CaseRecord) -> Cause {
    let entry = kept.entry(for: record.case, runtime: record.runtime)
    let survives = entry.map { $0.allows(record.status) } ?? false
    return Cause(
      runtime: record.runtime, status: record.status.description,
      reason: (survives ? entry?.reason : nil) ?? record.signature ?? record.reason ?? "no reason",
      issue: survives ? entry?.issue : nil)
  }

  /// The fewest prefixes, cut at underscores, that stand for these ids and no other that ran.
  private func covering(_ ids: [String], runtime: String) -> [String] {
    let members = Set(ids)
    let others = (universe[runtime] ?? []).filter { !members.contains($0) }
    var result: [String] = []
    var covered = ""
    for id in ids where covered.isEmpty || !id.hasPrefix(covered) {
      let prefix = Self.prefixes(id).first { prefix in
        !others.contains { $0.hasPrefix(prefix) } && ids.count { $0.hasPrefix(prefix) } > 1
      }
      covered = prefix ?? ""
      result.append(prefix.map { $0 + "*" } ?? id)
    }
    return result
  }

  /// `node/test_adam_multiple` gives `node/test_`, `node/test_adam_`.
  private static func prefixes(_ id: String) -> [String] {
    id.indices.filter { id[$0] == "_" }.map { String(id[...$0]) }
      .filter { $0.hasPrefix(id.prefix { $0 != "/" }) }
  }

  private static func list(_ items: [String]) -> String {
    guard items.count > 1 else { return quoted(items.first ?? "") }
    return "[\n" + items.map { "  \(quoted($0)),\n" }.joined() + "]"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : $0 == "\n" ? [" "] : [$0] } + "\""
  }
}
