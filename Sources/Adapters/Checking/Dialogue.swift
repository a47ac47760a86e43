internal import Harness

/// The check's conversation with an adapter: requests and replies are held against the schema. After
/// something went wrong the process is ended, and `begin` starts another.
final class Dialogue {
  let bench: CheckBench
  /// What is offered.
  let transports: [String]
  private var probe: Probe?
  private var seq = 0
  private var isFile = false
  /// Members that no version of the protocol has, in every request.
  var extras: [String: JSONValue] = [:]

  init(_ bench: CheckBench, transports: [String]) {
    self.bench = bench
    self.transports = transports
  }

  /// Starts a process and greets it, unless one is there.
  @discardableResult func begin() throws(CheckFailure) -> JSONValue? {
    guard probe == nil else { return nil }
    try spawn()
    let reply = try start(version: 1, within: bench.timeout * 10)
    if let refused = refusal(reply) { throw CheckFailure("it can't start: \(refused)") }
    return reply
  }

  func spawn() throws(CheckFailure) {
    end()
    seq = 0
    do throws(SpawnError) { probe = try Probe(bench.command) } catch {
      throw CheckFailure("it can't be started: \(error.reason)")
    }
  }

  func start(version: Int, within limit: Duration) throws(CheckFailure) -> JSONValue {
    var request: [String: JSONValue] = [
      "protocol": .integer(version), "transports": .array(transports.map { .string($0) }),
    ]
    if transports.contains("file") { request["scratch"] = .string(bench.scratch) }
    let (reply, _) = try ask("start", request, within: limit, isValid: version == 1)
    let picked = reply["transport"]?.string
    if let picked, !transports.contains(picked) {
      throw CheckFailure("it picks the transport \(picked), which was not offered")
    }
    isFile = picked == "file"
    return reply
  }

  /// Ends the process, whatever it does.
  func end() { probe = nil }

  enum Prepared { case handle(Int), refused(String) }

  func prepare(_ model: [UInt8]) throws(CheckFailure) -> Prepared {
    try begin()
    var request: JSONValue = .object(["bytes": .integer(model.count)])
    if isFile {
      try bench.write(model)
      request = .object(["path": .string(bench.modelPath)])
    }
    let (reply, _) = try ask(
      "prepare", ["model": request], payload: isFile ? [] : model, within: bench.timeout)
    if let refused = refusal(reply) { return .refused(refused) }
    return .handle(reply["handle"]?.integer ?? 0)
  }

  typealias Ports = [(name: String, value: WireValue)]
  enum Answer { case outputs(Ports), refused(String) }

  func run(_ handle: Int, _ inputs: Ports) throws(CheckFailure) -> Answer {
    let (request, wire) = try runRequest(handle, inputs)
    let (reply, payload) = try ask(
      "run", request, payload: wire.payload, within: bench.timeout)
    if let refused = refusal(reply) { return .refused(refused) }
    var found = WireBytes(scratch: isFile ? bench.scratch : nil, payload: payload)
    var outputs: Ports = []
    for output in reply["outputs"]?.array ?? [] {
      let name = output["name"]?.string ?? ""
      do throws(CheckFailure) {
        outputs.append((name, try WireValue(output["value"] ?? .null, &found)))
      } catch { throw CheckFailure("output '\(name)': \(error.sentence)") }
    }
    guard found.untaken == 0 else {
      throw CheckFailure("\(found.untaken) bytes that follow its line belong to no tensor")
    }
    return .outputs(outputs)
  }

  /// Asks for a run, and does not wait for its reply.
  func beginRun(_ handle: Int, _ inputs: Ports) throws(CheckFailure) {
    let (request, wire) = try runRequest(handle, inputs)
    try send("run", request, wire.payload, by: .now + bench.timeout, isValid: true)
  }

  private func runRequest(
    _ handle: Int, _ inputs: Ports
  ) throws(CheckFailure) -> ([String: JSONValue], WireBytes) {
    var wire = WireBytes(scratch: isFile ? bench.scratch : nil)
    let ports = inputs.map { input in
      JSONValue.object(["name": .string(input.name), "value": input.value.message(&wire)])
    }
    try wire.write()
    return (["handle": .integer(handle), "inputs": .array(ports)], wire)
  }

  func release(_ handle: Int) throws(CheckFailure) {
    let (reply, _) = try ask("release", ["handle": .integer(handle)], within: bench.timeout)
    if let refused = refusal(reply) { throw CheckFailure("it refuses release: \(refused)") }
  }

