internal import Exporter
internal import Foundation
package import Graphs
package import Harness
internal import ModelFiles
package import Runtimes
internal import Tensors

/// Any program with a command line, a process a run: `cmd:PROGRAM {model} {inputs} {outputs}`.
///
/// It declares nothing, so nothing is inside of a profile: what it says that it can't do is unsupported.
package struct CommandRuntime: DeclaringRuntime {
  package let name: String
  package let identity: String
  package let declaration: RuntimeProfile
  private let command: WorkerCommand
  private let scratch: String

  package var takesGraphs: Bool { false }
  /// It promises nothing; and a process that runs once has no prepared model to run again.
  package var isDeterministic: Bool { false }

  /// Words in the command that stand for a path: the model's, and two folders'.
  package static let placeholders = ["{model}", "{inputs}", "{outputs}"]

  /// - Parameters:
  ///   - connection: what reaches it, for the record.
  ///   - scratch: a folder for the files of values.
  package init(
    name: String, connection: Connection? = nil, command: WorkerCommand, scratch: String
  ) {
    self.name = name
    self.command = command
    self.scratch = scratch
    let words = ([command.executable] + command.arguments).joined(separator: " ")
    let digest = Digest.ofFile(command.executable).map { ", SHA-256 \($0.prefix(12))" } ?? ""
    identity = "\(words)\(digest)"
    let program = command.executable.split(separator: "/").last.map { String($0) } ?? name
    declaration = RuntimeProfile(
      connection: connection?.text ?? words, digest: connection?.digest(of: command),
      runtime: program, version: "unknown", isDeterministic: false)
  }

  @concurrent package func prepare(
    _ source: ModelSource
  ) async throws(RuntimeError) -> any PreparedGraph {
    CommandGraph(
      command: command, scratch: scratch, model: source.path, interface: source.interface)
  }

  /// Writes the graph as a model file first.
  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    let path = "\(scratch)/model.onnx"
    do { try exportModel(graph).write(to: path) } catch {
      throw .foreign(.load, "the graph can't be written as a model: \(error)")
    }
    return CommandGraph(
      command: command, scratch: scratch, model: path, interface: ModelInterface(graph))
  }
}

/// A model, and the command that runs it.
private struct CommandGraph: PreparedGraph {
  let command: WorkerCommand
  let scratch: String
  let model: String
  let interface: ModelInterface

  /// Automake's exit status for a test that was skipped.
  private static let skipped = "exit 77"
  private static let refusal = "unsupported:"

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let folder = "\(scratch)/run-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = ValueFolder(interface: interface)
    do {
      for name in ["inputs", "outputs"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try files.write(inputs, to: "\(folder)/inputs")
    } catch {
      throw .device("the inputs can't be written: \(error.localizedDescription)")
    }
    let paths = [model, "\(folder)/inputs", "\(folder)/outputs"]
    let end: ProgramEnd
    do throws(SpawnError) { end = try ProgramEnd(of: command(with: paths)) } catch {
      throw .device(error.reason)
    }
    try Self.check(end)
    return RunResult(outputs: try files.read("\(folder)/outputs"), placements: [])
  }

  private func command(with paths: [String]) -> WorkerCommand {
    let arguments = command.arguments.map { word in
      zip(CommandRuntime.placeholders, paths).reduce(word) { word, pair in
        word.replacing(pair.0, with: pair.1)
      }
    }
    var filled = command
    filled.arguments = arguments
    return filled
  }

  private static func check(_ end: ProgramEnd) throws(RuntimeError) {
    guard end.cause != "exit 0" else { return }
    let isRefused = end.lastLine.hasPrefix(refusal)
    if end.cause == skipped || end.cause.hasPrefix("exit") && isRefused {
      let reason = isRefused ? end.lastLine.dropFirst(refusal.count) : end.lastLine[...]
      let trimmed = reason.trimmingCharacters(in: .whitespaces)
      throw .unsupported(trimmed.isEmpty ? "the program ended by \(end.cause)" : trimmed)
    }
    let words = end.lastLine.isEmpty ? "it said nothing" : end.lastLine
    let sentence = "the program ended by \(end.cause): \(words)"
    throw end.cause.hasPrefix("exit") ? .foreign(.run, sentence) : .crash(end.cause, sentence)
  }
}
