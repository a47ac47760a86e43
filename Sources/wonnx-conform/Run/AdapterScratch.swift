import Foundation
import Harness

/// Folders for the files between this program and adapters. The command makes one around them, and
/// removes it when it exits; its workers, which may be killed, have theirs inside.
enum AdapterScratch {
  private static let variable = "WONNX_ADAPTER_SCRATCH"
  private static let base = Terminal.environment("TMPDIR") ?? "/tmp"
  private static let root = Result { try makeRoot() }

  /// A new folder, of this process alone.
  static func folder() throws(Failure) -> String {
    do { return try make(in: try root.get()) } catch {
      throw Failure(
        .infrastructure,
        "'\(base)' can't hold an adapter's files: \(error.localizedDescription)")
    }
  }

  /// What tells a worker where its folder belongs.
  static var environment: [String: String] {
    (try? root.get()).map { [variable: $0] } ?? [:]
  }

  private static func makeRoot() throws -> String {
    if let given = Terminal.environment(variable) { return given }
    let path = try make(in: base)
    atexit { AdapterScratch.remove() }
    return path
  }

  private static func make(in folder: String) throws -> String {
    let path = "\(folder)/wonnx-adapter-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    return path
  }

  private static func remove() {
    guard case .success(let path) = root else { return }
    try? FileManager.default.removeItem(atPath: path)
  }
}
