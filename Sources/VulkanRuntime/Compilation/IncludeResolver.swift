import Runtimes
import Shaders

/// Replaces `#include "path"` by the file's text, and numbers the files for the compiler's messages.
struct IncludeResolver {
  let library: ShaderLibrary
  /// Source number 0 is the generated part.
  private(set) var files = ["<declarations>"]
  private var depth = 0

  init(library: ShaderLibrary) { self.library = library }

  mutating func resolve(_ path: String) throws(RuntimeError) -> String {
    guard let text = library[path] else {
      throw .compile("the shader '\(path)' does not exist under Shaders/")
    }
    guard depth < 16 else {
      throw .compile("the shader '\(path)' is included by itself, or more than 16 files deep")
    }
    depth += 1
    defer { depth -= 1 }
    let number = files.count
    files.append(path)
    var result = "#line 1 \(number)\n"
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let included = Self.included(line) {
        result += try resolve(included)
        result += "#line \(index + 2) \(number)\n"
      } else {
        result += line
        result += "\n"
      }
    }
    return result
  }

  private static func included(_ line: Substring) -> String? {
    let line = line.drop { $0 == " " }
    guard line.hasPrefix("#include") else { return nil }
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count >= 3 ? String(parts[1]) : nil
  }
}
