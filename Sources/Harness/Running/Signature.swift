/// A reason with what is peculiar to one case taken out, so that equal causes read equal.
///
/// What stands in quotes becomes `'…'`, shapes `[…]`, and numbers `#`.
package struct Signature: Sendable, Hashable {
  package let text: String

  package init(_ reason: String) {
    var text = ""
    var rest = Substring(reason)
    while let character = rest.first {
      switch character {
      case "'":
        text += "'…'"
        rest = rest.dropFirst().drop { $0 != "'" }.dropFirst()
      case "[":
        text += "[…]"
        rest = Self.afterBracket(rest)
      case "0"..."9" where text.last.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true:
        text += "#"
        rest = Self.afterNumber(rest)
      default:
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    self.text = text
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

  private static func afterBracket(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 }
      if text[index] == "]" { depth -= 1 }
      if depth == 0 { return text[text.index(after: index)...] }
    }
    return ""
  }
}
