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

/// What a run took.
package struct RunStatistics: Sendable {
  /// Whether the run replayed an earlier run's commands.
  package var isReplay = false
  package var dispatchCount = 0
  package var barrierCount = 0
  /// Submissions of recorded work.
  package var segmentCount = 0
  /// Bytes of the values at the moment when they took most.
  package var peakBytes = 0
  /// Bytes of all values that the run wrote on the device.
  package var tensorBytes = 0
  /// Bytes of weights and plans.
  package var persistentBytes = 0
  /// What each node took, where the options ask for it.
  package var nodeTimes: [NodeTime] = []
  /// Shaders compiled since the runtime started, not found in a cache.
  package var compiledCount = 0
}

/// A recorded run that inputs of the same shapes can replay.
final class Plan {
  enum Output {
    case input(Int)
    case value(Value)
    case device(Region, DType, Shape)
  }
  let key: PlanKey
  let commands: CommandBuffer?
  let timestamps: Timestamps?
  let inputs: [(position: Int, region: Region)]
  let outputs: [Output]
  let placements: [NodePlacement]
  let statistics: RunStatistics
  /// Memory and descriptors that the commands use.
  private let retained: [AnyObject]
  /// What the commands write, where debug checks look at it.
  let written: [Allocation]

  init(
    key: PlanKey, commands: CommandBuffer?, timestamps: Timestamps?,
    inputs: [(position: Int, region: Region)],
    outputs: [Output], placements: [NodePlacement], statistics: RunStatistics,
    retained: [AnyObject], written: [Allocation]
  ) {
    self.key = key
    self.commands = commands
    self.timestamps = timestamps
    self.inputs = inputs
    self.outputs = outputs
    self.placements = placements
    self.statistics = statistics
    self.retained = retained
    self.written = written
  }
}

/// What inputs must have in common to run the same commands.
struct PlanKey {
  /// `nil` where the input takes its default.
  let types: [ValueType?]
  /// The inputs whose values decided something.
  let values: [Int: Value]

  func matches(_ inputs: [Value?]) -> Bool {
    types == inputs.map { $0.map { ValueType(of: $0) } }
      && values.allSatisfy { position, value in
        inputs[position].map { $0.hasSameBytes(as: value) } ?? false
      }
  }
}

extension Value {
  /// Whether both are tensors of the same shape, type and bytes.
  fileprivate func hasSameBytes(as other: Value) -> Bool {
    guard let a = tensor, let b = other.tensor, a.dtype == b.dtype, a.shape == b.shape else {
      return false
    }
    return a.elements.withBytes { a in
      b.elements.withBytes { b in a.elementsEqual(b) } ?? false
    } ?? false
  }
}
