import Graphs
import Synchronization
import Tensors

/// What a plan was settled for, most recently used last.
final class Settlements: Sendable {
  private let state = Mutex(State())

  private struct State {
    var kept: [SettledPlan] = []
    var missCount = 0
  }

  private static let most = 16
  /// A body whose values change their extents in every iteration is not worth settling.
  private static let mostMisses = 64

  /// The plan as it is for the values in a frame.
  ///
  /// - Throws: what is wrong with them.
  func settled(
    _ plan: Plan, for frame: [Value?], within budget: MemoryBudget, _ precision: Precision? = nil
  ) throws(NodeError) -> SettledPlan {
    let (found, isWorthwhile) = state.withLock { state -> (SettledPlan?, Bool) in
      guard let index = state.kept.lastIndex(where: { $0.matches(plan, frame) }) else {
        state.missCount += 1
        return (nil, state.missCount <= Self.mostMisses)
      }
      if index == state.kept.count - 1 { return (state.kept[index], true) }
      let found = state.kept.remove(at: index)
      state.kept.append(found)
      return (found, true)
    }
    if let found { return found }
    guard isWorthwhile else { return SettledPlan(open: plan) }
    let slots = plan.inputs + plan.captures.map(\.inner)
    return try settle(
      plan, slots.map { frame[$0].map(ValueType.init(of:)) }, within: budget, precision)
  }

  /// Settles the plan for inputs, and what it captures, of these types, and keeps the answer.
  func settle(
    _ plan: Plan, _ types: [ValueType?], within budget: MemoryBudget, _ precision: Precision?
  ) throws(NodeError) -> SettledPlan {
    let made = try SettledPlan(plan, for: types, within: budget, precision)
    state.withLock { state in
      state.kept.append(made)
      if state.kept.count > Self.most { state.kept.removeFirst() }
    }
    return made
  }
}
