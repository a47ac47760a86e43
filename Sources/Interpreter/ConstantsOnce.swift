import Runtimes
import Synchronization

/// A plan's constants, computed by whoever asks first.
final class ConstantsOnce: Sendable {
  private let made = Mutex<FoldedPlan?>(nil)
  private let packs: Bool

  /// - Parameter packs: whether constants are laid out as operators read them.
  init(packs: Bool) { self.packs = packs }

  /// What is computed already.
  var known: FoldedPlan? { made.withLock { $0 } }

  func folded(_ plan: Plan, _ runner: PlanRunner) -> FoldedPlan {
    made.withLock { made in
      if let made { return made }
      let limit = min(1 << 30, runner.budget.byteCount / 8)
      let folded = FoldedPlan(plan, runner, byteLimit: limit, packs: packs)
      // A cancelled task has left steps undone that others would do.
      if !Task.isCancelled { made = folded }
      return folded
    }
  }
}
