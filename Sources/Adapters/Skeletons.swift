internal import Harness

/// The beginnings of adapters that the project brings along, a folder a language, each a program that
/// builds and runs as it is.
package struct Skeletons: Sendable {
  private let folder: String

  /// - Parameter folder: `Conformance/adapters/skeletons`.
  package init(_ folder: String) { self.folder = folder }

  /// Copies a language's files into a folder that is new or empty, and returns their names, sorted.
  package func write(
    _ language: SkeletonLanguage, to target: String
  ) throws(SkeletonError) -> [String] {
    let source = "\(folder)/\(language.rawValue)"
    let names = Self.names(in: source)
    guard !names.isEmpty else { throw .missing(source) }
    if Files.exists(target), !Files.isFolder(target) { throw .taken(target) }
    guard Files.names(in: target).isEmpty else { throw .taken(target) }
    for name in names {
      guard let text = Files.text("\(source)/\(name)") else { throw .missing("\(source)/\(name)") }
      do throws(FileError) { try Files.write(text, to: "\(target)/\(name)") } catch {
        throw .unwritable("\(error)")
      }
    }
    return names
  }

  /// What a build left in the folder is no part of a skeleton.
  private static let built = ["__pycache__", "adapter.dSYM", "target"]

  private static func names(in folder: String) -> [String] {
    Files.names(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      guard !built.contains(name), !name.hasPrefix(".build") else { return [] }
      if Files.isFolder(path) { return names(in: path).map { "\(name)/\($0)" } }
      let isText = Files.contents(path).map { !$0.contains(0) } ?? false
      return isText ? [name] : []
    }
  }
}

/// A language that there is a skeleton in.
package enum SkeletonLanguage: String, Sendable, CaseIterable {
  case python, c, rust, swift

  /// The command that builds it, in its folder; `nil` where nothing has to be built.
  package var build: String? {
    switch self {
    case .python: nil
    case .c: "make"
    case .rust: "cargo build --release"
    case .swift: "swift build -c release"
    }
  }

  /// How it is started, in its folder.
  package var program: String {
    switch self {
    case .python: "python3 adapter.py"
    case .c: "./adapter"
    case .rust: "target/release/adapter"
    case .swift: ".build/release/adapter"
    }
  }
}

/// Why a skeleton could not be written.
package enum SkeletonError: Error, Sendable, Equatable, CustomStringConvertible {
  case missing(String)
  case taken(String)
  case unwritable(String)

  package var description: String {
    switch self {
    case .missing(let path): "'\(path)' is not here, and the skeleton is made of it."
    case .taken(let path):
      "'\(path)' is not empty, and nothing is overwritten: name a folder that is new."
    case .unwritable(let reason): "\(reason)."
    }
  }
}
