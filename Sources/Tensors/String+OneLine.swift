extension String {
  /// The text on one line, without what a terminal takes for commands: a control character or an end of
  /// a line is `\\n`, `\\t` or `\\u{1b}`.
  package var onOneLine: String {
    guard unicodeScalars.contains(where: \.endsOrCommands) else { return self }
    return unicodeScalars.map { scalar in
      scalar.endsOrCommands ? scalar.escaped(asASCII: true) : String(scalar)
    }.joined()
  }

  /// The lines of the text, each as it is on one line.
  package var printable: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).onOneLine }
      .joined(separator: "\n")
  }
}

extension Unicode.Scalar {
  /// Controls, and the ends of lines and paragraphs that Unicode has besides.
  fileprivate var endsOrCommands: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
