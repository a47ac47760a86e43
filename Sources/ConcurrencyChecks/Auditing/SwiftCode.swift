/// The tokens of a Swift file without comments and without the text of strings; what a string
/// interpolates is code.
struct SwiftCode {
  struct Token: Equatable {
    let text: String
    let line: Int
  }
  private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: String) {
    bytes = Array(text.utf8)
    readCode(isInterpolation: false)
  }

  /// The lines on which an escape is written.
  func lines(of escape: Escape) -> [Int] {
    escape.spellings.flatMap { lines(of: $0) }.sorted()
  }

  private func lines(of sequence: [String]) -> [Int] {
    guard let first = sequence.first else { return [] }
    return tokens.indices.compactMap { start in
      guard tokens[start].text == first, start + sequence.count <= tokens.count else { return nil }
      let isSame = zip(tokens[start...], sequence).allSatisfy { $0.text == $1 }
      return isSame ? tokens[start].line : nil
    }
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    bytes.indices.contains(position + offset) ? bytes[position + offset] : nil
  }

  private func starts(with text: String) -> Bool {
    var offset = 0
    for byte in text.utf8 {
      guard peek(offset) == byte else { return false }
      offset += 1
    }
    return true
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private mutating func readCode(isInterpolation: Bool) {
    var depth = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == byte {
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance() }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        skipBlock()
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") && isRawString {
        readString()
      } else if Self.isWord(byte) {
        let start = position
        let first = line
        while let byte = peek(), Self.isWord(byte) { advance() }
        tokens.append(
          Token(text: String(decoding: bytes[start..<position], as: UTF8.self), line: first))
      } else {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          depth -= 1
          if isInterpolation, depth < 0 { return advance() }
        }
        if byte > 0x20 {
          tokens.append(Token(text: String(UnicodeScalar(byte)), line: line))
        }
        advance()
      }
    }
  }

  private var isRawString: Bool {
    var offset = 0
    while peek(offset) == UInt8(ascii: "#") { offset += 1 }
    return peek(offset) == UInt8(ascii: "\"")
  }

  private mutating func skipBlock() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        advance(2)
      } else if starts(with: "*/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && position < bytes.count
  }

  private mutating func readString() {
    var pounds = ""
    while peek() == UInt8(ascii: "#") {
      pounds += "#"
      advance()
    }
    let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    advance(quote.utf8.count)
    while position < bytes.count {
      if starts(with: quote + pounds) { return advance(quote.utf8.count + pounds.utf8.count) }
      if starts(with: "\\" + pounds + "(") {
        advance(2 + pounds.utf8.count)
        readCode(isInterpolation: true)
      } else if starts(with: "\\" + pounds) {
        advance(2 + pounds.utf8.count)
      } else {
        advance()
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20)
  }
}
