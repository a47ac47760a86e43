import CGlslang
import Runtimes

/// GLSL to SPIR-V words, in process.
enum GlslangCompiler {
  /// Part of the cache's key, kept by hand: to be raised when the compiler, its options or the passes over
  /// its output change.
  static let version = "glslang 12.0, SPIR-V 1.5, pass 2"

  static func compile(_ source: ShaderSource, path: String) throws(RuntimeError) -> [UInt32] {
    let shader = onnx_compile_shader(source.text)
    defer { onnx_free_shader(shader) }
    guard let words = shader.words else {
      let log = shader.log.map { String(cString: $0) } ?? "out of memory"
      throw .compile("the shader '\(path)' does not compile: \(firstLine(log, source.files))")
    }
    return Array(UnsafeBufferPointer(start: words, count: shader.word_count))
  }

  /// The compiler's first complaint, its `ERROR: 3:17:` as `Families/Unary.glsl:17:`.
  ///
  /// It may quote any length of a declaration, which says nothing to those who run a model.
  private static func firstLine(_ log: String, _ files: [String]) -> String {
    let prefix = "ERROR: "
    guard let line = log.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else {
      return "the compiler gives no reason"
    }
    let text = line.dropFirst(prefix.count).split(separator: " ").joined(separator: " ")
    let parts = text.split(separator: ":", maxSplits: 1)
    let place = parts.first.flatMap { Int($0) }
    let named =
      if let place, parts.count == 2, files.indices.contains(place) {
        "\(files[place]):\(parts[1])"
      } else { text }
    return named.count > mostCharacters ? named.prefix(mostCharacters) + "…" : named
  }

  private static let mostCharacters = 200
}
