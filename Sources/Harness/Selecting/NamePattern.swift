/// A pattern over case ids: an id or name itself, a regular expression, a glob, or a part of the id.
///
/// What is the id or the name of a case stands for that case alone, whatever characters it has.
/// Otherwise any of `^ $ ( ) | + \` or `.*` makes a regular expression, which may match anywhere, and
/// `*`, `?` or a class such as `[a-c]` a glob, which stands for a whole id or a whole name.
package struct NamePattern: Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The ids that the pattern stands for.
  ///
  /// - Throws: `.pattern` for what neither names a case nor is a regular expression.
  package func matches(in cases: [SuiteCase]) throws(SelectionError) -> [SuiteCase] {
    let named = cases.filter { $0.id.description == text || $0.id.name == text }
    if !named.isEmpty { return named }
    if isRegex {
      let regex: Regex<AnyRegexOutput>
      do { regex = try Regex(text) } catch { throw .pattern(text, reason: "\(error)") }
      return cases.filter { $0.id.description.firstMatch(of: regex) != nil }
    }
    let glob = Glob(text)
    return glob.literal == text
      ? cases.filter { $0.id.description.contains(text) }
      : cases.filter { glob.matches($0.id.description) || glob.matches($0.id.name) }
  }

  private var isRegex: Bool { text.contains { "^$()|+\\".contains($0) } || text.contains(".*") }
}
