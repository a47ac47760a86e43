internal import Glibc

extension ExitStatus {
  /// What the shell is told where the parser of the command line says `code`: its word for a usage
  /// error is `EX_USAGE`.
  package static func code(forParsers code: Int32) -> Int32 {
    code == EX_USAGE ? usage.rawValue : code
  }
}
