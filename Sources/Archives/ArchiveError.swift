import Glibc
import Tensors

/// Why an archive could not be written or read, with `errno` where the system said it; else 0.
package enum ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
  case create(path: String, errno: Int32)
  case write(path: String, object: String, errno: Int32)
  case open(path: String)
  /// A text of the object, or its name, has a zero byte, at which HDF5 ends it.
  case zeroByte(path: String, object: String)
  /// What the object is or has, as the rest of a sentence.
  case read(path: String, object: String, String)

  package var description: String {
    switch self {
    case .create(let path, let code): "\(path): the file can't be created\(Self.reason(code))"
    case .open(let path): "\(path): it is no HDF5 file that can be read"
    case .zeroByte(let path, let object):
      "\(path): '\(object.onOneLine)' has a string with a zero byte, at which HDF5 would end it: .pb and "
        + ".json hold such strings"
    case .read(let path, let object, let fact): "\(path): '\(object.onOneLine)' \(fact)"
    case .write(let path, let object, let code):
      "\(path): '\(object.onOneLine)' can't be written\(Self.reason(code))"
    }
  }

  private static func reason(_ code: Int32) -> String {
    code == 0 ? "" : ": \(String(cString: strerror(code)))"
  }
}
