internal import Glibc

extension Files {
  /// Writes a file under a temporary name and renames it, making its folder: `path` is then whole, or
  /// what it was. A device or pipe is written to as it is.
  package static func write(_ text: String, to path: String) throws(SystemError) {
    try makeFolder(around: path)
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .last }
      try fill(descriptor, with: text)
      return
    }
    let target = isThere ? resolved(path) : path
    let (descriptor, temporary) = try temporary(beside: target)
    do throws(SystemError) {
      try fill(descriptor, with: text)
      guard rename(temporary, target) == 0 else { throw .last }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func makeFolder(around path: String) throws(SystemError) {
    for index in path.indices.dropFirst() where path[index] == "/" {
      let folder = String(path[..<index])
      guard mkdir(folder, 0o777) != 0 else { continue }
      let error = SystemError.last
      guard isFolder(folder) else { throw error.code == EEXIST ? SystemError(ENOTDIR) : error }
    }
  }

  /// What a link leads to, so that the link stays one.
  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  private static func temporary(
    beside path: String
  ) throws(SystemError) -> (descriptor: Int32, path: String) {
    for attempt in 0..<100 {
      let temporary = "\(path).\(getpid())-\(attempt).part"
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      guard errno == EEXIST else { throw .last }
    }
    throw .last
  }

  /// Writes everything and closes the file: some file systems say only then that they are full.
  private static func fill(_ descriptor: Int32, with text: String) throws(SystemError) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        let error = SystemError.last
        close(descriptor)
        throw error
      }
      bytes = bytes.dropFirst(count)
    }
    guard close(descriptor) == 0 else { throw .last }
  }
}
