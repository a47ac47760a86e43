package import Graphs
package import Tensors

/// A table of text: fields with commas between, quoted where they hold commas, quotes or line ends.
///
/// - Source: RFC 4180; a line may also end in a line feed alone.
package struct CSVFile: Sendable {
  /// The fields of the first row, where that names the columns.
  package let header: [String]?
  package let rows: [[String]]

  /// - Parameters:
  ///   - separator: a comma, or a tabulator for `.tsv`.
  ///   - names: of a model's inputs: a first row that has one of them is a header. So is one that has
  ///     no number where the second row has one.
  /// - Throws: where the bytes are not UTF-8, a quote is not ended, or a row has more or fewer fields
  ///   than the first.
  package init(
    _ bytes: [UInt8], separator: Character = ",", names: [String]
  ) throws(FormatError) {
    let fields = try CSVFields(try TextFile.text(bytes), separator: separator).rows
    guard let first = fields.first else { throw FormatError("has no row") }
    for (number, row) in fields.enumerated() where row.count != first.count {
      throw FormatError(
        "has \(row.count) fields in row \(number + 1), but \(first.count) in the first")
    }
    let isNumeric = { (row: [String]) in row.contains { Double($0) != nil } }
    let isHeader =
      first.contains(where: names.contains)
      || (!isNumeric(first) && fields.count > 1 && isNumeric(fields[1]))
    header = isHeader ? first : nil
    rows = isHeader ? Array(fields.dropFirst()) : fields
  }

  /// Whether a column has an input's name.
  package func has(_ name: String) -> Bool { header?.contains(name) ?? false }

  /// An input's elements: the column of its name, else the whole table `[rows, columns]`.
  package func tensor(_ name: String, as type: TensorType) throws(FormatError) -> Tensor {
    if let column = header?.firstIndex(of: name) {
      return try tensor(columns: column..<column + 1, as: type, natural: [rows.count])
    }
    let count = header?.count ?? rows.first?.count ?? 0
    return try tensor(columns: 0..<count, as: type, natural: [rows.count, count])
  }

  private func tensor(
    columns: Range<Int>, as type: TensorType, natural: Shape
  ) throws(FormatError) -> Tensor {
    let words = rows.enumerated().flatMap { number, row in
      columns.map { column in
        NumberWords.Word(
          row[column][...], row: number + (header == nil ? 1 : 2), column: column + 1)
      }
    }
    let elements = try NumberWords.elements(words, as: type.dtype)
    return try Tensor.made(elements, type.shape(of: natural))
  }

  /// A tensor as rows of its last axis, without a header.
  package static func text(of tensor: Tensor, separator: Character = ",") -> String {
    let columns = max(tensor.shape.dims.last ?? 1, 1)
    return stride(from: 0, to: tensor.count, by: columns).map { start in
      (start..<min(start + columns, tensor.count)).map { quoted(tensor.word(at: $0), separator) }
        .joined(separator: String(separator)) + "\n"
    }.joined()
  }

  private static func quoted(_ word: String, _ separator: Character) -> String {
    let isPlain = !word.contains { $0 == separator || $0 == "\"" || $0.isNewline }
    return isPlain ? word : "\"\(word.replacing("\"", with: "\"\""))\""
  }
}
