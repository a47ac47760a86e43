internal import FoundationEssentials
internal import Glibc

/// The few things that the harness asks of the file system.
package enum Files {
  package static func exists(_ path: String) -> Bool { status(path) != nil }

  /// Whether two files are, or would be, in one folder.
  package static func areBeside(_ a: String, _ b: String) -> Bool {
    let folders = [a, b].map { path in
      status(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }
    guard let a = folders[0], let b = folders[1] else { return false }
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  /// Whether two paths lead to one file.
  package static func areSame(_ a: String, _ b: String) -> Bool {
    guard let a = status(a), let b = status(b) else { return false }
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  package static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  static func isRegular(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
  }

  /// Whether this process may list a folder and make files in it.
  package static func isUsable(_ folder: String) -> Bool {
    isFolder(folder) && access(folder, R_OK | W_OK | X_OK) == 0
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
  package static func names(in path: String) -> [String] { (try? list(path)) ?? [] }

  /// Names in a folder, sorted.
  package static func list(_ path: String) throws(SystemError) -> [String] {
    guard let stream = opendir(path) else { throw .last }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .last }
    return names.sorted()
  }

  /// The file's text; `nil` when it can't be read.
  package static func text(_ path: String) -> String? { try? read(path) }

  package static func read(_ path: String) throws(SystemError) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The file's bytes; `nil` when it can't be read.
  package static func contents(_ path: String) -> [UInt8]? { try? bytes(path) }

  package static func bytes(_ path: String) throws(SystemError) -> [UInt8] {
    // A pipe without a writer would keep whoever opens it waiting, and a device has no end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw SystemError(EISDIR)
    default: throw SystemError(EINVAL)
    }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      guard count > 0 else { return result }
      result += buffer[..<count]
    }
  }

  static func decode<T: Decodable>(_ type: T.Type, at path: String) throws(SuiteError) -> T {
    let bytes: [UInt8]
    do { bytes = try Self.bytes(path) } catch {
      throw .unreadable(path: path, reason: "it can't be read: \(error)")
    }
    do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
      throw .unreadable(
        path: path, reason: "it is not what provisioning writes: \(JSONLine.sentence(error))")
    }
  }
}
