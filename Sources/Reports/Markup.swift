/// Text as XML and HTML write it.
package enum Markup {
  /// The five marked-up characters by name, control characters left out, all in one line.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t": result += " "
      default: if scalar.value >= 0x20 { append(scalar, to: &result) }
      }
    }
    return result
  }

  /// The text of an XML element. XML 1.0 has no way to write most control characters, so they stand
  /// as `\u{1b}`.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0a: result.unicodeScalars.append(scalar)
      case ..<0x20, 0x7f...0x9f, 0xfffe, 0xffff:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: append(scalar, to: &result)
      }
    }
    return result
  }

  /// The value of an XML attribute: a parser takes a plain line break for a space.
  static func attribute(_ text: String) -> String {
    var result = ""
    for character in Self.text(text).unicodeScalars {
      switch character {
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "'": text += "&#39;"
    default: text.unicodeScalars.append(scalar)
    }
  }
}
