/// An error or a warning of the compiler.
struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  /// The file's last path component.
  let file: String
  let line: Int
  /// `error` or `warning`.
  let severity: String
  let message: String

  var description: String { "\(file):\(line): \(severity): \(message)" }

  /// Reads `path:line:column: error: message`; anything else is no diagnostic of its own.
  init?(_ text: String) {
    for severity in ["error", "warning"] {
      guard let mark = text.firstRange(of: ": \(severity): ") else { continue }
      let place = text[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      message = String(text[mark.upperBound...])
      self.severity = severity
      if place.count >= 3, let line = Int(place[place.count - 2]) {
        file = place[place.count - 3].split(separator: "/").last.map { String($0) } ?? ""
        self.line = line
      } else {
        // Such as `<unknown>:0: error: …`, and the driver's own.
        (file, line) = (String(text[..<mark.lowerBound]), 0)
      }
      return
    }
    return nil
  }
}

extension ToolRun {
  /// Each diagnostic once: a compiler that works file by file repeats some.
  var diagnostics: [Diagnostic] {
    lines.compactMap { Diagnostic($0) }.reduce(into: []) { found, diagnostic in
      if !found.contains(diagnostic) { found.append(diagnostic) }
    }
  }
}
