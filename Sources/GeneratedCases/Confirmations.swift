package import Harness

/// Who else gives the expected values of generated cases: a table that is kept, since asking the
/// others takes them and their versions.
///
/// A gzipped text. The first line names the implementations, separated by tabs; each following one has
/// the first twelve digits of a case's digest and the places of those that confirm it, as letters from
/// `a` on. A case whose files change is not confirmed any more.
package struct Confirmations: Sendable {
  package static let fileName = "confirmed.tsv.gz"

  private var names: [String] = []
  private var letters: [String: Substring] = [:]

  /// Whether a name is that of this project's own formulas, `Conformance/generated/formulas`.
  package static func isFormula(_ name: String) -> Bool { name.hasPrefix("formulas ") }

  package init() {}

  /// `nil` where the file can't be read.
  package init?(path: String) {
    guard let text = Gzip.text(path) else { return nil }
    var lines = text.split(separator: "\n")[...]
    names = lines.popFirst()?.split(separator: "\t").map(String.init) ?? []
    for line in lines {
      let parts = line.split(separator: "\t")
      if parts.count == 2 { letters[String(parts[0])] = parts[1] }
    }
  }

  /// The implementations, with versions; empty where nobody else gives the values.
  package func names(for entry: SuiteManifest.Case) -> [String] {
    guard let digest = entry.digest, let own = letters[String(digest.prefix(12))] else { return [] }
    return own.utf8.compactMap { letter in
      let place = Int(letter) - Int(UInt8(ascii: "a"))
      return names.indices.contains(place) ? names[place] : nil
    }
  }
}
