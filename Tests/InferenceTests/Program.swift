import Foundation
import Harness
import ModelFiles

/// The program beside the tests, as people run it.
enum Program {
  struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs it in a folder with `model.onnx`, once for each list of arguments.
  ///
  /// - Parameters:
  ///   - files: what lies there besides, by name.
  ///   - path: where it looks for other programs.
  static func endings(
    _ model: TestModel, _ runs: [[String]], files: [String: String] = [:], path: String? = nil
  ) throws -> [Ending] {
    let folder = NSTemporaryDirectory() + "program-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.file.write(to: "\(folder)/model.onnx")
    for (name, text) in files { try Files.write(text, to: "\(folder)/\(name)") }
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return try runs.map { arguments in
      let process = Process()
      process.executableURL = URL(filePath: tests).deletingLastPathComponent()
        .appending(path: "wonnx-conform")
      process.currentDirectoryURL = URL(filePath: folder)
      process.arguments = arguments
      if let path {
        process.environment = ProcessInfo.processInfo.environment.merging(["PATH": path]) { $1 }
      }
      let (output, errors) = (Pipe(), Pipe())
      (process.standardOutput, process.standardError) = (output, errors)
      try process.run()
      let texts = [output, errors].map {
        String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      }
      process.waitUntilExit()
      return Ending(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
  }
}
