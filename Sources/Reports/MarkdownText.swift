/// Text that says in GitHub's Markdown what it says plainly, in one line.
enum MarkdownText {
  /// - Parameter limit: characters after which `…` stands.
  static func escaped(_ text: String, limit: Int = .max) -> String {
    var result = ""
    for character in cut(text, limit).unicodeScalars {
      switch character {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "\\", "`", "|", "*", "_", "[", "]", "~", "$":
        result += "\\"
        result.unicodeScalars.append(character)
      // A zero-width space keeps GitHub from making mentions and references of names and numbers.
      case "@", "#":
        result.unicodeScalars.append(character)
        result += "&#8203;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A code span; its fence is longer than any run of backticks inside.
  static func code(_ text: String, limit: Int = .max) -> String {
    let line = cut(text, limit)
    let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let space = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
    return fence + space + line + space + fence
  }

  private static func cut(_ text: String, _ limit: Int) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(limit == .max ? .max : limit * 4) {
      if scalar.value < 0x20 || scalar.value == 0x7f {
        line += " "
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    guard line.count > limit else { return line }
    return line.prefix(limit - 1).trimmingSuffix(while: { $0 == " " }) + "…"
  }
}

extension BidirectionalCollection {
  fileprivate func trimmingSuffix(while isLeftOut: (Element) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isLeftOut(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
