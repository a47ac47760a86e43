import Foundation

/// Writes the Swift file that lists what a folder holds.
///
///     catalog-tool types OUTPUT IMPORT EXTENDED MEMBER PROTOCOL KIND FILE.swift…
///     catalog-tool shaders OUTPUT ROOT FILE…
///
/// A file Abs.swift defines the type Abs, which KIND, unless it is empty, has a member for; a shader's name
/// is its path below ROOT.
@main
struct CatalogTool {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else { throw Usage() }
    let text =
      switch arguments[0] {
      case "types" where arguments.count >= 7: types(arguments[2...6], arguments.dropFirst(7))
      case "shaders": try shaders(root: arguments[2], arguments.dropFirst(3))
      default: throw Usage()
      }
    // Debug and release builds share the file, and a new date would have each build it anew.
    guard (try? String(contentsOfFile: arguments[1], encoding: .utf8)) != text else { return }
    try text.write(toFile: arguments[1], atomically: true, encoding: .utf8)
  }

  struct Usage: Error {}

  static func types(_ place: ArraySlice<String>, _ files: some Sequence<String>) -> String {
    let (imports, extended) = (place[2], place[3])
    let (member, element, kind) = (place[4], place[5], place[6])
    let types = files.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
    let lines = types.map { "    \($0).self,\n" }.joined()
    return """
      // Written by catalog-tool: one line a file.
      \(imports.isEmpty ? "" : "import \(imports)\n")
      extension \(extended) {
        static let \(member): [any \(element).Type] = [
      \(lines)  ]
      }

      """ + (kind.isEmpty ? "" : members(of: kind, types))
  }

  /// One member a type, named after it.
  static func members(of kind: String, _ types: [String]) -> String {
    let lines = types.map { type in
      "  package static var `\(memberName(type))`: Self { Self(\(type).self) }\n"
    }
    return "\nextension \(kind) {\n\(lines.joined())}\n"
  }

  /// The name with its first word in small letters: `gatherND`, `lstm`, `rmsNormalization`.
  static func memberName(_ type: String) -> String {
    let capitals = type.prefix { $0.isUppercase }.count
    let word = capitals > 1 && capitals < type.count ? capitals - 1 : capitals
    return type.prefix(word).lowercased() + type.dropFirst(word)
  }

  static func shaders(root: String, _ files: some Sequence<String>) throws -> String {
    var entries = ""
    for file in files {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      entries += "    (\"\(file.dropFirst(root.count + 1))\", ###\"\"\"\n\(text)\n\"\"\"###),\n"
    }
    return """
      // Written by catalog-tool: the text of every shader file.

      extension ShaderLibrary {
        static let files: [(path: String, text: String)] = [
      \(entries)  ]
      }

      """
  }
}
