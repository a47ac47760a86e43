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
