/// A pattern over case ids and titles: an id, name or title itself, a regular expression, a glob, or a part of the id.
///
/// What is a part of a title stands for the cases that have it, whatever characters it has.
/// What is the id, the name or the title of a case stands for that case alone, whatever characters it has.
/// Otherwise any of `^ $ ( ) | + \` or `.*` makes a regular expression, which may match anywhere, and
/// `*`, `?` or a class such as `[a-c]` a glob, which stands for a whole id or a whole name.
package struct NamePattern: Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The ids that the pattern stands for.
  ///
  /// - Throws: `.pattern` for what neither names a case nor is a regular expression.
  package func matches(in cases: [SuiteCase]) throws(SelectionError) -> [SuiteCase] {
    let named = cases.filter {
      $0.id.description == text || $0.id.name == text || $0.title == text
    }
    if !named.isEmpty { return named }
    let titled = cases.filter { $0.title?.contains(text) ?? false }
    if !titled.isEmpty { return titled }
    if isRegex {
      let regex: Regex<AnyRegexOutput>
      do { regex = try Regex(text) } catch { throw .pattern(text, reason: "\(error)") }
      return cases.filter { suiteCase in
        suiteCase.names.contains { $0.firstMatch(of: regex) != nil }
      }
    }
    let glob = Glob(text)
    return glob.literal == text
      ? cases.filter { suiteCase in suiteCase.names.contains { $0.contains(text) } }
      : cases.filter { suiteCase in
        (suiteCase.names + [suiteCase.id.name]).contains(where: glob.matches)
      }
  }

  private var isRegex: Bool { text.contains { "^$()|+\\".contains($0) } || text.contains(".*") }
}

extension SuiteCase {
  /// What patterns may match a part of.
  fileprivate var names: [String] { [id.description] + (title.map { [$0] } ?? []) }
}
