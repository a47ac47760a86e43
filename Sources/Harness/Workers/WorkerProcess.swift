internal import Glibc
internal import Synchronization

/// A child process that takes lines on its standard input and answers with lines.
///
/// It leads a process group of its own, so that a Ctrl-C at the terminal does not reach it, and dies
/// with this object. The system calls are used directly: the host needs the signal that ended the
/// child, the memory that it holds while it runs, and a wait with a deadline on two pipes at once,
/// which Foundation's `Process` does not give.
final class WorkerProcess {
  let pid: pid_t
  private let input: Int32
  private let output: Int32
  private let errors: Int32
  private var pending: [UInt8] = []
  private var errorTail: [UInt8] = []
  /// Whether the child closed its standard error, which polling would call ready without end.
  private var hasEndedErrors = false
  private var isReaped = false
  /// The most that the child ever had resident; known after its end.
  private(set) var peakByteCount = 0

  /// Enough for a backtrace.
  static let logLimit = 1 << 16
  static let tick = Duration.milliseconds(100)

  enum Event {
    case line(String)
    /// The child closed its output: it is ending.
    case end
    case deadline
    case memory(Int)
    case stopped
  }

  init(_ command: WorkerCommand) throws(SpawnError) {
    let child = try Self.starting.withLock { _ throws(SpawnError) in try Child(command) }
    pid = child.pid
    input = child.input
    output = child.output
    errors = child.errors
  }

  /// Between a pipe's making and its close-on-exec mark no other worker may start: it would hold
  /// the pipe open, and nobody would see its end.
  private static let starting = Mutex(())

  deinit {
    end()
    for descriptor in [input, output, errors] { close(descriptor) }
  }

  /// Kills the child and what it started.
  func end() {
    guard !isReaped else { return }
    kill(-pid, SIGKILL)
    _ = reap()
  }

  /// Waits for the child's end: `SIGSEGV`, or `exit 3`.
  func reap() -> String {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    isReaped = true
    peakByteCount = Int(usage.ru_maxrss) * 1024
    return SignalName.cause(status)
  }

  /// What the child wrote to its standard error last.
  var log: String {
    drainErrors()
    return String(decoding: errorTail, as: UTF8.self)
  }

  func forgetLog() { errorTail = [] }

  /// `false` when the child no longer reads.
  func send(_ line: String) -> Bool {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The next line, or why there is none.
  func receive(
    within timeout: Duration, memoryLimit: Int, isStopped: () -> Bool
  ) -> Event {
    let deadline = ContinuousClock.now + timeout
    var nextLook = ContinuousClock.now + Self.tick
    while true {
      if let line = takeLine() { return .line(line) }
      if isStopped() { return .stopped }
      let left = deadline - .now
      guard left > .zero else { return .deadline }
      var polled = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: hasEndedErrors ? -1 : errors, events: Int16(POLLIN), revents: 0),
      ]
      let wait = Int32((min(left, Self.tick).seconds * 1000).rounded(.up))
      if poll(&polled, 2, wait) > 0 {
        if polled[1].revents & Int16(POLLIN) != 0 {
          drainErrors()
        } else if polled[1].revents != 0 {
          hasEndedErrors = true
        }
        if polled[0].revents != 0, !fill() { return .end }
      }
      // A child that writes all the time is looked at too.
      guard nextLook <= .now else { continue }
      nextLook = .now + Self.tick
      let held = HeldMemory.byteCount(of: pid)
      if held > memoryLimit { return .memory(held) }
    }
  }

  private func takeLine() -> String? {
    guard let newline = pending.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { pending.removeSubrange(...newline) }
    return String(decoding: pending[..<newline], as: UTF8.self)
  }

  /// `false` at the end of the child's output.
  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(output, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    pending += buffer[..<count]
    return count > 0
  }

  private func drainErrors() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var polled = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 0) > 0, polled.revents & Int16(POLLIN) != 0 else { return }
      let count = read(errors, &buffer, buffer.count)
      guard count > 0 else { return }
      errorTail = Array((errorTail + buffer[..<count]).suffix(Self.logLimit))
    }
  }
}

/// Why a worker could not be started.
package struct SpawnError: Error {
  package let reason: String
  init(_ reason: String) { self.reason = reason }
}

package enum SignalName {
  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL",
    SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM",
  ]
  static func of(_ signal: Int32) -> String { names[signal] ?? "signal \(signal)" }

  /// How a process ended, from what `wait` says: `SIGSEGV`, or `exit 3`.
  package static func cause(_ status: Int32) -> String {
    let signal = status & 0x7f
    return signal == 0 ? "exit \((status >> 8) & 0xff)" : of(signal)
  }
}
