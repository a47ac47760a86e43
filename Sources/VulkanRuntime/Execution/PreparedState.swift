import Graphs
import Runtimes
import Tensors

/// A prepared graph's part of the engine: its weights and its plans.
final class PreparedState {
  let graph: Graph
  let lastReads: [[ValueID]]
  private var constants: [ValueID: Item] = [:]
  /// Most recently used last.
  private(set) var plans: [Plan] = []
  var statistics = RunStatistics()
  /// What earlier runs made of constants alone.
  var folded = FoldedValues()

  init(_ graph: Graph) {
    self.graph = graph
    lastReads = graph.lastReads()
  }

  /// The item of a constant of the model, whose device copy is made once.
  func constant(_ id: ValueID, _ value: Value) -> Item {
    if let item = constants[id] { return item }
    let item = Item(host: value, isKnown: true)
    item.isConstant = true
    constants[id] = item
    return item
  }

  /// The plan for these inputs; it becomes the most recently used.
  func plan(for inputs: [Value?]) -> Plan? {
    guard let index = plans.firstIndex(where: { $0.key.matches(inputs) }) else { return nil }
    let plan = plans.remove(at: index)
    plans.append(plan)
    return plan
  }

  func dropPlans() { plans = [] }

  func add(_ plan: Plan, limit: Int) {
    plans.append(plan)
    if plans.count > limit { plans.removeFirst(plans.count - limit) }
  }
}
