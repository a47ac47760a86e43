/// Reads expectations: TOML, of which only `[[expect]]` tables of strings and lists of strings.
///
///     [[expect]]
///     case = ["node/test_adam*", "node/test_momentum"]
///     runtime = "vulkan"
///     status = "unsupported"
///     reason = "Training operators have no kernel."
///
/// `case`, `status` and `reason` are required; `runtime` (default: all), `issue` and `superseded` (the
/// release that corrected the expected value) are not.
package struct ExpectationParser {
  private static let keys = ["case", "runtime", "status", "reason", "issue", "superseded"]

  private let path: String
  private var line = 0
  private var expectations: [Expectation] = []
  private var table: [String: [String]]?
  private var tableLine = 0

  private init(path: String) { self.path = path }

  /// - Parameter path: names the file in messages.
  package static func parse(
    _ text: String, path: String
  ) throws(ExpectationError) -> [Expectation] {
    var parser = ExpectationParser(path: path)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      parser.line += 1
      var statement = Self.trimmed(Self.withoutComment(line))
      // A list may go on over several lines.
      while statement.contains("= ["), !statement.hasSuffix("]"), let next = lines.popFirst() {
        parser.line += 1
        statement += " " + Self.trimmed(Self.withoutComment(next))
      }
      try parser.read(statement)
    }
    try parser.finishTable()
    return parser.expectations
  }

  private mutating func read(_ statement: String) throws(ExpectationError) {
    if statement.isEmpty { return }
    if statement == "[[expect]]" {
      try finishTable()
      table = [:]
      tableLine = line
      return
    }
    guard let equals = statement.firstIndex(of: "=") else {
      throw error("'\(statement)' is neither [[expect]] nor key = value")
    }
    let key = Self.trimmed(statement[..<equals])
    guard table != nil else { throw error("'\(key)' stands before the first [[expect]]") }
    guard Self.keys.contains(key) else {
      let nearest = NearestNames.of(key, among: Self.keys, limit: 1).first
      throw error(
        "the key '\(key)' is not known" + (nearest.map { "; the nearest is '\($0)'" } ?? ""))
    }
    guard table?[key] == nil else { throw error("the key '\(key)' stands twice in one table") }
    let values = try Self.strings(Self.trimmed(statement[statement.index(after: equals)...]))
      .orThrow(error("the value of '\(key)' is not a string or a list of strings"))
    guard !values.isEmpty else { throw error("the list of '\(key)' is empty") }
    table?[key] = values
  }

  private mutating func finishTable() throws(ExpectationError) {
    guard let table else { return }
    self.table = nil
    for key in ["case", "status", "reason"] where table[key] == nil {
      throw .syntax(path: path, line: tableLine, "this [[expect]] has no \(key)")
    }
    let statuses = table["status"] ?? []
    for status in statuses
    where Status(status) == nil && !Status.families.contains(status)
      && status != CaseRecord.outside
    {
      let nearest = NearestNames.of(status, among: Status.families, limit: 1).first
      throw .syntax(
        path: path, line: tableLine,
        "'\(status)' is no status" + (nearest.map { "; the nearest is '\($0)'" } ?? ""))
    }
    let reason = table["reason"]?.joined(separator: " ") ?? ""
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw .syntax(path: path, line: tableLine, "the reason is empty")
    }
    expectations.append(
      Expectation(
        cases: (table["case"] ?? []).map { Glob($0) }, runtimes: table["runtime"] ?? [],
        statuses: statuses, reason: reason, issue: table["issue"]?.first,
        superseded: table["superseded"]?.first, line: tableLine))
  }

  private func error(_ sentence: String) -> ExpectationError {
    .syntax(path: path, line: line, sentence)
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(
      start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
  }

  private static func withoutComment(_ text: Substring) -> Substring {
    var inString = false
    var escaped = false
    for index in text.indices {
      switch text[index] {
      case "\\" where inString: escaped.toggle()
      case "\"" where !escaped: inString.toggle()
      case "#" where !inString: return text[..<index]
      default: escaped = false
      }
      if text[index] == "\"" { escaped = false }
    }
    return text
  }

  /// The strings of `"a"` or `["a", "b"]`; `nil` for anything else.
  private static func strings(_ text: String) -> [String]? {
    guard text.hasPrefix("[") else { return string(text).map { [$0] } }
    guard text.hasSuffix("]") else { return nil }
    var result: [String] = []
    var rest = Substring(trimmed(text.dropFirst().dropLast()))
    while !rest.isEmpty {
      guard let end = endOfString(rest), let value = string(String(rest[...end])) else {
        return nil
      }
      result.append(value)
      rest = Substring(trimmed(rest[rest.index(after: end)...]))
      if rest.isEmpty { break }
      guard rest.first == "," else { return nil }
      rest = Substring(trimmed(rest.dropFirst()))
    }
    return result
  }

  private static func endOfString(_ text: Substring) -> Substring.Index? {
    guard text.first == "\"" else { return nil }
    var escaped = false
    for index in text.indices.dropFirst() {
      if escaped {
        escaped = false
      } else if text[index] == "\\" {
        escaped = true
      } else if text[
        index] == "\""
      {
        return index
      }
    }
    return nil
  }

  private static func string(_ text: String) -> String? {
    let whole = Substring(text)
    guard let end = endOfString(whole), whole.index(after: end) == whole.endIndex else {
      return nil
    }
    var result = ""
    var escaped = false
    for character in whole.dropFirst().dropLast() {
      if escaped {
        guard "\"\\".contains(character) else { return nil }
        result.append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}

extension Optional {
  fileprivate func orThrow<E: Error>(_ error: E) throws(E) -> Wrapped {
    guard let self else { throw error }
    return self
  }
}
