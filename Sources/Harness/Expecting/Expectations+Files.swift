extension Expectations {
  /// Reads a file, or every `.toml` of a folder in the order of their names.
  package static func load(_ path: String) throws(ExpectationError) -> Expectations {
    let paths =
      Files.isFolder(path)
      ? Files.names(in: path).filter { $0.hasSuffix(".toml") }.map { "\(path)/\($0)" } : [path]
    var all: [Expectation] = []
    for path in paths {
      guard let text = Files.text(path) else { throw .unreadable(path: path) }
      all += try ExpectationParser.parse(text, path: path)
    }
    return Expectations(all)
  }
}
