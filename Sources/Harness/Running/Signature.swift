/// A reason with what is peculiar to one case taken out, so that equal causes read equal.
///
/// What stands in quotes becomes `'…'`, shapes `[…]`, and numbers `#`.
package struct Signature: Sendable, Hashable {
  package let text: String

  package init(_ reason: String) {
    var text = ""
    var rest = Substring(reason)
    while let character = rest.first {
      let before = text.last
      switch character {
      case "'":
        text += "'…'"
        rest = rest.dropFirst().drop { $0 != "'" }.dropFirst()
      case "[":
        text += "[…]"
        rest = Self.afterBracket(rest)
      case "0"..."9" where before.map { !$0.isLetter && $0 != "#" } ?? true:
        text += "#"
        rest = rest.drop { $0.isNumber || ".e+-".contains($0) && $0 != " " }
      // A full stop that ends the sentence is not part of the number.
      default:
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    self.text = text
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
