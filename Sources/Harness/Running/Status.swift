/// What came of one case on one runtime. The reason stands beside it in the record.
package enum Status: Sendable, Hashable {
  case pass
  /// The outputs are not what the suite expects.
  case fail(Mismatch.Cause)
  /// A stage gave no result.
  case error(Phase)
  /// The worker ended by this signal, such as `SIGSEGV`, or with this exit code.
  case crash(String)
  case timeout
  case deviceLost
  /// The validation layers objected.
  case validationError
  /// The standard allows what the case does; the runtime does not do it.
  case unsupported
  /// The specification leaves the result open on this device.
  case unpredictable
  /// Left out on purpose.
  case skipped
  /// No result came back.
  case missing

  /// The stages of the line from file to verdict.
  package enum Phase: String, Sendable, Hashable, CaseIterable {
    case load, `import`, infer, plan, compile, dispatch, readback, memory, placement
    /// A foreign runtime's adapter did not keep to the protocol.
    case `protocol`
  }
}

extension Status: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// The stable form: `pass`, `fail:compare`, `error:load`, `crash:SIGSEGV`, `device-lost`.
  package var description: String {
    switch self {
    case .pass: "pass"
    case .fail(let cause): "fail:\(cause.rawValue)"
    case .error(let phase): "error:\(phase.rawValue)"
    case .crash(let signal): "crash:\(signal)"
    case .timeout: "timeout"
    case .deviceLost: "device-lost"
    case .validationError: "validation-error"
    case .unsupported: "unsupported"
    case .unpredictable: "unpredictable"
    case .skipped: "skipped"
    case .missing: "missing"
    }
  }

  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let family = parts.first else { return nil }
    let detail = parts.count > 1 ? parts[1] : nil
    switch (family, detail) {
    case ("fail", let detail?):
      guard let cause = Mismatch.Cause(rawValue: detail) else { return nil }
      self = .fail(cause)
    case ("error", let detail?):
      guard let phase = Phase(rawValue: detail) else { return nil }
      self = .error(phase)
    case ("crash", let detail?): self = .crash(detail)
    case (_, nil):
      guard let plain = Self.plain.first(where: { $0.description == family }) else { return nil }
      self = plain
    default: return nil
    }
  }

  private static let plain: [Status] = [
    .pass, .timeout, .deviceLost, .validationError, .unsupported, .unpredictable, .skipped,
    .missing,
  ]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let status = Status(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no status")
    }
    self = status
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The part before the colon: what tables count by.
  package var family: String { String(description.prefix { $0 != ":" }) }

  /// 0 for the gravest: a crash takes everything with it, a wrong result misleads, a missing
  /// operator is honest.
  package var severity: Int {
    switch self {
    case .crash: 0
    case .deviceLost: 1
    case .timeout: 2
    case .validationError: 3
    case .fail: 4
    case .error: 5
    case .missing: 6
    case .unsupported: 7
    case .unpredictable: 8
    case .skipped: 9
    case .pass: 10
    }
  }

  /// The families, in the order in which tables show them.
  package static let families = [
    "pass", "fail", "error", "crash", "timeout", "device-lost", "validation-error", "unsupported",
    "unpredictable", "skipped", "missing",
  ]
}
