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
    var runtimes: [Finding: [String]] = [:]
    for record in records where record.status != .pass {
      runtimes[finding(record), default: []].append(record.runtime)
    }
    var groups: [Group: [String]] = [:]
    for (finding, runtimes) in runtimes {
      groups[Group(cause: finding.cause, runtimes: runtimes.sorted()), default: []].append(
        finding.id)
    }
    var text =
      "# Written by wonnx-conform --update-expectations; reasons may be edited and are kept.\n"
    for (group, ids) in groups.sorted(by: { $0.key < $1.key }) {
      text += "\n[[expect]]\n"
      text += "case = \(Self.list(covering(ids.sorted(), runtimes: group.runtimes)))\n"
      text += "runtime = \(Self.inline(group.runtimes))\n"
      text += "status = \(Self.quoted(group.cause.status))\n"
      text += "reason = \(Self.quoted(group.cause.reason))\n"
      if let issue = group.cause.issue { text += "issue = \(Self.quoted(issue))\n" }
    }
    return text
  }

  private struct Cause: Hashable {
    let status: String
    let reason: String
    let issue: String?
  }

  private struct Finding: Hashable {
    let id: String
    let cause: Cause
  }

  /// Results of one cause on the same runtimes share an entry.
  private struct Group: Hashable, Comparable {
    let cause: Cause
    let runtimes: [String]

    private var order: (String, String, String, String) {
      (cause.status, cause.reason, cause.issue ?? "", runtimes.joined(separator: ","))
    }
    static func < (a: Self, b: Self) -> Bool { a.order < b.order }
  }

  private func finding(_ record: CaseRecord) -> Finding {
    let entry = kept.entry(for: record.case, runtime: record.runtime)
    let survives = entry.map { $0.allows(record.status) } ?? false
    return Finding(
      id: record.case.description,
      cause: Cause(
        status: record.status.description,
        reason: (survives ? entry?.reason : nil) ?? record.signature ?? record.reason
          ?? "no reason",
        issue: survives ? entry?.issue : nil))
  }

  /// The fewest prefixes, cut at underscores, that stand for these ids and no other that ran.
  private func covering(_ ids: [String], runtimes: [String]) -> [String] {
    let members = Set(ids)
    let others = runtimes.flatMap { universe[$0] ?? [] }.filter { !members.contains($0) }
    var result: [String] = []
    var covered = ""
    for id in ids where covered.isEmpty || !id.hasPrefix(covered) {
      let prefix = Self.prefixes(id).first { prefix in
        !others.contains { $0.hasPrefix(prefix) } && ids.count { $0.hasPrefix(prefix) } > 1
      }
      covered = prefix ?? ""
      result.append(prefix.map { Glob.escaped($0) + "*" } ?? Glob.escaped(id))
    }
    return result
  }

  /// `node/test_adam_multiple` gives `node/test_`, `node/test_adam_`.
  private static func prefixes(_ id: String) -> [String] {
    id.indices.filter { id[$0] == "_" }.map { String(id[...$0]) }
      .filter { $0.hasPrefix(id.prefix { $0 != "/" }) }
  }

  private static func inline(_ items: [String]) -> String {
    items.count == 1 ? quoted(items[0]) : "[" + items.map(quoted).joined(separator: ", ") + "]"
  }

  private static func list(_ items: [String]) -> String {
    guard items.count > 1 else { return quoted(items.first ?? "") }
    return "[\n" + items.map { "  \(quoted($0)),\n" }.joined() + "]"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : $0 == "\n" ? [" "] : [$0] } + "\""
  }
}
