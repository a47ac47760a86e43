import Graphs
import Synchronization
import Tensors

/// Notes what each step of one run takes on the host, those of bodies included.
package final class Stopwatch: Sendable {
  private struct State {
    var beginning = ContinuousClock.now
    /// Steps that have started and not stopped.
    var depth = 0
    var times: [NodeTime] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Forgets what was noted: a run begins.
  package func restart() { state.withLock { $0 = State() } }

  /// A step a row, in the order in which they ended.
  package var times: [NodeTime] { state.withLock { $0.times } }

  func start() -> ContinuousClock.Instant {
    state.withLock { $0.depth += 1 }
    return .now
  }

  /// - Parameters:
  ///   - frame: the values that the step has read.
  ///   - outputs: the values that it has made.
  func stop(
    _ step: Step, since start: ContinuousClock.Instant, reading frame: [Value?],
    making outputs: [Value?]
  ) {
    let duration = ContinuousClock.now - start
    let values = step.inputs.map { $0.flatMap { frame[$0] } } + outputs
    let byteCount = values.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
    state.withLock { state in
      state.depth -= 1
      state.times.append(
        NodeTime(
          node: step.node.name, operation: step.node.operatorName,
          nanoseconds: duration.nanoseconds, byteCount: byteCount,
          start: (start - state.beginning).nanoseconds, depth: state.depth))
    }
  }
}

extension Duration {
  fileprivate var nanoseconds: Double {
    Double(components.seconds) * 1e9 + Double(components.attoseconds) * 1e-9
  }
}
