package import Graphs
package import Harness
internal import Exporter
internal import ModelFiles
package import Runtimes
internal import Synchronization
internal import Tensors

/// Somebody else's runtime, behind an adapter: `Conformance/adapters/PROTOCOL.md`.
package final class ForeignRuntime: ProfiledRuntime {
  package let name: String
  package let identity: String
  package let profile: AdapterProfile
  package let declaration: RuntimeProfile
  private let host: ForeignHost

  package var takesGraphs: Bool { false }
  package var isDeterministic: Bool { profile.deterministic }

  /// Starts the adapter and hears what it declares.
  ///
  /// - Parameters:
  ///   - connection: what reaches it, for the record.
  ///   - scratch: a folder for the bytes of values, which is the adapter's own.
  ///   - staysStarted: whether the adapter goes on waiting for cases.
  package init(
    name: String, connection: Connection? = nil, command: WorkerCommand, scratch: String,
    staysStarted: Bool = true
  ) throws(RuntimeError) {
    self.name = name
    let isInTheBox = connection?.isInTheBox ?? false
    host = ForeignHost(
      command, scratch: scratch, startTimeout: isInTheBox ? .seconds(900) : .seconds(60))
    profile = try host.profile()
    identity = profile.identity
    declaration = RuntimeProfile(
      profile, connection: connection?.text ?? "", digest: connection?.digest(of: command))
    if !staysStarted { host.rest() }
  }

  /// What of a case lies outside of what the runtime declares; `nil` where it is inside.
  package func outside(_ facets: CaseFacets) -> String? { profile.outside(facets) }

  @concurrent package func prepare(
    _ source: ModelSource
  ) async throws(RuntimeError) -> any PreparedGraph {
    try host.prepare(source.path, source.interface, externalFiles: source.externalFiles)
  }

  /// Writes the graph as a model file first.
  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    let path = host.modelPath
    do { try exportModel(graph).write(to: path) } catch {
      throw .foreign(.load, "the graph can't be written as a model: \(error)")
    }
    return try host.prepare(path, ModelInterface(graph))
  }
}

/// The one conversation with an adapter that a process has.
private final class ForeignHost: Sendable {
  private let session: Mutex<AdapterSession>
  private let scratch: String

  init(_ command: WorkerCommand, scratch: String, startTimeout: Duration) {
    self.scratch = scratch
    session = Mutex(AdapterSession(command, scratch: scratch, startTimeout: startTimeout))
  }

  var modelPath: String { "\(scratch)/model.onnx" }

  func profile() throws(RuntimeError) -> AdapterProfile {
    try session.withLock { session throws(RuntimeError) in try session.start() }
  }

  func rest() { session.withLock { $0.rest() } }

  func prepare(
    _ path: String, _ interface: ModelInterface, externalFiles: [String] = []
  ) throws(RuntimeError) -> ForeignGraph {
    let (handle, generation) = try session.withLock { session throws(RuntimeError) in
      for _ in 0..<Self.idleDeathLimit {
        do throws(RuntimeError) { return try Self.prepare(path, externalFiles, session) } catch {
          guard case .crash = error, session.wasIdleAtDeath else { throw error }
        }
      }
      return try Self.prepare(path, externalFiles, session)
    }
    return ForeignGraph(host: self, handle: handle, generation: generation, interface: interface)
  }

  /// Deaths of idle processes in a row that cost no case.
  private static let idleDeathLimit = 2

  private static func prepare(
    _ path: String, _ externalFiles: [String], _ session: AdapterSession
  ) throws(RuntimeError) -> (Int, Int) {
    _ = try session.start()
    let (model, payload) =
      session.transport.scratch == nil
      ? try InlineModel.message(path, externalFiles)
      : (AdapterRequest.Model(path: path), ValueTransport.Payload())
    let (reply, _) = try session.ask("prepare", payload: payload) { $0.model = model }
    try Self.check(reply, .load)
    guard let handle = reply.handle else {
      throw session.broken("its answer to prepare has no handle")
    }
    return (handle, session.generation)
  }

  func run(_ graph: ForeignGraph, _ inputs: [Value?]) throws(RuntimeError) -> RunResult {
    try session.withLock { session throws(RuntimeError) in
      guard session.generation == graph.generation else {
        throw .protocolBroken("the adapter that had prepared the model is gone")
      }
      var payload = ValueTransport.Payload()
      let transport = session.transport
      let file = "in.bin"
      let ports = zip(graph.interface.inputs, inputs).compactMap { port, value in
        value.map {
          AdapterRequest.Port(
            name: port.name, value: transport.message($0, file: file, &payload))
        }
      }
      do throws(ValueTransport.Failure) { try transport.write(payload, file: file) } catch {
        throw .device(error.sentence)
      }
      let (reply, bytes) = try session.ask("run", payload: payload) { request in
        request.handle = graph.handle
        request.inputs = ports
      }
      try Self.check(reply, .run)
      return try Self.result(of: reply, bytes, graph.interface, session)
    }
  }

  private static func result(
    of reply: AdapterReply, _ bytes: [UInt8], _ interface: ModelInterface,
    _ session: AdapterSession
  ) throws(RuntimeError) -> RunResult {
    guard let outputs = reply.outputs else {
      throw session.broken("its answer to run has no outputs")
    }
    var rest = bytes[...]
    var values: [Value] = []
    for (index, output) in outputs.enumerated() {
      do throws(ValueTransport.Failure) {
        values.append(try session.transport.value(output.value, &rest))
      } catch {
        throw session.broken(
          "output '\(output.name)' (\(index)) of its answer: \(error.sentence)")
      }
    }
    guard rest.isEmpty else {
      throw session.broken("\(rest.count) bytes of its answer belong to no output")
    }
    let placements = (reply.placements ?? []).map { placement in
      NodePlacement(
        node: placement.node, operation: placement.operator ?? "?", opset: 1, dtype: "",
        place: placement.place == "device" ? .device : .host(.byNature("the adapter says so")))
    }
    return RunResult(outputs: values, placements: placements)
  }

  private static func check(
    _ reply: AdapterReply, _ phase: ForeignPhase
  ) throws(RuntimeError) {
    if let refusal = reply.unsupported {
      let subject = refusal.operator.map { "\($0): " } ?? ""
      throw .unsupported(
        "\(subject)\(refusal.reason)" + (refusal.issue.map { " (\($0))" } ?? ""))
    }
    if let failure = reply.error {
      let message = failure.message.isEmpty ? "the adapter gives no reason" : failure.message
      throw .foreign(ForeignPhase(rawValue: failure.phase) ?? phase, message)
    }
  }

  func release(_ handle: Int, _ generation: Int) throws(RuntimeError) {
    try session.withLock { session throws(RuntimeError) in
      guard session.isOpen, session.generation == generation else { return }
      let (reply, _) = try session.ask("release") { $0.handle = handle }
      try Self.check(reply, .readback)
    }
  }
}

/// A model that an adapter has made ready.
private final class ForeignGraph: PreparedGraph {
  let host: ForeignHost
  let handle: Int
  let generation: Int
  let interface: ModelInterface
  private let isReleased = Mutex(false)

  init(host: ForeignHost, handle: Int, generation: Int, interface: ModelInterface) {
    self.host = host
    self.handle = handle
    self.generation = generation
    self.interface = interface
  }

  deinit { try? release() }

  @concurrent func finish() async throws(RuntimeError) { try release() }

  private func release() throws(RuntimeError) {
    let isFirst = isReleased.withLock { released in
      defer { released = true }
      return !released
    }
    if isFirst { try host.release(handle, generation) }
  }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    try host.run(self, inputs)
  }
}
