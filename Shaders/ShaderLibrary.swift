/// The text of every shader file, by its path below `Shaders/`.
package struct ShaderLibrary: Sendable {
  private let texts: [String: String]

  package static let standard = ShaderLibrary(files)

  package init(_ files: [(path: String, text: String)]) {
    texts = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
  }

  package var paths: [String] { texts.keys.sorted() }

  package subscript(path: String) -> String? { texts[path] }
}
