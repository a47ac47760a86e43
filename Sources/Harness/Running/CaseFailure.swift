internal import Graphs
internal import Runtimes

/// Why a case did not pass.
struct CaseFailure: Error {
  let status: Status
  let reason: String
  /// What of the node was wrong; empty where nobody says.
  private(set) var kinds: Set<Refusal.Kind> = []
  /// Whether the case's own files can't be read, which is no runtime's doing.
  private(set) var isUnread = false

  init(_ status: Status, _ reason: String) {
    self.status = status
    self.reason = reason
  }

  init(_ mismatch: Mismatch) {
    status = .fail(mismatch.cause)
    reason = mismatch.reason
  }

  init(_ error: LoadError) {
    status = Status(error)
    reason = error.description
    isUnread = error.stage == .load
  }

  /// - Parameter phase: where the runtime was.
  init(_ error: RuntimeError, in phase: Status.Phase) {
    status =
      switch error {
      case .node(let node):
        switch node.reason {
        case .unsupported: .unsupported
        case .tooLarge(let type, _) where type.hasNegativeExtent: .error(phase)
        case .tooLarge, .memory: .error(.memory)
        default: .error(phase)
        }
      case .load(let error): Status(error)
      case .unsupported: .unsupported
      case .foreign(let place, _): .error(Status.Phase(place) ?? phase)
      case .crash(let cause, _): .crash(cause)
      case .protocolBroken: .error(.protocol)
      case .compile: .error(.compile)
      case .input, .device: .error(phase)
      case .placement: .error(.placement)
      case .deviceLost: .deviceLost
      case .outOfMemory: .error(.memory)
      case .timeout: .timeout
      case .cancelled: .skipped
      }
    reason = error.description
    if case .node(let node) = error { kinds = node.reason.refusals }
  }

  /// A runtime's answer where there may be none.
  init(_ refusal: Refusal) {
    self.init(Mismatch(cause: .refusal, reason: "the run gave values, but \(refusal.clause)"))
  }

  /// What a runtime says of a case that it has to refuse.
  ///
  /// - Throws: itself where the runtime is not able to say anything, that it answered, or that it is
  ///   another error than expected.
  func granted(_ refusal: Refusal) throws(CaseFailure) -> String {
    if case .fail = status { throw CaseFailure(refusal) }
    guard case .error(let phase) = status, !isUnread,
      ![.memory, .protocol, .placement, .compile].contains(phase)
    else { throw self }
    guard kinds.isEmpty || kinds.contains(refusal.kind) else {
      throw CaseFailure(
        Mismatch(
          cause: .refusal,
          reason: "\(refusal.clause), but the error is another: \(reason)"))
    }
    return "refused, as it has to be: \(reason)"
  }

  static func loading<T>(_ body: () throws(LoadError) -> T) throws(CaseFailure) -> T {
    do { return try body() } catch { throw CaseFailure(error) }
  }
}

extension Status {
  fileprivate init(_ error: LoadError) {
    self =
      switch error.stage {
      case .load: .error(.load)
      case .importing: .error(.import)
      case .unsupported: .unsupported
      }
  }
}

extension Status.Phase {
  /// `nil` where the runtime names none of a case's stages.
  fileprivate init?(_ phase: ForeignPhase) {
    switch phase {
    case .start, .protocol: return nil
    case .load: self = .load
    case .import: self = .import
    case .infer: self = .infer
    case .plan: self = .plan
    case .compile: self = .compile
    case .run: self = .dispatch
    case .readback: self = .readback
    case .memory: self = .memory
    case .placement: self = .placement
    }
  }
}

extension OperatorError {
  /// The kinds of rule that such an error may be about.
  fileprivate var refusals: Set<Refusal.Kind> {
    switch self {
    case .missingInput: [.missing]
    case .wrongType: [.type]
    case .rank, .broadcast: [.shape]
    case .axis, .index: [.range]
    case .attribute: [.attribute, .value, .type]
    case .missingAttribute: [.attribute, .missing]
    case .mismatch: Set(Refusal.Kind.allCases)
    case .tooLarge: [.value]
    case .unknownValue, .tensor: [.value, .shape]
    case .body(_, let error): error.reason.refusals
    case .unsupported, .unbounded, .memory, .cancelled: []
    }
  }
}
