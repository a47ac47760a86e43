extension Expectations {
  /// Reads a file, or every `.toml` of a folder in the order of their names.
  package static func load(_ path: String) throws(ExpectationError) -> Expectations {
    var paths = [path]
    if Files.isFolder(path) {
      do {
        paths = try Files.list(path).filter { $0.hasSuffix(".toml") }.map { "\(path)/\($0)" }
      } catch { throw .unreadable(path: path, reason: error.description) }
    }
    var all: [Expectation] = []
    for path in paths {
      let text: String
      do { text = try Files.read(path) } catch {
        throw .unreadable(path: path, reason: error.description)
      }
      all += try ExpectationParser.parse(text, path: path)
    }
    return Expectations(all)
  }
}
