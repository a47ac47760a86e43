import CGlslang
import Runtimes

/// GLSL to SPIR-V words, in process.
enum GlslangCompiler {
  /// Part of the cache's key: changes when the compiler, its options or the pass over its output do.
  static let version = "glslang 12.0, SPIR-V 1.5, pass 1"

  static func compile(_ source: ShaderSource, path: String) throws(RuntimeError) -> [UInt32] {
    let shader = onnx_compile_shader(source.text)
    defer { onnx_free_shader(shader) }
    guard let words = shader.words else {
      let log = shader.log.map { String(cString: $0) } ?? "out of memory"
      throw .device("The shader '\(path)' does not compile:\n\(named(log, files: source.files))")
    }
    return Array(UnsafeBufferPointer(start: words, count: shader.word_count))
  }

  /// Turns the compiler's `ERROR: 3:17:` into `Families/Unary.glsl:17:`.
  private static func named(_ log: String, files: [String]) -> String {
    log.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("ERROR: ") else { return nil }
      let parts = line.dropFirst(7).split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let number = Int(parts[0]), files.indices.contains(number) else {
        return String(line.dropFirst(7))
      }
      return "\(files[number]):\(parts[1])"
    }.joined(separator: "\n")
  }
}
