internal import Glibc
internal import Harness

/// A foreign runtime's process: lines there and back, and the bytes that follow some of them.
///
/// It blocks where the process is slow: the worker that this runs in is ended, with it, when a case
/// takes too long.
final class AdapterProcess {
  private let child: Child
  private var pending: [UInt8] = []
  private var isReaped = false
  /// Bytes of the last request that the pipe took.
  private var sentByteCount = 0

  /// A line is a message; more than so many bytes are a flood.
  static let lineLimit = 64 << 20

  init(_ command: WorkerCommand) throws(SpawnError) {
    child = try Child(command, isLeader: false, pipesErrors: false)
  }

  deinit {
    close(child.input)
    close(child.output)
    if !isReaped {
      kill(child.pid, SIGKILL)
      _ = reap()
    }
  }

  /// `false` where the process no longer reads.
  func send(_ line: String, _ payload: [[UInt8]] = []) -> Bool {
    sentByteCount = 0
    return ([Array((line + "\n").utf8)] + payload).allSatisfy(write)
  }

  /// Whether nothing of the last request was read: a process that ended so was not at work on it.
  var hasIgnoredRequest: Bool {
    var unread: Int32 = 0
    return ioctl(child.input, UInt(FIONREAD), &unread) == 0 && sentByteCount > 0
      && Int(unread) == sentByteCount
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(child.input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      sentByteCount += count
      rest = rest.dropFirst(count)
    }
    return true
  }

  enum Line {
    case line(String)
    case end
    /// More bytes than a line has.
    case flood
  }

  /// The next line, or why there is none.
  func receiveLine() -> Line {
    var searched = 0
    while true {
      if let newline = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...newline) }
        return .line(String(decoding: pending[..<newline], as: UTF8.self))
      }
      searched = pending.count
      guard searched <= Self.lineLimit else { return .flood }
      guard fill() else { return .end }
    }
  }

  /// So many bytes; `nil` where fewer come.
  func receive(_ count: Int) -> [UInt8]? {
    while pending.count < count { guard fill() else { return nil } }
    defer { pending.removeFirst(count) }
    return Array(pending.prefix(count))
  }

  /// What is there beyond what was asked for: an answer that nobody waits for.
  func stray() -> String? {
    var polled = pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)
    if poll(&polled, 1, 0) > 0, polled.revents & Int16(POLLIN) != 0 { _ = fill() }
    return pending.isEmpty ? nil : String(decoding: pending.prefix(200), as: UTF8.self)
  }

  /// Whether it closed its output, with all that it wrote read.
  var hasEnded: Bool {
    var polled = pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)
    guard pending.isEmpty, poll(&polled, 1, 0) > 0 else { return false }
    return polled.revents & Int16(POLLHUP) != 0 && polled.revents & Int16(POLLIN) == 0
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(child.output, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      pending += buffer[..<count]
      return true
    }
  }

  /// Ends the process and says how it had ended: `SIGSEGV`, or `exit 3`.
  func end() -> String {
    var status: Int32 = 0
    // One that closed its output is about to end by itself.
    for _ in 0..<50 where !isReaped {
      if waitpid(child.pid, &status, WNOHANG) == child.pid {
        isReaped = true
        return SignalName.cause(status)
      }
      usleep(10_000)
    }
    if !isReaped { kill(child.pid, SIGKILL) }
    return reap()
  }

  private func reap() -> String {
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
    isReaped = true
    return SignalName.cause(status)
  }
}
