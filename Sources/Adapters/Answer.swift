internal import Graphs
internal import Runtimes

/// What an adapter of this program says, before it has a number.
enum Answer {
  case profile(AdapterProfile)
  case reply(AdapterReply, ValueTransport.Payload = .init())

  static func failure(_ phase: ForeignPhase, _ sentence: String) -> Self {
    .reply(AdapterReply(seq: 0, error: .init(phase: phase.rawValue, message: sentence)))
  }

  /// The same status as the error has without a protocol between.
  ///
  /// - Parameter phase: where the runtime was, where the error does not tell.
  init(_ error: RuntimeError, in phase: ForeignPhase) {
    let sentence = error.description
    switch error {
    case .node(let node):
      switch node.reason {
      case .unsupported: self = .unsupported(sentence)
      case .tooLarge, .memory: self = .failure(.memory, sentence)
      default: self = .failure(phase, sentence)
      }
    case .load(let error):
      switch error.stage {
      case .load: self = .failure(.load, sentence)
      case .importing: self = .failure(.import, sentence)
      case .unsupported: self = .unsupported(sentence)
      }
    case .unsupported: self = .unsupported(sentence)
    case .foreign(let own, _): self = .failure(own, sentence)
    case .compile: self = .failure(.compile, sentence)
    case .placement: self = .failure(.placement, sentence)
    case .outOfMemory: self = .failure(.memory, sentence)
    case .protocolBroken: self = .failure(.protocol, sentence)
    case .input, .device, .deviceLost, .crash, .timeout, .cancelled:
      self = .failure(phase, sentence)
    }
  }

  private static func unsupported(_ sentence: String) -> Self {
    .reply(AdapterReply(seq: 0, unsupported: .init(reason: sentence)))
  }
}

/// A profile as the answer to a request.
struct NumberedProfile: Encodable {
  let seq: Int
  let profile: AdapterProfile

  private enum Key: String, CodingKey { case seq }

  func encode(to encoder: any Encoder) throws {
    try profile.encode(to: encoder)
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(seq, forKey: .seq)
  }
}
