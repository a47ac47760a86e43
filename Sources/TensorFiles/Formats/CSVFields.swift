/// The fields of a table's rows, without their quotes.
struct CSVFields {
  private(set) var rows: [[String]] = []
  private var row: [String] = []
  private var field = ""
  private var wasQuoted = false

  init(_ text: String, separator: Character) throws(FormatError) {
    var isQuoted = false
    var characters = text.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      if isQuoted {
        guard character == "\"" else {
          field.append(character)
          continue
        }
        if next == "\"" {
          field.append("\"")
          next = characters.next()
        } else {
          isQuoted = false
        }
      } else if character == "\"", field.isEmpty, !wasQuoted {
        isQuoted = true
        wasQuoted = true
      } else if character == separator {
        endField()
      } else if character.isNewline {
        endRow()
      } else if wasQuoted {
        throw FormatError("has '\(character)' behind a quote in row \(rows.count + 1)")
      } else {
        field.append(character)
      }
    }
    guard !isQuoted else {
      throw FormatError("has a quote in row \(rows.count + 1) that nothing ends")
    }
    endRow()
  }

  private mutating func endField() {
    row.append(wasQuoted ? field : String(field.trimmingSpaces))
    field = ""
    wasQuoted = false
  }

  /// A line of nothing is no row.
  private mutating func endRow() {
    guard !row.isEmpty || !field.isEmpty || wasQuoted else { return }
    endField()
    rows.append(row)
    row = []
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    let text = drop { $0 == " " }
    let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) }
    return text[..<(end ?? text.startIndex)]
  }
}
