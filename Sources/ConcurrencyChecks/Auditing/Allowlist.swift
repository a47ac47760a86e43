/// The escapes that are proved to be harmless: lines of `file: construct: count: proof`.
struct Allowlist {
  struct Entry {
    let line: Int
    let file: String
    let escape: Escape
    let count: Int
  }
  let entries: [Entry]

  /// - Throws: `.broken` where a line is no entry, or its proof is no sentence.
  init(parsing text: String, path: String) throws(CheckFailure) {
    var entries: [Entry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let place = "\(path):\(index + 1)"
      var rest = line
      var fields: [String] = []
      while fields.count < 3, let mark = rest.firstRange(of: ": ") {
        fields.append(String(rest[..<mark.lowerBound]))
        rest = rest[mark.upperBound...]
      }
      guard fields.count == 3, let escape = Escape(rawValue: fields[1]), let count = Int(fields[2])
      else { throw .broken("\(place) is not 'file: construct: count: proof': \(line)") }
      guard rest.count >= 30, rest.hasSuffix(".") else {
        throw .broken("\(place) has no sentence that proves the \(escape.rawValue) harmless.")
      }
      guard !entries.contains(where: { $0.file == fields[0] && $0.escape == escape }) else {
        throw .broken("\(place) lists \(escape.rawValue) in \(fields[0]) for the second time.")
      }
      entries.append(Entry(line: index + 1, file: fields[0], escape: escape, count: count))
    }
    self.entries = entries
  }

  func count(of escape: Escape, in file: String) -> Int {
    entries.first { $0.file == file && $0.escape == escape }?.count ?? 0
  }
}
