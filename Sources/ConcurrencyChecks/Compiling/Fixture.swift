import Harness

/// A Swift file that says which diagnostics the compiler must give for it.
///
/// The first line is a comment that says what it is about. `// error: text` after a line of code
/// expects an error there whose message contains the text; on a line of its own, it belongs to the
/// next line of code. The control and the right ways, `Name+Right.swift`, must compile without a
/// word; every other fixture is a misuse and has annotations.
package struct Fixture: Sendable {
  package struct Expectation: Sendable, Equatable {
    package let line: Int
    package let text: String
  }
  package let path: String
  package let subject: String
  package let expectations: [Expectation]

  package var name: String {
    path.split(separator: "/").last.map { String($0.dropLast(".swift".count)) } ?? path
  }

  static let control = "Control"

  /// Whether the fixture shows a misuse, which the compiler has to refuse.
  var isMisuse: Bool { name != Self.control && !name.hasSuffix("+Right") }

  private static let mark = "// error: "

  package init(path: String) throws(CheckFailure) {
    guard let text = Files.text(path) else {
      throw .unavailable("The fixture '\(path)' can't be read.")
    }
    self.init(path: path, text: text)
  }

  init(path: String, text: String) {
    self.path = path
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    subject = lines.first.map { String($0.drop { $0 == "/" || $0 == " " }) } ?? ""
    var expectations: [Expectation] = []
    var waiting: [String] = []
    for (index, line) in lines.enumerated() {
      let code: Substring
      if let mark = line.firstRange(of: Self.mark) {
        code = line[..<mark.lowerBound]
        waiting.append(String(line[mark.upperBound...]))
      } else {
        code = line
      }
      guard code.contains(where: { $0 != " " }), !code.drop(while: { $0 == " " }).hasPrefix("//")
      else { continue }
      expectations += waiting.map { Expectation(line: index + 1, text: $0) }
      waiting = []
    }
    // Annotations that no code follows can't be met.
    expectations += waiting.map { Expectation(line: 0, text: $0) }
    self.expectations = expectations
  }

  /// What is not as the fixture says, a sentence each.
  func defects(of diagnostics: [Diagnostic], succeeded: Bool) -> [String] {
    var rest = diagnostics
    var defects: [String] = []
    if isMisuse == expectations.isEmpty {
      defects.append(
        isMisuse
          ? "\(name): a misuse, but no line of it expects an error (// error: …)"
          : "\(name): a right way, but line \(expectations[0].line) expects an error")
    }
    for expected in expectations {
      let met = rest.firstIndex {
        $0.severity == "error" && $0.line == expected.line && $0.message.contains(expected.text)
      }
      if let met {
        rest.remove(at: met)
      } else {
        defects.append("\(name):\(expected.line): no error says '\(expected.text)'")
      }
    }
    defects += rest.map { "\(name): not expected: \($0)" }
    if succeeded != expectations.isEmpty, defects.isEmpty {
      defects.append(
        "\(name): the compiler \(succeeded ? "accepts it" : "fails without a diagnostic")")
    }
    return defects
  }
}
