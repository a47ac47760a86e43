internal import Glibc
internal import Harness

/// How a program ended that was run once, and what it said last.
///
/// It belongs to this process's group: who ends the worker that this runs in ends the program too.
struct ProgramEnd {
  /// `exit 0`, or `SIGSEGV`.
  let cause: String
  /// The last line of its standard error that is not empty, shortened.
  let lastLine: String

  private static let tailByteCount = 1 << 16
  private static let lineLength = 400

  /// Runs it to its end, with nothing to read. Its standard output is read and dropped.
  init(of command: WorkerCommand) throws(SpawnError) {
    let child = try Child(command, isLeader: false)
    close(child.input)
    defer {
      close(child.output)
      close(child.errors)
    }
    var tail: [UInt8] = []
    var open = [child.output, child.errors]
    var status: Int32 = 0
    var isEnded = false
    while !open.isEmpty {
      // What it started may hold the pipes; what it said itself is in them when it has ended.
      if !isEnded { isEnded = waitpid(child.pid, &status, WNOHANG) == child.pid }
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let ready = poll(&polled, UInt(polled.count), isEnded ? 0 : 20)
      if ready == 0 && isEnded { break }
      for pipe in polled where pipe.revents != 0 {
        let bytes = Self.read(pipe.fd)
        if bytes.isEmpty { open.removeAll { $0 == pipe.fd } }
        if pipe.fd == child.errors { tail = Array((tail + bytes).suffix(Self.tailByteCount)) }
      }
    }
    while !isEnded, waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
    cause = SignalName.cause(status)
    let lines = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline)
    let last = lines.last { !$0.allSatisfy(\.isWhitespace) } ?? ""
    lastLine = String(last.prefix(Self.lineLength))
  }

  /// Empty at the end.
  private static func read(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      return Array(buffer.prefix(max(count, 0)))
    }
  }
}
