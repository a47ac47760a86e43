import Tensors

/// A fault that one node has: an emulation of it, in every evaluation of a run or in one.
package struct Plant: Sendable, Hashable, CustomStringConvertible {
  /// The node's name, or that of one of its outputs.
  package let node: String
  /// `tf32-products`, `ignored-attribute:pads`.
  package let emulation: String
  /// Which evaluation of a run it is, from 0; `nil` for every one.
  package let iteration: Int?

  package init(node: String, emulation: String, iteration: Int? = nil) {
    self.node = node
    self.emulation = emulation
    self.iteration = iteration
  }

  /// Reads `NODE=KIND` and `NODE=KIND@ITERATION`; a kind may have `:` and a detail behind it.
  ///
  /// - Throws: `.form` for any other text.
  package init(_ text: String) throws(PlantError) {
    // Names of nodes have '=' in them more often than kinds do, but 'mode=linear' is a detail.
    guard let mark = Self.mark(in: text) else { throw .form(text) }
    node = String(text[..<mark])
    let rest = text[text.index(after: mark)...]
    guard let sign = rest.lastIndex(of: "@") else {
      emulation = String(rest)
      iteration = nil
      return
    }
    guard let number = Int(rest[rest.index(after: sign)...]), number >= 0 else {
      throw .form(text)
    }
    emulation = String(rest[..<sign])
    iteration = number
  }

  /// Where the node ends: at the last `=` outside of a kind's detail.
  private static func mark(in text: String) -> String.Index? {
    let kinds = Set(PlantKind.all.map(\.name))
    var mark = text.endIndex
    while let found = text[..<mark].lastIndex(of: "=") {
      let kind = text[text.index(after: found)...].prefix { $0 != ":" && $0 != "@" }
      if found > text.startIndex, kinds.contains(String(kind)) { return found }
      mark = found
    }
    return text.firstIndex(of: "=").flatMap {
      $0 > text.startIndex && text.index(after: $0) < text.endIndex ? $0 : nil
    }
  }

  package var description: String {
    "\(node)=\(emulation)" + (iteration.map { "@\($0)" } ?? "")
  }
}

/// Why a fault can't be planted.
package enum PlantError: Error, Sendable, Equatable, CustomStringConvertible {
  case form(String)
  case kind(String, nearest: String?)
  case node(String, nearest: [String])
  case severalNodes(String, count: Int)
  /// A node's emulations by name.
  case emulation(String, node: String, own: [String])

  package var description: String {
    switch self {
    case .form(let text):
      "'\(text)' is no fault to plant: expected NODE=KIND or NODE=KIND@ITERATION, such as "
        + "/conv1/Conv=ignored-attribute:pads"
    case .kind(let name, let nearest):
      "there is no emulation '\(name)'" + (nearest.map { ": did you mean '\($0)'?" } ?? "")
    case .node(let name, let nearest):
      "the model has no node '\(name.onOneLine)', and no value of that name"
        + (nearest.isEmpty
          ? "" : "; the nearest are \(nearest.map { "'\($0.onOneLine)'" }.joined(separator: ", "))")
    case .severalNodes(let name, let count):
      "the model has \(count) nodes '\(name.onOneLine)': name one by an output of it"
    case .emulation(let name, let node, let own):
      "\(node) has no emulation '\(name)'; it has \(own.joined(separator: ", "))"
    }
  }
}
