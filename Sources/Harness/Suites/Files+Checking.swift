internal import Glibc

extension Files {
  /// Makes sure, as far as that shows without making anything, that a file can be written: it is no
  /// folder, and it or the first folder around it that is there takes files.
  ///
  /// - Throws: what the system would say.
  package static func check(file path: String) throws(FileError) {
    if isFolder(path) { throw FileError(path, .write, SystemError(EISDIR)) }
    if exists(path), !isRegular(path) {
      guard access(path, W_OK) == 0 else { throw FileError(path, .write) }
      return
    }
    try checkAround(path)
  }

  /// The same of a folder that is to hold files.
  package static func check(folder path: String) throws(FileError) {
    guard exists(path) else { return try checkAround(path) }
    guard isFolder(path) else { throw FileError(path, .make, SystemError(ENOTDIR)) }
    guard access(path, W_OK | X_OK) == 0 else { throw FileError(path, .write) }
  }

  private static func checkAround(_ path: String) throws(FileError) {
    var around = path
    repeat {
      let parts = around.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      around = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
    } while !exists(around) && around != "." && around != "/"
    guard isFolder(around) else { throw FileError(path, .write, SystemError(ENOTDIR)) }
    guard access(around, W_OK | X_OK) == 0 else { throw FileError(path, .write) }
  }
}
