import Harness

/// Nothing in the sources escapes the compiler's checks, but for what is proved in the allowlist.
package struct AuditCheck: ConcurrencyCheck {
  package let name = "audit"
  package let claim =
    "Nothing in the sources escapes the compiler's checks, but for what is proved line by line."

  package init() {}

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let path = "\(surroundings.fixtures)/allowlist.txt"
    guard let text = Files.text(path) else { throw .unavailable("'\(path)' can't be read.") }
    let allowlist = try Allowlist(parsing: text, path: "allowlist.txt")
    var sources: [String: String] = [:]
    for folder in ["Package.swift", "Sources", "Tests", "Plugins", "Shaders"] {
      Self.collect(folder, below: surroundings.root, into: &sources)
    }
    guard sources.count >= 100 else {
      throw .broken("Only \(sources.count) Swift files were found: the audit looked past most.")
    }
    let defects = Self.defects(in: sources, allowlist)
    guard defects.isEmpty else {
      throw .broken("\(defects.count) places are not as the allowlist says.", details: defects)
    }
    let allowed = allowlist.entries
    return Showing(
      "\(sources.count) files, \(allowed.reduce(0) { $0 + $1.count }) escapes, each with its proof",
      details: allowed.map { "\($0.file): \($0.escape.rawValue) × \($0.count)" })
  }

  /// What differs between the sources and the allowlist, a sentence each.
  static func defects(in sources: [String: String], _ allowlist: Allowlist) -> [String] {
    var defects: [String] = []
    for file in sources.keys.sorted() {
      let code = SwiftCode(sources[file] ?? "")
      for escape in Escape.allCases {
        let lines = code.lines(of: escape)
        let allowed = allowlist.count(of: escape, in: file)
        guard lines.count != allowed, !lines.isEmpty else { continue }
        let places = lines.map(String.init).joined(separator: ", ")
        defects.append(
          "\(file): \(escape.rawValue) on line \(places), but \(allowed) allowed")
      }
    }
    for entry in allowlist.entries {
      let found = sources[entry.file].map { SwiftCode($0).lines(of: entry.escape).count }
      if found ?? 0 == 0 {
        defects.append(
          "allowlist.txt:\(entry.line): \(entry.file) has no \(entry.escape.rawValue) any more")
      }
    }
    return defects
  }

  /// Reads Swift files, by their path in the package.
  private static func collect(
    _ path: String, below root: String, into sources: inout [String: String]
  ) {
    if path.hasSuffix(".swift") {
      sources[path] = Files.text("\(root)/\(path)")
    } else if Files.isFolder("\(root)/\(path)") {
      for name in Files.names(in: "\(root)/\(path)") {
        collect("\(path)/\(name)", below: root, into: &sources)
      }
    }
  }
}