  /// A request that the schema does not have. Neither is its reply held against it.
  func askOddly(_ command: String, _ members: [String: JSONValue]) throws(CheckFailure) -> JSONValue
  {
    try begin()
    return try ask(command, members, within: bench.timeout, isValid: false).0
  }

  /// How the process ends after `stop`.
  func stop() throws(CheckFailure) -> String {
    try begin()
    _ = try ask("stop", [:], within: bench.timeout)
    return try ending()
  }

  /// How the process ends when its standard input does.
  func hangUp() throws(CheckFailure) -> String {
    try begin()
    probe?.hangUp()
    return try ending()
  }

  private func ending() throws(CheckFailure) -> String {
    defer { end() }
    guard let cause = probe?.end(by: .now + bench.timeout) else {
      throw CheckFailure("it does not end")
    }
    return cause
  }

  private func ask(
    _ command: String, _ members: [String: JSONValue], payload: [UInt8] = [],
    within limit: Duration, isValid: Bool = true
  ) throws(CheckFailure) -> (JSONValue, [UInt8]) {
    do throws(CheckFailure) {
      let deadline = ContinuousClock.now + limit
      try send(command, members, payload, by: deadline, isValid: isValid)
      return try receive(command, isValid, by: deadline)
    } catch {
      end()
      throw error
    }
  }

  private func send(
    _ command: String, _ members: [String: JSONValue], _ payload: [UInt8],
    by deadline: ContinuousClock.Instant, isValid: Bool
  ) throws(CheckFailure) {
    guard let probe else { throw CheckFailure("its process is gone") }
    if let stray = probe.stray() {
      throw CheckFailure("it writes more than one answer: \(stray) came unasked")
    }
    seq += 1
    var request = members
    request["seq"] = .integer(seq)
    request["command"] = .string(command)
    if !payload.isEmpty { request["payload"] = .integer(payload.count) }
    let message = JSONValue.object(request)
    if isValid, let wrong = bench.schema.violations(of: message, by: "\(command)Request").first {
      throw CheckFailure("the request of this program is none of the schema: \(wrong)")
    }
    request.merge(extras) { own, _ in own }
    guard let line = try? JSONLine.encode(JSONValue.object(request)) else {
      throw CheckFailure("the request has no JSON")
    }
    try probe.send(Array("\(line)\n".utf8) + payload, by: deadline)
  }

  private func receive(
    _ command: String, _ isValid: Bool, by deadline: ContinuousClock.Instant
  ) throws(CheckFailure) -> (JSONValue, [UInt8]) {
    guard let probe else { throw CheckFailure("its process is gone") }
    let bytes = try probe.line(by: deadline)
    guard let line = String(validating: bytes, as: UTF8.self),
      let reply = try? JSONLine.decode(JSONValue.self, line), reply.object != nil
    else {
      throw CheckFailure(
        "it writes a line to standard output that is no message: \(Probe.quoted(bytes))")
    }
    if let found = reply["seq"]?.integer, found != seq {
      throw CheckFailure(
        found < seq
          ? "it writes more than one answer: request \(found) again, where \(seq) (\(command)) was asked"
          : "it answers with seq \(found), where \(seq) (\(command)) was asked")
    }
    if isValid, let wrong = bench.schema.violations(of: reply, by: "\(command)Reply").first {
      throw CheckFailure("its reply to \(command) is none of the schema: \(wrong)")
    }
    let count = reply["payload"]?.integer ?? 0
    guard count <= 4 << 30 else { throw CheckFailure("it announces \(count) bytes, over 4 GiB") }
    do throws(CheckFailure) { return (reply, try probe.bytes(count, by: deadline)) } catch {
      throw CheckFailure(error, in: "it announces \(count) bytes after its line, and fewer come")
    }
  }

  /// Why there is no result: in the adapter's own words, without their full stop.
  private func refusal(_ reply: JSONValue) -> String? {
    func said(_ text: String?) -> String {
      let text = (text ?? "").replacing("\(bench.folder)/", with: "")
      return text.last == "." ? String(text.dropLast()) : text
    }
    if let unsupported = reply["unsupported"] { return said(unsupported["reason"]?.string) }
    return reply["error"].map { error in
      "\(said(error["message"]?.string)) (\(error["phase"]?.string ?? ""))"
    }
  }
}
