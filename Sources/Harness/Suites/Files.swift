internal import FoundationEssentials
internal import Glibc

/// The few things that the harness asks of the file system.
package enum Files {
  package static func exists(_ path: String) -> Bool { status(path) != nil }

  package static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Bytes of a file; `nil` when there is none.
  package static func size(_ path: String) -> Int? { status(path).map { Int($0.st_size) } }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Names of the folders in a folder, sorted.
  package static func folders(in path: String) -> [String] {
    names(in: path).filter { isFolder("\(path)/\($0)") }
  }

  /// Names in a folder, sorted; none when it can't be read.
  package static func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  package static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Writes a file under a temporary name and renames it, making its folder.
  package static func write(_ text: String, to path: String) throws {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !folder.isEmpty {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }

  static func decode<T: Decodable>(_ type: T.Type, at path: String) throws(SuiteError) -> T {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "it can't be read")
    }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw .unreadable(path: path, reason: "it is not what provisioning writes: \(error)")
    }
  }
}
