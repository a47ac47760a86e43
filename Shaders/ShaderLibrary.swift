/// The text of every shader file, by its path below `Shaders/`.
///
/// A name without a folder finds the one file of that name, so that an operator need not know in
/// which folder its shader lies.
package struct ShaderLibrary: Sendable {
  private let texts: [String: String]
  private let pathsByName: [String: String]

  package static let standard = ShaderLibrary(files)

  package init(_ files: [(path: String, text: String)]) {
    texts = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
    pathsByName = Dictionary(
      files.map { (String($0.path.split(separator: "/").last ?? ""), $0.path) }
    ) { first, _ in first }
  }

  package var paths: [String] { texts.keys.sorted() }

  package subscript(name: String) -> String? { texts[name] ?? pathsByName[name].flatMap { texts[$0] } }
}
