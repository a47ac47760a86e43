internal import Glibc
internal import Harness

/// Lines there and back, and the bytes that follow some of them: either side's end of the pipes.
///
/// It blocks where the other side is slow.
final class MessageStream {
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []
  /// Bytes of the last message that the pipe took.
  private var sentByteCount = 0

  /// A line is a message; more than so many bytes are a flood.
  static let lineLimit = 64 << 20

  /// - Parameters:
  ///   - input: where the other side's messages are read.
  ///   - output: where this side's are written.
  init(reading input: Int32, writing output: Int32) {
    self.input = input
    self.output = output
  }

  /// `false` where nobody reads any longer.
  func send(_ line: String, _ payload: [[UInt8]] = []) -> Bool {
    sentByteCount = 0
    return ([Array((line + "\n").utf8)] + payload).allSatisfy(write)
  }

  /// Whether nothing of the last message was read: who ended so was not at work on it.
  var isLastUnread: Bool {
    var unread: Int32 = 0
    return ioctl(output, UInt(FIONREAD), &unread) == 0 && sentByteCount > 0
      && Int(unread) == sentByteCount
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
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
    /// Nothing by the deadline.
    case late
    /// The task that waited was cancelled.
    case cancelled
  }

  /// How often somebody who waits asks whether it was cancelled, in milliseconds.
  private static let pause = 100.0

  /// Waits until there is something to read; why there is nothing.
  private func obstacle(by deadline: ContinuousClock.Instant?) -> Line? {
    while true {
      if Task.isCancelled { return .cancelled }
      let left = deadline.map { ($0 - .now).seconds * 1000 } ?? Self.pause
      guard left > 0 else { return .late }
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      if poll(&polled, 1, Int32(min(left, Self.pause).rounded(.up))) != 0 { return nil }
    }
  }

  /// The next line, or why there is none.
  ///
  /// - Parameter deadline: until when it may be waited for; `nil` for as long as it takes.
  func receiveLine(by deadline: ContinuousClock.Instant? = nil) -> Line {
    var searched = 0
    while true {
      if let newline = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...newline) }
        return .line(String(decoding: pending[..<newline], as: UTF8.self))
      }
      searched = pending.count
      guard searched <= Self.lineLimit else { return .flood }
      if let obstacle = obstacle(by: deadline) { return obstacle }
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
    var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    if poll(&polled, 1, 0) > 0, polled.revents & Int16(POLLIN) != 0 { _ = fill() }
    return pending.isEmpty ? nil : String(decoding: pending.prefix(200), as: UTF8.self)
  }

  /// Whether the other side closed its end, with all that it wrote read.
  var hasEnded: Bool {
    var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard pending.isEmpty, poll(&polled, 1, 0) > 0 else { return false }
    return polled.revents & Int16(POLLHUP) != 0 && polled.revents & Int16(POLLIN) == 0
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(input, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      pending += buffer[..<count]
      return true
    }
  }
}
