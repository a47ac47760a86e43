import Glibc

/// Why an archive could not be written or read, with `errno` where the system said it; else 0.
package enum ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
  case create(path: String, errno: Int32)
  case write(path: String, object: String, errno: Int32)
  case open(path: String)
  /// What the object is or has, as the rest of a sentence.
  case read(path: String, object: String, String)

  package var description: String {
    switch self {
    case .create(let path, let code): "\(path): the file can't be created\(Self.reason(code))"
    case .open(let path): "\(path): it is no HDF5 file that can be read"
    case .read(let path, let object, let fact): "\(path): '\(object)' \(fact)"
    case .write(let path, let object, let code):
      "\(path): '\(object)' can't be written\(Self.reason(code))"
    }
  }

  private static func reason(_ code: Int32) -> String {
    code == 0 ? "" : ": \(String(cString: strerror(code)))"
  }
}
