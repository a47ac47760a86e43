/// A reason with what is peculiar to one case taken out, so that equal causes read equal.
///
/// What stands in quotes becomes `'…'`, shapes `[…]`, and numbers `#`. An apostrophe opens no quotes,
/// and what is never closed stays as it is.
package struct Signature: Sendable, Hashable {
  package let text: String

  package init(_ reason: String) {
    var text = ""
    var rest = Substring(reason)
    while let character = rest.first {
      if character == "'", !Self.isWord(text.last), let after = Self.afterQuotation(rest) {
        text += "'…'"
        rest = after
      } else if character == "[", let after = Self.afterBracket(rest) {
        text += "[…]"
        rest = after
      } else if ("0"..."9").contains(character), !Self.isWord(text.last), text.last != "_" {
        text += "#"
        rest = Self.afterNumber(rest)
      } else {
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    self.text = text
  }

  private static func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber } ?? false
  }

  /// What follows the closing quote: the first that no letter or digit follows, so that a quoted
  /// name may hold an apostrophe.
  private static func afterQuotation(_ text: Substring) -> Substring? {
    for index in text.indices.dropFirst() where text[index] == "'" {
      let after = text[text.index(after: index)...]
      if !isWord(after.first) { return after }
    }
    return nil
  }

  private static func afterBracket(_ text: Substring) -> Substring? {
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 }
      if text[index] == "]" { depth -= 1 }
      if depth == 0 { return text[text.index(after: index)...] }
    }
    return nil
  }

  /// A point or sign belongs to the number only where a digit follows: a sentence may end after it.
  private static func afterNumber(_ text: Substring) -> Substring {
    var rest = text
    while let character = rest.first {
      let next = rest.dropFirst().first
      guard
        character.isNumber || character == "e"
          || (".+-".contains(character) && next.map { $0.isNumber || $0 == "." } ?? false)
      else { break }
      rest = rest.dropFirst()
    }
    return rest
  }
}
