import Foundation

/// Answers requests on standard input with replies on standard output. What the messages mean is in
/// PROTOCOL.md of wonnx-conform.
@main
struct Adapter {
  private var transport = Transport()
  private var models: [Int: Model] = [:]
  private var lastHandle = 0

  /// What is declared: a case inside of it has to run. Change it with the runtime.
  private static let profile = Reply(
    protocol: 1, name: "skeleton", version: "0.1", domains: ["ai.onnx": [7, 26]],
    types: Tensor.types.keys.sorted(), features: ["dynamic-shapes"],
    operators: ["ai.onnx": Operator.all.keys.sorted()], deterministic: true)

  static func main() {
    var adapter = Adapter()
    var input = Input()
    while let line = input.line() {
      var reply = Reply()
      var bytes = Data()
      var isStop = false
      do throws(Failure) {
        let request = try Self.request(line)
        reply.seq = request.seq
        isStop = request.command == "stop"
        adapter.transport.begin(try Self.payload(request.payload ?? 0, &input))
        (reply, bytes) = try adapter.answer(request)
        reply.seq = request.seq
      } catch {
        reply.refuse(error)
      }
      if !bytes.isEmpty { reply.payload = bytes.count }
      guard let text = try? JSONEncoder().encode(reply) else { return }
      FileHandle.standardOutput.write(text + Data("\n".utf8) + bytes)
      if isStop { break }
    }
  }

  private static func request(_ line: Data) throws(Failure) -> Request {
    do { return try JSONDecoder().decode(Request.self, from: line) } catch {
      throw .error(phase: "protocol", "The request can't be read: \(error)")
    }
  }

  /// The bytes after a request's line.
  private static func payload(_ count: Int, _ input: inout Input) throws(Failure) -> Data {
    guard count >= 0, count <= 4 << 30, let bytes = input.bytes(count) else {
      throw .error(
        phase: "protocol", "A payload of \(count) bytes is announced, and does not come.")
    }
    return bytes
  }

  /// The reply without its seq, and the bytes that follow it.
  private mutating func answer(_ request: Request) throws(Failure) -> (Reply, Data) {
    switch request.command {
    case "start": return (try start(request), Data())
    case "prepare": return (Reply(handle: try prepare(request.model)), Data())
    case "run":
      let outputs = try run(try model(request.handle), request.inputs ?? [])
      return (Reply(outputs: outputs), try transport.finish())
    case "release":
      _ = try model(request.handle)
      models[request.handle ?? 0] = nil
      return (Reply(), Data())
    case "stop": return (Reply(), Data())
    default:
      throw .error(phase: "protocol", "'\(request.command)' is no command of version 1.")
    }
  }

  private mutating func start(_ request: Request) throws(Failure) -> Reply {
    guard request.protocol == 1 else {
      let version = request.protocol.map { "\($0)" } ?? "none"
      throw .error(
        phase: "protocol", "This adapter speaks version 1 of the protocol, not \(version).")
    }
    let found = request.transports?.first {
      $0 == "inline" || $0 == "file" && request.scratch != nil
    }
    guard let found else {
      throw .error(phase: "protocol", "No transport of the request is known here.")
    }
    transport = Transport(scratch: found == "file" ? request.scratch : nil)
    var reply = Self.profile
    reply.transport = found
    return reply
  }

  private mutating func prepare(_ source: Request.Source?) throws(Failure) -> Int {
    let file: Data?
    if let path = source?.path {
      file = try? Data(contentsOf: URL(fileURLWithPath: path))
    } else {
      let count = source?.bytes ?? -1
      file = (0...transport.received.count).contains(count) ? transport.received.prefix(count) : nil
    }
    guard let file else { throw .error(phase: "load", "The model can't be read.") }
    let model = try Model(file)
    lastHandle += 1
    models[lastHandle] = model
    return lastHandle
  }

  private func model(_ handle: Int?) throws(Failure) -> Model {
    guard let handle, let model = models[handle] else {
      let name = handle.map { "\($0)" } ?? "null"
      throw .error(phase: "protocol", "\(name) is no handle of a model that is prepared.")
    }
    return model
  }

  private mutating func run(
    _ model: Model, _ inputs: [Request.Given]
  ) throws(Failure) -> [Reply.Output] {
    var values = model.constants
    for input in inputs { values[input.name] = try transport.read(input.value) }
    guard transport.scratch != nil || transport.received.isEmpty else {
      throw .error(
        phase: "protocol", "\(transport.received.count) bytes of the payload belong to no tensor.")
    }
    for (name, type) in model.inputs {
      guard let value = values[name] else {
        throw .error(phase: "run", "The input '\(name)' is missing.")
      }
      guard value.type == type else {
        throw .error(phase: "run", "The input '\(name)' is no \(type), as the model has it.")
      }
    }
    for node in model.nodes {
      // Reading the model has shown that each name has a value.
      values[node.output] = try node.operator.evaluate(node.inputs.compactMap { values[$0] })
    }
    return model.outputs.compactMap { name in
      values[name].map { Reply.Output(name: name, value: transport.write($0)) }
    }
  }
}

extension Reply {
  /// Says why there is no result.
  fileprivate mutating func refuse(_ failure: Failure) {
    switch failure {
    case .error(let phase, let message):
      error = Failed(phase: phase, message: message.isEmpty ? "unknown" : message)
    case .unsupported(let name, let reason):
      unsupported = Refused(operator: name, reason: reason)
    }
  }
}
