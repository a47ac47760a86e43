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
    status =
      switch error.stage {
      case .load: .error(.load)
      case .importing: .error(.import)
      case .unsupported: .unsupported
      }
    reason = error.description
  }

  /// - Parameter phase: where the runtime was.
  init(_ error: RuntimeError, in phase: Status.Phase) {
    status =
      switch error {
      case .node(let node):
        if case .unsupported = node.reason { .unsupported } else { .error(phase) }
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
