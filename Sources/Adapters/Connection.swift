package import Harness

/// How a foreign runtime is reached: `exec:PROGRAM ARGS`, `python:MODULE`, or the name of an adapter
/// in the box with its options; `cmd:PROGRAM {model} {inputs} {outputs}` has no adapter.
package struct Connection: Sendable, Equatable {
  /// As it was written.
  package let text: String
  package let words: [String]
  /// The adapter's name, of those in the box.
  package let boxName: String?
  /// Whether it starts an adapter of the project's, which makes its environment first.
  package var isInTheBox: Bool { boxName != nil || text.hasPrefix("python:") }
  /// Whether the program speaks the protocol; else it runs once for each set of inputs.
  package let isAdapter: Bool

  /// - Parameter box: the program that starts an adapter in the box: its name and options follow.
  package init(_ text: String, box: String?) throws(ConnectionError) {
    self.text = text
    boxName = text.split(separator: " ").first.flatMap { first in
      Self.inTheBox.first { $0 == first }
    }
    let colon = text.firstIndex(of: ":")
    let rest = colon.map { String(text[text.index(after: $0)...]) } ?? ""
    let way = colon.map { text[..<$0] }
    isAdapter = way != "cmd"
    switch way {
    case "exec":
      words = try ShellWords.split(rest)
      guard !words.isEmpty else { throw .empty(text) }
    case "cmd":
      words = try ShellWords.split(rest)
      guard !words.isEmpty else { throw .empty(text) }
      let missing = CommandRuntime.placeholders.first { mark in
        !words.dropFirst().contains { $0.contains(mark) }
      }
      if let missing { throw .placeholder(text, missing) }
    case "python":
      guard !rest.isEmpty else { throw .empty(text) }
      guard let box else { throw .noBox(text) }
      words = try [box, "backend"] + ShellWords.split(rest)
    case let kind? where !kind.contains(" ") && !kind.contains("/"):
      throw .kind(text, String(kind))
    default:
      let parts = try ShellWords.split(text)
      guard let name = parts.first else { throw .empty(text) }
      guard Self.inTheBox.contains(name) else { throw .unknown(name) }
      guard let box else { throw .noBox(text) }
      words = [box] + parts
    }
  }

  /// Adapters that the project brings along.
  package static let inTheBox = ["onnxruntime", "onnx", "tract", "openvino"]

  /// - Parameters:
  ///   - temporaries: the folder for what the adapter writes besides; `nil` for this process's own.
  ///   - folder: where the program runs; `nil` for where this process does.
  /// - Throws: where there is no such program.
  package func command(
    search path: String, temporaries: String? = nil, folder: String? = nil
  ) throws(ConnectionError) -> WorkerCommand {
    let program = words.first ?? ""
    let found =
      program.contains("/")
      ? program
      : path.split(separator: ":").map { "\($0)/\(program)" }.first(where: Files.exists)
    let place = found.map { path in
      path.hasPrefix("/") ? path : folder.map { "\($0)/\(path)" } ?? path
    }
    guard let found, let place, Files.exists(place) else { throw .noProgram(program) }
    var command = WorkerCommand(
      executable: found, arguments: Array(words.dropFirst()),
      environment: temporaries.map { ["TMPDIR": $0] } ?? [:])
    command.folder = folder
    return command
  }
}

/// Why a runtime can't be reached.
package enum ConnectionError: Error, Sendable, Equatable, CustomStringConvertible {
  case empty(String)
  case kind(String, String)
  case unknown(String)
  case noBox(String)
  case noProgram(String)
  case quotation(String)
  case placeholder(String, String)

  package var description: String {
    switch self {
    case .empty(let text): "'\(text)' names no program."
    case .kind(let text, let kind):
      "'\(text)': there is no way '\(kind):' to connect; there are exec:, cmd:, python:, and the names "
        + Connection.inTheBox.joined(separator: ", ") + "."
    case .unknown(let name):
      "There is no adapter '\(name)' in the box; there are "
        + Connection.inTheBox.joined(separator: ", ")
        + ". A program of your own is exec:PROGRAM (Conformance/adapters/PROTOCOL.md)."
    case .noBox(let text):
      "'\(text)' is an adapter of Conformance/adapters, and that folder is not here."
    case .noProgram(let name): "There is no program '\(name)'."
    case .quotation(let text): "'\(text)': a quotation has no end."
    case .placeholder(let text, let mark):
      "'\(text)' lacks \(mark): the program's arguments have to hold "
        + CommandRuntime.placeholders.joined(separator: ", ") + ", which stand for paths."
    }
  }
}

/// Words as a POSIX shell splits them, without a shell: quotation marks and backslashes, and nothing
/// else, mean something.
enum ShellWords {
  static func split(_ text: String) throws(ConnectionError) -> [String] {
    var words: [String] = []
    var word: String?
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case " ", "\t", "\n":
        if let whole = word { words.append(whole) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { throw .quotation(text) }
        word = (word ?? "") + rest[..<end]
        rest = rest[rest.index(after: end)...]
      case "\"":
        word = word ?? ""
        var isClosed = false
        while let inner = rest.popFirst() {
          if inner == "\"" {
            isClosed = true
            break
          }
          let isEscape = inner == "\\" && rest.first.map { "\"\\$`".contains($0) } ?? false
          word?.append(isEscape ? rest.removeFirst() : inner)
        }
        guard isClosed else { throw .quotation(text) }
      case "\\":
        guard let next = rest.popFirst() else { throw .quotation(text) }
        word = (word ?? "") + String(next)
      default: word = (word ?? "") + String(character)
      }
    }
    if let whole = word { words.append(whole) }
    return words
  }
}
