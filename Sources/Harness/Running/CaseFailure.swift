internal import Graphs
internal import Runtimes

/// Why a case did not pass.
struct CaseFailure: Error {
  let status: Status
  let reason: String

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
  }

  /// - Parameter phase: where the runtime was.
  init(_ error: RuntimeError, in phase: Status.Phase) {
    status =
      switch error {
      case .node(let node):
        switch node.reason {
        case .unsupported: .unsupported
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
