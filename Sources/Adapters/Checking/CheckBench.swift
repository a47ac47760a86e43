internal import FoundationEssentials
package import Harness

/// What a check of an adapter needs: how it is started, where files lie, and what messages are.
package struct CheckBench: Sendable {
  let command: WorkerCommand
  let folder: String
  let schema: JSONSchema
  /// What an answer may take.
  let timeout: Duration

  /// - Parameter folder: one that is new, and goes with whoever made it.
  package init(
    _ command: WorkerCommand, folder: String, schema: JSONSchema, timeout: Duration
  ) throws(FileError) {
    self.command = command
    self.folder = folder
    self.schema = schema
    self.timeout = timeout
    try Files.makeFolder(scratch)
  }

  var scratch: String { "\(folder)/scratch" }
  var modelPath: String { "\(folder)/model.onnx" }

  func write(_ model: [UInt8]) throws(CheckFailure) {
    do { try Data(model).write(to: URL(filePath: modelPath)) } catch {
      throw CheckFailure("'\(modelPath)' can't be written")
    }
  }
}
