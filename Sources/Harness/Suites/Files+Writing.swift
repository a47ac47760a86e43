internal import Glibc

extension Files {
  /// Writes a file under a temporary name and renames it, making its folder: `path` is then whole, or
  /// what it was. A device or pipe is written to as it is.
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// The same of bytes.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try makeFolder(of: path)
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileError(path, .write) }
      return try fill(descriptor, with: bytes, path: path)
    }
    let target = isThere ? resolved(path) : path
    let temporary = temporary(for: target)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path, .write) }
    do throws(FileError) {
      try fill(descriptor, with: bytes, path: path)
      try rename(temporary, to: target)
    } catch {
      remove(temporary)
      throw error
    }
  }

  /// Writes a new file of a folder that is there, without waiting for the disk: what is half written
  /// when the machine stops has to show by other means.
  package static func fill(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path, .open) }
    try fill(descriptor, with: bytes, path: path)
  }

  /// Writes all bytes to an open file.
  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileError(path, .write) }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes everything and closes the file: some file systems say only then that they are full.
  private static func fill(
    _ descriptor: Int32, with bytes: [UInt8], path: String
  ) throws(FileError) {
    do throws(FileError) { try write(bytes, to: descriptor, path: path) } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw FileError(path, .write) }
  }

  package static func rename(_ path: String, to target: String) throws(FileError) {
    guard Glibc.rename(path, target) == 0 else { throw FileError(target, .write) }
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
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(path, .make) }
    guard isFolder(path) else { throw FileError(path, .make, SystemError(ENOTDIR)) }
  }

  /// What a link leads to, so that the link stays one.
  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// A name beside `path` that no other process uses.
  static func temporary(for path: String) -> String { "\(path).\(getpid()).part" }
}
