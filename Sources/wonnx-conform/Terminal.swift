import Glibc
import Harness
import Synchronization
import Tensors

/// Standard output and error, and whether they take colour.
struct Terminal: Sendable {
  let isInteractive: Bool
  let hasColour: Bool

  /// Colour needs a terminal and no `NO_COLOR` in the environment.
  static func current() -> Terminal {
    let isInteractive = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    let isColoured = isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty
    return Terminal(isInteractive: isInteractive, hasColour: isColoured)
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  func styled(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Writes lines to standard error.
  static func note(_ text: String) { write(text.printable + "\n", to: STDERR_FILENO) }

  /// Makes sure, before any work, that a file that an option names can be written.
  static func check(file path: String?) throws(Failure) {
    guard let path, path != "-" else { return }
    do throws(FileError) { try Files.check(file: path) } catch {
      throw Failure(.infrastructure, "\(error).")
    }
  }

  /// The same of a folder.
  static func check(folder path: String) throws(Failure) {
    do throws(FileError) { try Files.check(folder: path) } catch {
      throw Failure(.infrastructure, "\(error).")
    }
  }

  /// The same of one that has to be empty, or not there.
  static func check(emptyFolder path: String) throws(Failure) {
    try check(folder: path)
    guard Files.names(in: path).isEmpty else {
      throw Failure(.usage, "'\(path)' is not empty: name another folder, or remove it.")
    }
  }

  /// Writes a file that an option names; `-` is standard output.
  static func write(_ text: String, toFile path: String) throws(Failure) {
    guard path != "-" else {
      write(text, to: STDOUT_FILENO)
      return
    }
    do throws(FileError) { try Files.write(text, to: path) } catch {
      throw Failure(.infrastructure, "\(error).")
    }
  }

  /// The same of a value as JSON.
  static func write(json value: some Encodable, toFile path: String) throws(Failure) {
    let text: String
    do { text = try JSONLine.encode(value) + "\n" } catch {
      throw Failure(.infrastructure, "'\(path)' can't be written: \(error).")
    }
    try write(text, toFile: path)
  }

  /// Why standard output took no more, though somebody may read on; `nil` where it took all.
  static var outputError: String? { lost.withLock { $0 }.map { String(cString: strerror($0)) } }
  private static let lost = Mutex<Int32?>(nil)

  /// - Returns: whether all of it was taken.
  @discardableResult static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        if descriptor == STDOUT_FILENO, errno != EPIPE { lost.withLock { [errno] in $0 = errno } }
        return false
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// Columns of the terminal behind standard error; 80 where that is not known.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
