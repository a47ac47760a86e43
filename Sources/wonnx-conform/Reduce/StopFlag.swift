import Synchronization

/// Whether somebody asked for an end.
final class StopFlag: Sendable {
  private let state = Atomic(false)

  func raise() { state.store(true, ordering: .relaxed) }
  var isRaised: Bool { state.load(ordering: .relaxed) }
}
