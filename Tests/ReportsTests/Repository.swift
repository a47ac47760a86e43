import Foundation
import Testing

/// A repository of git's with one file, gone with the object.
final class Repository: Sendable {
  private let root: String

  /// - Parameter text: `nil` for a file that is not there yet.
  init(_ path: String, _ text: String?) throws {
    root = NSTemporaryDirectory() + "patch-" + UUID().uuidString
    let folder = URL(filePath: "\(root)/\(path)").deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text?.write(toFile: "\(root)/\(path)", atomically: true, encoding: .utf8)
    #expect(try run(["git", "init", "-q"]) == 0)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The file after `git apply`, and after `patch -p1`, where the patch is taken.
  func apply(_ patch: String, to path: String) throws -> String {
    try patch.write(toFile: "\(root)/change", atomically: true, encoding: .utf8)
    #expect(try run(["patch", "-p1", "--dry-run", "-s", "-i", "change"]) == 0)
    #expect(try run(["git", "apply", "--whitespace=error-all", "change"]) == 0)
    return try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  private func run(_ words: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: root)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
