/// Compact JSON whose members keep the order in which they are given.
enum JSONText {
  case null
  case number(Double)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  static func int(_ value: Int) -> JSONText { .number(Double(value)) }
  static func ints(_ values: [Int]) -> JSONText { .array(values.map { .int($0) }) }
  static func strings(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }
  static func optional(_ value: Double?) -> JSONText { value.map { .number($0) } ?? .null }
  static func optional(_ value: Int?) -> JSONText { value.map { .int($0) } ?? .null }

  /// Safe inside an HTML `script` element: `<` is written as an escape.
  func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .number(let value): Self.write(value, to: &text)
    case .string(let value): Self.write(value, to: &text)
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.write(member.0, to: &text)
        text += ":"
        member.1.write(to: &text)
      }
      text += "}"
    }
  }

  /// Infinities and NaN, which JSON lacks, become strings.
  private static func write(_ value: Double, to text: inout String) {
    if !value.isFinite {
      write("\(value)", to: &text)
    } else if value == value.rounded(), value.magnitude < 1e15 {
      text += String(Int(value))
    } else {
      text += String(value)
    }
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    defer { text += "\"" }
    let isPlain = value.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x80 && $0 != 0x22 && $0 != 0x5c && $0 != 0x3c
    }
    guard !isPlain else {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "<": text += "\\u003c"
      case "\u{2028}", "\u{2029}": text += " "
      default:
        if scalar.value >= 0x20 { text.unicodeScalars.append(scalar) } else { text += " " }
      }
    }
  }
}

/// Gives each distinct string a number.
struct Interner {
  private(set) var strings: [String] = []
  private var numbers: [String: Int] = [:]

  mutating func number(of text: String) -> Int {
    if let known = numbers[text] { return known }
    numbers[text] = strings.count
    strings.append(text)
    return strings.count - 1
  }

  mutating func json(_ text: String?) -> JSONText { text.map { .int(number(of: $0)) } ?? .null }
  mutating func json(_ texts: [String]) -> JSONText { .array(texts.map { .int(number(of: $0)) }) }
}
