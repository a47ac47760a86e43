/// A pattern over case ids: a glob, or a regular expression, as its characters say.
///
/// `*` and `?` alone make a glob, which stands for a whole id or a whole name; any of `^ $ ( ) | + \ [`
/// or `.*` makes a regular expression, which may match anywhere; neither is a part of the id.
package struct NamePattern: Sendable {
  package let text: String
  private enum Form: Sendable {
    case part
    case glob
    case regex
  }
  private let form: Form

  package init(_ text: String) throws(SelectionError) {
    self.text = text
    if text.contains(where: { "^$()|+\\[".contains($0) }) || text.contains(".*") {
      form = .regex
      do { _ = try Regex(text) } catch { throw .pattern(text, reason: "\(error)") }
    } else {
      form = text.contains(where: { "*?".contains($0) }) ? .glob : .part
    }
  }

  /// The ids that the pattern stands for.
  package func matches(in cases: [SuiteCase]) -> [SuiteCase] {
    switch form {
    case .part: return cases.filter { $0.id.description.contains(text) }
    case .glob:
      let glob = Glob(text)
      return cases.filter { glob.matches($0.id.description) || glob.matches($0.id.name) }
    case .regex:
      guard let regex = try? Regex(text) else { return [] }
      return cases.filter { $0.id.description.firstMatch(of: regex) != nil }
    }
  }
}

/// `*` stands for any run of characters, `?` for one.
package struct Glob: Sendable, Hashable {
  package let text: String
  private let pattern: [UInt8]

  package init(_ text: String) {
    self.text = text
    pattern = Array(text.utf8)
  }

  package var isPlain: Bool { !text.contains { "*?".contains($0) } }

  package func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    var (p, n) = (0, 0)
    // Where the last star stands, and how much of the name it has taken.
    var star: (p: Int, n: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
