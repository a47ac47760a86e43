internal import Glibc
internal import Harness
internal import Synchronization

/// An adapter's process that is spoken to with deadlines; it and all that it started end with this.
final class Probe {
  private let child: Child
  private var pending: [UInt8] = []
  private var errorTail: [UInt8] = []
  private var hasEnded = false
  private var hasClosedErrors = false
  private var isHungUp = false
  private var cause: String?

  init(_ command: WorkerCommand) throws(SpawnError) {
    child = try Child(command)
    let pid = child.pid
    Self.alive.withLock { _ = $0.insert(pid) }
    _ = fcntl(child.input, F_SETFL, O_NONBLOCK)
  }

  /// Each leads a process group of its own, which a Ctrl-C at the terminal does not reach.
  private static let alive = Mutex<Set<Int32>>([])

  /// Ends every process that is there, from any thread.
  static func killAll() {
    alive.withLock { pids in pids.forEach { Glibc.kill(-$0, SIGKILL) } }
  }

  deinit {
    kill()
    hangUp()
    for descriptor in [child.output, child.errors] { close(descriptor) }
  }

  /// Writes all of it, while it reads what comes.
  func send(_ bytes: [UInt8], by deadline: ContinuousClock.Instant) throws(CheckFailure) {
    var rest = bytes[...]
    while !rest.isEmpty { try turn(&rest, deadline) }
  }

  /// The next line, without its end.
  func line(by deadline: ContinuousClock.Instant) throws(CheckFailure) -> [UInt8] {
    var searched = 0
    while true {
      if let newline = newline(after: searched) {
        defer { pending.removeSubrange(...newline) }
        return Array(pending[..<newline])
      }
      searched = pending.count
      guard searched <= MessageStream.lineLimit else {
        throw CheckFailure(
          "it floods standard output: \(MessageStream.lineLimit >> 20) MiB came that are no message",
          isSlow: true)
      }
      try wait(deadline)
    }
  }

  /// By memchr: of a flood there are many bytes to look at.
  private func newline(after searched: Int) -> Int? {
    pending.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, searched < bytes.count else { return nil }
      let found = memchr(start + searched, Int32(UInt8(ascii: "\n")), bytes.count - searched)
      return found.map { start.distance(to: UnsafeRawPointer($0)) }
    }
  }

  /// So many bytes after a line.
  func bytes(_ count: Int, by deadline: ContinuousClock.Instant) throws(CheckFailure) -> [UInt8] {
    while pending.count < count { try wait(deadline) }
    defer { pending.removeFirst(count) }
    return Array(pending.prefix(count))
  }

  /// What it wrote that nobody had asked for.
  func stray() -> String? {
    var none: ArraySlice<UInt8> = []
    try? turn(&none, .now)
    return pending.isEmpty ? nil : Self.quoted(pending)
  }

  /// Closes its standard input.
  func hangUp() {
    if !isHungUp { close(child.input) }
    isHungUp = true
  }

  /// How it ended; `nil` where it goes on beyond the deadline.
  func end(by deadline: ContinuousClock.Instant) -> String? {
    while cause == nil, ContinuousClock.now < deadline {
      if !reap(WNOHANG) { usleep(5000) }
      drainErrors()
    }
    return cause
  }

  func kill() {
    guard cause == nil else { return }
    Glibc.kill(-child.pid, SIGKILL)
    _ = reap(0)
  }

  /// The last line of its standard error.
  var lastWords: String? {
    drainErrors()
    return String(decoding: errorTail, as: UTF8.self).split(separator: "\n").last.map { String($0) }
  }

  static func quoted(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(100), as: UTF8.self)
    let line = text.split(separator: "\n").first.map { String($0) } ?? ""
    return "'\(line)'" + (bytes.count > 100 ? "…" : "")
  }

  private func wait(_ deadline: ContinuousClock.Instant) throws(CheckFailure) {
    var none: ArraySlice<UInt8> = []
    if hasEnded { throw died() }
    guard ContinuousClock.now < deadline else {
      throw CheckFailure("it gives no answer in time", isSlow: true)
    }
    try turn(&none, deadline)
  }

  /// Waits until something can be written or read, and does so.
  private func turn(
    _ outgoing: inout ArraySlice<UInt8>, _ deadline: ContinuousClock.Instant
  ) throws(CheckFailure) {
    let left = max(0, (deadline - .now).seconds * 1000).rounded(.up)
    var polled = [
      pollfd(fd: hasEnded ? -1 : child.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: hasClosedErrors ? -1 : child.errors, events: Int16(POLLIN), revents: 0),
      pollfd(fd: outgoing.isEmpty ? -1 : child.input, events: Int16(POLLOUT), revents: 0),
    ]
    let ready = poll(&polled, 3, Int32(min(left, 100)))
    if ready == 0, !outgoing.isEmpty, ContinuousClock.now >= deadline {
      throw CheckFailure("it does not read what it is sent", isSlow: true)
    }
    if polled[1].revents != 0 { drainErrors() }
    if polled[0].revents != 0 { fill() }
    if polled[2].revents != 0 {
      let count = outgoing.withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR, errno != EAGAIN { throw died() }
      outgoing = outgoing.dropFirst(max(0, count))
    }
  }

  private func fill() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(child.output, &buffer, buffer.count)
    if count == 0 { hasEnded = true }
    if count > 0 { pending += buffer[..<count] }
  }

  private func drainErrors() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var polled = pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0)
      guard !hasClosedErrors, poll(&polled, 1, 0) > 0 else { return }
      let count = read(child.errors, &buffer, buffer.count)
      hasClosedErrors = count == 0
      guard count > 0 else { return }
      errorTail = Array((errorTail + buffer[..<count]).suffix(1 << 14))
    }
  }

  private func died() -> CheckFailure {
    let cause = end(by: .now + .seconds(1))
    let said = lastWords.map { "; the last line of its standard error is '\($0)'" } ?? ""
    guard let cause else { return CheckFailure("it closes its standard output\(said)") }
    return CheckFailure("it ends by \(cause) instead of an answer\(said)")
  }

  private func reap(_ options: Int32) -> Bool {
    var status: Int32 = 0
    var found = waitpid(child.pid, &status, options)
    while found < 0 && errno == EINTR { found = waitpid(child.pid, &status, options) }
    guard found == child.pid else { return false }
    let pid = child.pid
    Self.alive.withLock { _ = $0.remove(pid) }
    cause = SignalName.cause(status)
    return true
  }
}
