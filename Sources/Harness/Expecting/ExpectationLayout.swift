/// Where the parts of a file of expectations stand, so that it can be changed in places.
///
/// For text that `ExpectationParser` takes; its tables are in the order of the entries.
struct ExpectationLayout {
  let lines: [ExpectationLine]
  let tables: [Table]

  struct Table {
    /// From the header, or the comment right above it, up to behind the last statement.
    var lines: Range<Int>
    /// The lines of each statement, by key.
    var statements: [String: Range<Int>] = [:]
  }

  init(_ text: String) {
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { ExpectationLine(String($0)) }
    var tables: [Table] = []
    var index = 0
    while index < lines.count {
      let start = index
      var statement = lines[index].statement
      index += 1
      while statement.contains("= ["), !statement.hasSuffix("]"), index < lines.count {
        statement += " " + lines[index].statement
        index += 1
      }
      if statement == "[[expect]]" {
        tables.append(Table(lines: Self.comment(above: start, in: lines)..<index))
      } else if let equals = statement.firstIndex(of: "="), var table = tables.popLast() {
        let key = statement[..<equals].split(separator: " ").first.map(String.init) ?? ""
        table.statements[key] = start..<index
        table.lines = table.lines.lowerBound..<index
        tables.append(table)
      }
    }
    self.tables = tables
  }

  /// The first line of the comment that ends above a header; one at the file's top is the file's.
  private static func comment(above header: Int, in lines: [ExpectationLine]) -> Int {
    var first = header
    while first > 0, lines[first - 1].isComment { first -= 1 }
    return first == 0 ? header : first
  }
}

/// A line and the strings in it.
struct ExpectationLine {
  let text: String
  private(set) var strings: [(value: String, range: Range<String.Index>)] = []
  /// Where a comment begins.
  private(set) var end: String.Index

  init(_ text: String) {
    self.text = text
    end = text.endIndex
    var start: String.Index?
    var value = ""
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if let opening = start {
        if isEscaped || !"\\\"".contains(character) {
          value.append(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else {
          strings.append((value, opening..<text.index(after: index)))
          start = nil
        }
      } else if character == "\"" {
        (start, value) = (index, "")
      } else if character == "#" {
        end = index
        return
      }
    }
  }

  /// Without comment and the space around it.
  var statement: String { text[..<end].trimmed }
  var comment: Substring { text[end...] }
  var isComment: Bool { statement.isEmpty && end < text.endIndex }
}

extension StringProtocol {
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(
      start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
  }
}
