internal import Glibc

/// What stands at a path, and what keeps this process from reading it: the rest of a sentence, such
/// as `can't be read: Permission denied`.
enum Standing: Equatable {
  case absent
  case file(obstacle: String?)
  case folder(obstacle: String?)
  /// A link that leads nowhere, or a name that can't be looked up.
  case unknown(obstacle: String)

  init(_ path: String) { self.init(Look(path)) }

  init(_ look: Look) {
    let reason = SystemError(look.refusal)
    switch (look.link, look.mode) {
    case (nil, nil):
      let isNowhere = [ENOENT, ENOTDIR].contains(look.refusal)
      self = isNowhere ? .absent : .unknown(obstacle: "can't be read: \(reason)")
    case (let target?, nil):
      self = .unknown(
        obstacle: "is a link to '\(target)', "
          + (look.refusal == ENOENT ? "which is not there" : "which can't be read: \(reason)"))
    case (_, let mode?):
      let obstacle = look.refusal == 0 ? nil : "can't be read: \(reason)"
      self = mode & S_IFMT == S_IFDIR ? .folder(obstacle: obstacle) : .file(obstacle: obstacle)
    }
  }

  /// The answers of the system about a path.
  struct Look {
    /// Where the path leads, when it is a link.
    var link: String?
    /// Of what the path leads to; `nil` when that can't be known.
    var mode: mode_t?
    /// Why the path can't be looked up, or else not be read; 0 when it can.
    var refusal: Int32 = 0
  }
}

extension Standing.Look {
  init(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      refusal = errno
      return
    }
    if status.st_mode & S_IFMT == S_IFLNK {
      link = Self.target(of: path)
      guard stat(path, &status) == 0 else {
        refusal = errno
        return
      }
    }
    mode = status.st_mode
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if access(path, isFolder ? R_OK | X_OK : R_OK) != 0 { refusal = errno }
  }

  private static func target(of link: String) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    return String(
      decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
