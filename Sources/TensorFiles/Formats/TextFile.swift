package import Graphs
package import Tensors

/// Numbers with spaces, commas or line ends between, or strings, one a line.
package enum TextFile {
  /// - Throws: where the bytes are not UTF-8; the first word that is none of the type.
  package static func tensor(
    _ bytes: [UInt8], as type: TensorType
  ) throws(FormatError) -> Tensor {
    let text = try text(bytes)
    let words: [NumberWords.Word]
    if type.dtype == .string {
      words = lines(text).map { NumberWords.Word($0) }
    } else {
      words = lines(text).enumerated().flatMap { number, line in
        line.split { $0.isWhitespace || $0 == "," }
          .map { NumberWords.Word($0, row: number + 1) }
      }
    }
    let elements = try NumberWords.elements(words, as: type.dtype)
    return try Tensor.made(elements, type.shape(of: [words.count]))
  }

  static func text(_ bytes: [UInt8]) throws(FormatError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError("is not text in UTF-8")
    }
    // An editor's mark of the encoding is no part of the text.
    return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
  }

  /// A line end after the last line begins no other.
  static func lines(_ text: String) -> [Substring] {
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// A row of the last axis a line.
  package static func text(of tensor: Tensor) -> String {
    let columns = max(tensor.shape.dims.last ?? 1, 1)
    return stride(from: 0, to: tensor.count, by: columns).map { start in
      (start..<min(start + columns, tensor.count)).map { tensor.word(at: $0) }
        .joined(separator: " ") + "\n"
    }.joined()
  }
}

extension Tensor {
  static func made(_ elements: Elements, _ shape: Shape) throws(FormatError) -> Tensor {
    do throws(TensorError) { return try Tensor(elements, shape: shape) } catch {
      throw FormatError("has another number of elements than its shape: \(error)")
    }
  }
}
