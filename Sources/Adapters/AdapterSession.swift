internal import Glibc
internal import Harness
internal import Runtimes

/// A conversation with an adapter: it is started when something is asked, and again after it died.
///
/// One thread at a time: a worker asks one thing after another.
final class AdapterSession {
  private let command: WorkerCommand
  private let scratch: String
  private var process: AdapterProcess?
  private var seq = 0
  private(set) var profile: AdapterProfile?
  private(set) var transport: ValueTransport
  /// Counts starts: a handle of an earlier process is worth nothing.
  private(set) var generation = 0
  /// Whether the last process ended without having read what it was asked.
  private(set) var wasIdleAtDeath = false

  static let version = 1

  private let startTimeout: Duration

  /// - Parameter startTimeout: how long a process may take to say what it is.
  init(_ command: WorkerCommand, scratch: String, startTimeout: Duration) {
    self.command = command
    self.startTimeout = startTimeout
    self.scratch = scratch
    transport = ValueTransport(scratch: scratch)
  }

  deinit { rest() }

  /// Whether a process is there to be asked.
  var isOpen: Bool { process != nil }

  /// Ends the process; another starts when something is asked.
  func rest() {
    guard process != nil else { return }
    _ = try? ask("stop") { _ in }
    _ = process?.end()
    process = nil
  }

  /// The profile, from a process that is there.
  func start() throws(RuntimeError) -> AdapterProfile {
    // One that ended between two cases was in none of them.
    if let process, process.stream.hasEnded {
      Self.say("the adapter ended by \(process.end()) between two cases; another is started")
      self.process = nil
    }
    if process != nil, let profile { return profile }
    do throws(SpawnError) { process = try AdapterProcess(command) } catch {
      throw .device(error.reason)
    }
    generation += 1
    seq = 0
    let scratch = scratch
    let line = try exchange("start") { request in
      request.protocol = Self.version
      request.transports = ValueTransport.names
      request.scratch = scratch
    }
    let found: AdapterProfile
    do { found = try JSONLine.decode(AdapterProfile.self, line) } catch {
      if let reply = try? JSONLine.decode(AdapterReply.self, line), let failure = reply.error {
        _ = process?.end()
        process = nil
        throw .device("\(failure.message) (\(failure.phase))")
      }
      throw broken("its answer to start lacks something: \(JSONLine.sentence(error))")
    }
    guard found.protocol == Self.version else {
      throw broken("it speaks version \(found.protocol) of the protocol, expected \(Self.version)")
    }
    guard ValueTransport.names.contains(found.transport) else {
      throw broken("it picked the transport '\(found.transport)', expected file or inline")
    }
    transport = ValueTransport(scratch: found.transport == "file" ? scratch : nil)
    profile = found
    return found
  }

  /// Says on standard error what belongs to no case.
  private static func say(_ sentence: String) {
    let bytes = Array((sentence + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// An answer, and the bytes that followed it.
  func ask(
    _ name: String, payload: ValueTransport.Payload = .init(),
    _ fill: (inout AdapterRequest) -> Void
  ) throws(RuntimeError) -> (AdapterReply, [UInt8]) {
    let line = try exchange(name, payload: payload, fill)
    let reply: AdapterReply
    do { reply = try JSONLine.decode(AdapterReply.self, line) } catch {
      throw broken(
        "its answer to \(name) is none: \(JSONLine.sentence(error)): \(line.prefix(200))")
    }
    guard reply.seq == seq else {
      throw broken("it answered request \(reply.seq), and \(seq) was asked")
    }
    let count = reply.payload ?? 0
    guard (0...ValueTransport.payloadLimit).contains(count) else {
      throw broken("it said that \(count) bytes follow")
    }
    guard let bytes = process?.stream.receive(count) else {
      let cause = process?.end() ?? "unknown"
      process = nil
      let sentence = "it said that \(count) bytes follow, and ended by \(cause) before they came"
      throw cause.hasPrefix("SIG")
        ? .crash(cause, "the adapter broke off: \(sentence)")
        : .protocolBroken("the adapter broke the protocol: \(sentence)")
    }
    return (reply, bytes)
  }

  private func exchange(
    _ name: String, payload: ValueTransport.Payload = .init(),
    _ fill: (inout AdapterRequest) -> Void
  ) throws(RuntimeError) -> String {
    if let stray = process?.stream.stray() {
      throw broken("it wrote what nobody asked for: \(stray)")
    }
    seq += 1
    var request = AdapterRequest(name, seq: seq)
    fill(&request)
    let isInline = transport.scratch == nil && payload.byteCount > 0
    if isInline { request.payload = payload.byteCount }
    guard let text = try? JSONLine.encode(request) else { throw .device("\(name) has no JSON") }
    guard let process, process.stream.send(text, isInline ? payload.parts : []) else {
      throw died()
    }
    let deadline = profile == nil ? ContinuousClock.now + startTimeout : nil
    switch process.stream.receiveLine(by: deadline) {
    case .late:
      throw broken("it did not say what it is within \(Int(startTimeout.seconds)) s")
    case .cancelled:
      _ = process.end()
      self.process = nil
      throw .cancelled()
    case .end: throw died()
    case .flood: throw broken("it wrote \(MessageStream.lineLimit >> 20) MiB that are no message")
    case .line(let line) where line.first == "{": return line
    case .line(let line): throw broken("it wrote a line that is no message: \(line.prefix(200))")
    }
  }

  private func died() -> RuntimeError {
    let cause = process?.end() ?? "unknown"
    wasIdleAtDeath = process?.stream.isLastUnread ?? false
    process = nil
    return .crash(
      cause,
      profile == nil
        ? "the adapter ended by \(cause) before it said what it is"
        : "the adapter ended by \(cause) in this case")
  }

  /// Ends a process that broke the protocol: what it says next can't be trusted.
  func broken(_ sentence: String) -> RuntimeError {
    _ = process?.end()
    process = nil
    return .protocolBroken("the adapter broke the protocol: \(sentence)")
  }
}
