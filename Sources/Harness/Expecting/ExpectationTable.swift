/// An `[[expect]]` table to write: cases that share what is said of them, on the same runtimes.
struct ExpectationTable {
  struct Key: Hashable, Comparable {
    let claim: Claim
    /// Empty for every runtime.
    let runtimes: [String]

    /// Tables for one of a runtime's variants come first: the first entry that speaks of a case
    /// decides.
    private var rank: Int { runtimes.map(Runtimes.generality).max() ?? 2 }

    static func < (a: Self, b: Self) -> Bool {
      (a.rank, a.claim, a.runtimes.joined(separator: ","))
        < (b.rank, b.claim, b.runtimes.joined(separator: ","))
    }
  }

  let key: Key
  let ids: [String]
  /// Ids and globs that stand for the ids.
  let patterns: [String]

  var text: String {
    var lines = ["[[expect]]", "case = \(Self.list(patterns))"]
    if !key.runtimes.isEmpty { lines.append("runtime = \(Self.inline(key.runtimes))") }
    lines.append("status = \(Self.inline(key.claim.statuses))")
    lines.append("reason = \(Self.quoted(key.claim.reason))")
    if let issue = key.claim.issue { lines.append("issue = \(Self.quoted(issue))") }
    if let release = key.claim.superseded { lines.append("superseded = \(Self.quoted(release))") }
    return lines.joined(separator: "\n") + "\n"
  }

  static func inline(_ items: [String]) -> String {
    items.count == 1 ? quoted(items[0]) : "[" + items.map(quoted).joined(separator: ", ") + "]"
  }

  static func list(_ items: [String]) -> String {
    guard items.count > 1 else { return quoted(items.first ?? "") }
    return "[\n" + items.map { "  \(quoted($0)),\n" }.joined() + "]"
  }

  static func quoted(_ text: String) -> String {
    let characters = text.unicodeScalars.map { scalar in
      "\"\\".unicodeScalars.contains(scalar)
        ? "\\\(scalar)" : scalar.value < 0x20 ? " " : "\(scalar)"
    }
    return "\"\(characters.joined())\""
  }
}

/// Runtimes' names as expectations use them.
enum Runtimes {
  /// 0 for a variant such as `cpu+opt`, 1 for a runtime, 2 for the empty name: any runtime.
  static func generality(of name: String) -> Int {
    name.isEmpty ? 2 : name.contains { "+@".contains($0) } ? 0 : 1
  }

  /// `cpu` of `cpu+opt`.
  static func base(of name: String) -> String { String(name.prefix { !"+@".contains($0) }) }
}
