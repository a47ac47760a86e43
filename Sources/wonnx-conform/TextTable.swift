/// Cells in columns.
enum TextTable {
  /// Pads the first `leading` columns on the right, the others on the left.
  static func aligned(_ rows: [[String]], leading: Int) -> [String] {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column >= leading { return padding + cell }
        return column == row.count - 1 ? cell : cell + padding
      }
      return cells.joined(separator: "  ")
    }
  }

  /// Cells of words in columns of these widths, in characters. A row has as many lines as its longest
  /// cell.
  static func wrapped(_ rows: [[String]], widths: [Int]) -> [String] {
    rows.flatMap { row in
      let cells = zip(row, widths).map { lines(of: $0, width: $1) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { number in
        let parts = zip(cells, widths).map { cell, width in
          let text = number < cell.count ? cell[number] : ""
          return text + String(repeating: " ", count: max(width - text.count, 0))
        }
        let line = parts.joined(separator: "  ")
        return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
      }
    }
  }

  private static func lines(of text: String, width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      guard let last = lines.last, last.count + 1 + word.count <= width else {
        lines.append(String(word))
        return
      }
      lines[lines.count - 1] = "\(last) \(word)"
    }
  }
}
