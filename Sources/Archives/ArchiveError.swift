import Glibc

/// Why an archive could not be written, with `errno` where the system said it; else 0.
package enum ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
  case create(path: String, errno: Int32)
  case write(path: String, object: String, errno: Int32)

  package var description: String {
    switch self {
    case .create(let path, let code): "\(path): the file can't be created\(Self.reason(code))"
    case .write(let path, let object, let code):
      "\(path): '\(object)' can't be written\(Self.reason(code))"
    }
  }

  private static func reason(_ code: Int32) -> String {
    code == 0 ? "" : ": \(String(cString: strerror(code)))"
  }
}
