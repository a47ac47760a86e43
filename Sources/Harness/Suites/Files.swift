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

  /// When a file was last written, in seconds since 1970.
  package static func modified(_ path: String) -> Double? {
    status(path).map { Double($0.st_mtim.tv_sec) + Double($0.st_mtim.tv_nsec) * 1e-9 }
  }

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
  package static func write(_ text: String, to path: String) throws(FileError) {
    try makeFolder(of: path)
    let temporary = temporary(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path, "write") }
    do throws(FileError) {
      try write(Array(text.utf8), to: descriptor, path: path)
      guard close(descriptor) == 0 else { throw FileError(path, "write") }
    } catch {
      remove(temporary)
      throw error
    }
    try rename(temporary, to: path)
  }

  /// Writes all bytes to an open file.
  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileError(path, "write") }
      rest = rest.dropFirst(count)
    }
  }

  package static func rename(_ path: String, to target: String) throws(FileError) {
    guard Glibc.rename(path, target) == 0 else { throw FileError(target, "write") }
  }

  package static func remove(_ path: String) { unlink(path) }

  package static func makeFolder(of path: String) throws(FileError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !folder.isEmpty { try makeFolder(folder) }
  }

  /// Makes a folder and those around it; one that is there already will do.
  package static func makeFolder(_ path: String) throws(FileError) {
    if isFolder(path) { return }
    try makeFolder(of: path)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path, "make") }
    guard isFolder(path) else {
      errno = ENOTDIR
      throw FileError(path, "make")
    }
  }

  /// A name beside `path` that no other process uses.
  static func temporary(for path: String) -> String { "\(path).\(getpid()).new" }

  static func decode<T: Decodable>(_ type: T.Type, at path: String) throws(SuiteError) -> T {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "it can't be read")
    }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw .unreadable(path: path, reason: "it is not what provisioning writes: \(error)")
    }
  }
}

/// Why the file system did not do what was asked, in its own words.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  package let path: String
  package let verb: String
  package let code: Int32

  /// Takes the reason from `errno`.
  init(_ path: String, _ verb: String) {
    code = errno
    self.path = path
    self.verb = verb
  }

  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  package var description: String {
    let participles = ["write": "written", "make": "made", "open": "opened", "lock": "locked"]
    return "'\(path)' can't be \(participles[verb] ?? verb): "
      + String(cString: strerror(code)).lowercased()
  }
}
