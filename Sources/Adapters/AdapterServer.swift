package import Harness
internal import ModelFiles
package import Runtimes
internal import Tensors

/// The adapter's side of the protocol, over a runtime of this program:
/// `Conformance/adapters/PROTOCOL.md`.
///
/// Whatever a request says, it is answered: by a result, or by an error that says what is wrong.
package final class AdapterServer {
  private let runtime: any Runtime
  private let loader: any CaseLoader
  private let profile: AdapterProfile
  private let stream: MessageStream
  /// Of each operator.
  private let domains: [String: String]
  /// `nil` before `start`.
  private var transport: ValueTransport?
  private var models: [Int: ServedModel] = [:]
  private var lastHandle = 0

  /// - Parameters:
  ///   - input: where requests are read.
  ///   - output: where replies are written, and nothing else is.
  package init(
    _ runtime: any Runtime, _ profile: AdapterProfile, loader: any CaseLoader,
    reading input: Int32, writing output: Int32
  ) {
    self.runtime = runtime
    self.profile = profile
    self.loader = loader
    domains = profile.domainsOfOperators
    stream = MessageStream(reading: input, writing: output)
  }

  /// Answers until the host says stop, goes away, or can't be followed any longer.
  package func serve() async {
    while true {
      switch stream.receiveLine() {
      case .end, .late, .cancelled: return
      case .flood:
        _ = send(.failure(.protocol, "a line has more than \(MessageStream.lineLimit) bytes"), 0)
        return
      case .line(let line):
        let envelope = Envelope(line)
        guard (0...ValueTransport.payloadLimit).contains(envelope.payload) else {
          let sentence = "a payload of \(envelope.payload) bytes is announced"
          _ = send(.failure(.protocol, sentence), envelope.seq)
          return
        }
        guard let payload = stream.receive(envelope.payload) else { return }
        let reply = await reply(to: line, payload)
        guard send(reply, envelope.seq), envelope.command != "stop" else { return }
      }
    }
  }

  private func send(_ reply: Answer, _ seq: Int) -> Bool {
    var line: String?
    switch reply {
    case .profile(let profile):
      line = try? JSONLine.encode(NumberedProfile(seq: seq, profile: profile))
    case .reply(var reply, let parts):
      reply.seq = seq
      let isInline = transport?.scratch == nil && parts.byteCount > 0
      if isInline { reply.payload = parts.byteCount }
      line = try? JSONLine.encode(reply)
      if isInline { return line.map { stream.send($0, parts.parts) } ?? false }
    }
    return line.map { stream.send($0) } ?? false
  }

  private func reply(to line: String, _ payload: [UInt8]) async -> Answer {
    let request: AdapterRequest
    do { request = try JSONLine.decode(AdapterRequest.self, line) } catch {
      return .failure(.protocol, "the request can't be read: \(JSONLine.sentence(error))")
    }
    do throws(RuntimeError) {
      switch request.command {
      case "start": return .profile(try start(request))
      case "prepare": return .reply(try await prepare(request, payload))
      case "run": return try await run(request, payload)
      case "release": try await release(request)
      case "stop": break
      case let other: return .failure(.protocol, "'\(other)' is no command of the protocol")
      }
      return .reply(AdapterReply(seq: 0))
    } catch { return Answer(error, in: Self.phases[request.command] ?? .protocol) }
  }

  /// Where a command is when an error does not tell.
  private static let phases: [String: ForeignPhase] = [
    "start": .start, "prepare": .plan, "run": .run, "release": .readback,
  ]

  private func start(_ request: AdapterRequest) throws(RuntimeError) -> AdapterProfile {
    guard transport == nil else {
      throw .foreign(.protocol, "start comes once, and it came before")
    }
    guard let version = request.protocol, version == AdapterSession.version else {
      throw .foreign(
        .protocol,
        "this adapter speaks version \(AdapterSession.version) of the protocol, and "
          + "\(request.protocol.map { "\($0)" } ?? "none") was asked for")
    }
    let offered = request.transports ?? []
    // A folder on another machine, or of another user, is of no use.
    let scratch = request.scratch.flatMap { Files.isUsable($0) ? $0 : nil }
    guard
      let name = offered.first(where: {
        ValueTransport.names.contains($0) && ($0 == "inline" || scratch != nil)
      })
    else {
      throw .foreign(
        .protocol,
        "of the transports \(offered.joined(separator: ", ")) none can be used: there are inline, and "
          + "file with a scratch folder that this process can write to")
    }
    transport = ValueTransport(scratch: name == "file" ? scratch : nil)
    var profile = profile
    profile.transport = name
    return profile
  }

  private func prepare(
    _ request: AdapterRequest, _ payload: [UInt8]
  ) async throws(RuntimeError) -> AdapterReply {
    _ = try started()
    guard let model = request.model, (model.path == nil) != (model.bytes == nil) else {
      throw .foreign(.protocol, "prepare needs a model: its path, or how many bytes of it follow")
    }
    let folder = model.path == nil ? try InlineModel.store(model, payload) : nil
    defer { if let folder { InlineModel.remove(folder) } }
    let path = model.path ?? "\(folder ?? "")/model.onnx"
    let source: ModelSource
    do throws(LoadError) { source = try loader.source(path) } catch { throw .load(error) }
    let graph = try await runtime.prepare(source)
    lastHandle += 1
    models[lastHandle] = ServedModel(graph: graph, interface: source.interface)
    return AdapterReply(seq: 0, handle: lastHandle)
  }

  private func run(
    _ request: AdapterRequest, _ payload: [UInt8]
  ) async throws(RuntimeError) -> Answer {
    let transport = try started()
    let model = try model(request.handle)
    guard let ports = request.inputs else {
      throw .foreign(.protocol, "run needs inputs, if only an empty list")
    }
    let inputs = try model.inputs(ports, payload, transport)
    let result = try await model.graph.run(inputs)
    var parts = ValueTransport.Payload()
    let outputs = result.outputs.enumerated().map { index, value in
      AdapterRequest.Port(
        name: model.interface.outputName(index),
        value: transport.message(value, file: "out.bin", &parts))
    }
    do throws(ValueTransport.Failure) { try transport.write(parts, file: "out.bin") } catch {
      throw .foreign(.readback, error.sentence)
    }
    var reply = AdapterReply(seq: 0, outputs: outputs)
    reply.placements = result.placements.map { placement in
      AdapterReply.Placement(
        node: placement.node,
        operator: "\(domains[placement.operation] ?? "ai.onnx"):\(placement.operation)",
        place: placement.place == .device ? "device" : "host")
    }
    return .reply(reply, parts)
  }

  private func release(_ request: AdapterRequest) async throws(RuntimeError) {
    let model = try model(request.handle)
    models[request.handle ?? 0] = nil
    try await model.graph.finish()
  }

  private func started() throws(RuntimeError) -> ValueTransport {
    guard let transport else { throw .foreign(.protocol, "the first request has to be start") }
    return transport
  }

  private func model(_ handle: Int?) throws(RuntimeError) -> ServedModel {
    guard let handle else { throw .foreign(.protocol, "the request has no handle") }
    guard let model = models[handle] else {
      throw .foreign(.protocol, "\(handle) is no handle that is in use")
    }
    return model
  }
}
