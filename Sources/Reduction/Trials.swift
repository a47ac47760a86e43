import Graphs
internal import Synchronization

/// The tries of a reduction, as many as its budget allows.
package final class Trials: Sendable {
  /// Whether a graph still shows it.
  private let shows: @Sendable (FedGraph) async -> Bool
  /// Of each data set the values of a graph's nodes, by which they can be cut away; `nil` where it does
  /// not run.
  let values: @Sendable (FedGraph) async -> KnownValues?
  private let budget: Budget
  private let observer: @Sendable (Progress) -> Void
  private let state = Mutex(Progress())

  /// What a reduction may take.
  package struct Budget: Sendable {
    package let trials: Int
    package let deadline: ContinuousClock.Instant?
    /// Whether somebody asked for an end.
    package let isStopped: @Sendable () -> Bool

    package init(
      trials: Int = .max, deadline: ContinuousClock.Instant? = nil,
      isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
      self.trials = trials
      self.deadline = deadline
      self.isStopped = isStopped
    }
  }

  /// How far a reduction is.
  package struct Progress: Sendable {
    package internal(set) var trials = 0
    /// Those that showed it.
    package internal(set) var successes = 0
    /// Of the smallest graph so far, bodies' nodes among them.
    package internal(set) var nodes = 0
    package internal(set) var elements = 0
    /// Whether the budget ended it.
    package internal(set) var isCutShort = false
  }

  package init(
    budget: Budget = Budget(), observer: @escaping @Sendable (Progress) -> Void = { _ in },
    values: @escaping @Sendable (FedGraph) async -> KnownValues?,
    shows: @escaping @Sendable (FedGraph) async -> Bool
  ) {
    self.budget = budget
    self.observer = observer
    self.values = values
    self.shows = shows
  }

  package var progress: Progress { state.withLock { $0 } }

  /// Whether the budget is used up.
  var isOver: Bool {
    let isOver =
      budget.isStopped() || budget.deadline.map { $0 < .now } ?? false
      || progress.trials >= budget.trials
    if isOver { state.withLock { $0.isCutShort = true } }
    return isOver
  }

  /// Whether a trial shows it. A graph without nodes or outputs shows nothing, and neither does any
  /// when the budget is used up.
  func accept(_ trial: FedGraph?) async -> Bool {
    guard let trial, !trial.graph.nodes.isEmpty, !trial.graph.outputs.isEmpty, !isOver else {
      return false
    }
    let isShown = await shows(trial)
    let now = state.withLock { state in
      state.trials += 1
      if isShown {
        state.successes += 1
        state.nodes = trial.graph.totalNodeCount
        state.elements = trial.elementCount
      }
      return state
    }
    observer(now)
    return isShown
  }
}
