internal import Glibc

/// What the system said when it refused something: `No space left on device`.
package struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One of `errno`'s values.
  package let code: Int32

  package init(_ code: Int32) { self.code = code }

  /// Of the call that has just failed.
  package static var last: SystemError { SystemError(errno) }

  package var description: String { String(cString: strerror(code)) }
}

/// Why a file could not be written, made or had to oneself.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Act: String, Sendable {
    case write = "written"
    case make = "made"
    case open = "opened"
    case lock = "locked"
  }

  package let path: String
  package let act: Act
  package let cause: SystemError

  init(_ path: String, _ act: Act, _ cause: SystemError = .last) {
    self.path = path
    self.act = act
    self.cause = cause
  }

  package var isDiskFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(cause.code) }

  /// `'reports/index.html' can't be written: No space left on device`.
  package var description: String { "'\(path)' can't be \(act.rawValue): \(cause)" }
}
