/// A line with some of an entry's cases.
struct ExpectationItemLine {
  private let line: ExpectationLine
  /// Whether the line is part of a list, and not `case = "…"`.
  private let isList: Bool

  init(_ line: ExpectationLine, isList: Bool) {
    self.line = line
    self.isList = isList
  }

  /// The lines with other cases instead of some; `nil` where none changes.
  ///
  /// - Parameter replacement: what stands for an item; `nil` where it stays.
  func replacing(_ replacement: (String) -> [String]?) -> [String]? {
    var text = line.text
    var isChanged = false
    for string in line.strings.reversed() {
      guard let items = replacement(string.value) else { continue }
      isChanged = true
      let quoted = items.map(ExpectationTable.quoted)
      if !isList {
        text.replaceSubrange(string.range, with: ExpectationTable.list(items))
      } else if items.isEmpty {
        text.removeSubrange(Self.withComma(string.range, in: text))
      } else if let indentation = indentation(of: string.range) {
        text.replaceSubrange(string.range, with: quoted.joined(separator: ",\n\(indentation)"))
      } else {
        text.replaceSubrange(string.range, with: quoted.joined(separator: ", "))
      }
    }
    guard isChanged else { return nil }
    let rest = ExpectationLine(text).statement
    return rest.isEmpty || rest == ","
      ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The space before an item that has the line to itself.
  private func indentation(of range: Range<String.Index>) -> Substring? {
    let start = line.text[..<range.lowerBound]
    return line.strings.count == 1 && start.allSatisfy(\.isWhitespace) ? start : nil
  }

  /// An item with the comma behind it, or else the one before it.
  private static func withComma(
    _ range: Range<String.Index>, in text: String
  ) -> Range<String.Index> {
    let behind = text[range.upperBound...].drop { $0 == " " }
    if behind.first == "," {
      return range.lowerBound..<behind.dropFirst().drop { $0 == " " }.startIndex
    }
    let before = text[..<range.lowerBound]
    guard let last = before.lastIndex(where: { $0 != " " }), text[last] == "," else { return range }
    return last..<range.upperBound
  }
}
