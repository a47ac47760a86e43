import Graphs
import Operators
import Runtimes
import Tensors

/// One run of a graph that records its work as it goes from node to node.
final class Walk {
  let engine: Engine
  let state: PreparedState
  let recorder: Recorder
  /// Work whose results are the same in every run; it is submitted before the rest, once.
  let prologue: Recorder
  /// Whether nothing is submitted but what depends on constants: runs follow.
  let isAhead: Bool
  /// What is wrong with the model and does not keep it from running.
  let warnings: [String]
  /// Whether the work came upon a value that only a run knows.
  var needsRun = false
  /// Whether the node at hand depends on constants alone.
  var isFolding = false
  var folded: FoldedValues
  var placements: [NodePlacement] = []
  /// The nodes' kernels, where there are several.
  private(set) var kernels: [NodeKernel] = []
  /// Those of the node at hand.
  var takenKernels: [KernelChoice] = []
  var inputRegions: [(position: Int, region: Region)] = []
  /// Graph inputs whose values the host acted on.
  var readInputs: [Int: Value] = [:]
  /// Whether another run with the same inputs' shapes does the same work.
  var isReplayable = true
  var tensorBytes = 0
  /// Memory that the prologue uses.
  var passing: [Allocation] = []
  /// Memory that recorded work uses.
  var retained: [AnyObject] = []
  /// What the run wrote, where debug checks keep it.
  var written: [Allocation] = []
  /// What dispatches find wrong in the data; `nil` where none looks.
  private(set) var faults: FaultTable?
  private var placed: Set<ValueID> = []
  /// Sees each step, whose outputs the host then reads; `nil` of most runs.
  var tap: PlacedTap?

  init(
    _ engine: Engine, _ state: PreparedState, isAhead: Bool = false, warnings: [String] = []
  ) {
    self.engine = engine
    self.isAhead = isAhead
    self.warnings = warnings
    self.state = state
    recorder = Recorder(engine)
    prologue = Recorder(engine)
    folded = state.folded
  }

  func faultSlot(_ node: Node, _ check: DataCheck) throws(RuntimeError) -> DeviceTensor {
    let table = faults ?? FaultTable(engine)
    faults = table
    return try table.slot(node, check)
  }

  /// Runs the model's graph.
  ///
  /// - Parameter inputs: an item an input; `nil` takes the input's default.
  func run(_ inputs: [Item?]) throws(RuntimeError) -> [Item] {
    let plan = state.plan
    let scope = scope(of: plan)
    for (slot, item) in zip(plan.inputs, inputs) { if let item { scope[slot] = item } }
    do throws(RuntimeError) { try walk(plan, in: scope, kind: .model) } catch {
      // A shader of a node before that does not compile is what is wrong first.
      if case .cancelled = error { engine.pipelines.abandon() }
      try engine.pipelines.complete()
      throw error
    }
    return try zip(plan.outputs, plan.graph.outputs).map { slot, id throws(RuntimeError) in
      guard let slot, let item = scope[slot] else {
        throw .input("output '\(plan.graph.names[id] ?? "\(id.index)")' has no value")
      }
      return item
    }
  }

  /// Runs a body of a control-flow node; values around it are in reach.
  func run(body plan: Plan, _ inputs: [Item?], around outer: Scope) throws(RuntimeError) -> [Item?]
  {
    let scope = scope(of: plan, holdsModel: outer.holdsModel)
    for capture in plan.captures { scope[capture.inner] = capture.outer.flatMap { outer[$0] } }
    for (slot, item) in zip(plan.inputs, inputs) { if let item { scope[slot] = item.varying } }
    try walk(plan, in: scope, kind: .body)
    return plan.outputs.map { $0.flatMap { scope[$0] } }
  }

  /// The slots of a plan, constants in place.
  private func scope(of plan: Plan, holdsModel: Bool = true) -> Scope {
    let scope = Scope(plan, holdsModel: holdsModel)
    for (id, slot) in plan.constantSlots {
      guard let value = plan.frame[slot] else { continue }
      scope[slot] = holdsModel ? state.constant(id, value) : Item(host: value, isKnown: true)
    }
    return scope
  }

  private enum GraphKind {
    case model, body, expansion
  }

  private func walk(
    _ plan: Plan, in scope: Scope, kind: GraphKind
  ) throws(RuntimeError) {
    for step in plan.steps {
      let node = step.node
      if Task.isCancelled { throw .cancelled(at: node.label) }
      let place = try execute(step, in: scope)
      if kind != .expansion {
        recorder.mark(node, multiplyAddCount: multiplyAddCount(of: step, in: scope))
        kernels += takenKernels.map { NodeKernel(node: node.name, choice: $0) }
        takenKernels = []
      }
      if let tap { tap.see(try seen(step, of: plan, in: scope, at: tap.path)) }
      for slot in step.releases { scope[slot] = nil }
      let placement = placement(node, place.place, place.dtype)
      if kind != .expansion, engine.options.requiresGPU, case .host(let reason) = place.place {
        if case .byNature = reason {} else { throw .placement(placement) }
      }
      if kind != .body
        || node.outputs.compactMap({ $0 }).contains(where: { placed.insert($0).inserted })
      {
        placements.append(placement)
      }
    }
  }

  /// What a node that is timed has to multiply.
  private func multiplyAddCount(of step: Step, in scope: Scope) -> Double? {
    guard engine.options.profiles, let slot = step.outputs.first ?? nil, let output = scope[slot]
    else { return nil }
    let inputs = step.inputs.map { $0.flatMap { scope[$0]?.type } }
    return step.operation.productCount(inputs, output.type)
  }

  private func placement(_ node: Node, _ place: NodePlacement.Place, _ dtype: String)
    -> NodePlacement
  {
    NodePlacement(
      node: node.name, operation: node.operatorName, opset: node.opset, dtype: dtype, place: place)
  }

  /// Runs the nodes that an operator is made of; its place is theirs.
  func expand(
    _ graph: Graph, _ inputs: [Item?], _ node: Node
  ) throws(RuntimeError) -> ([Item?], NodePlacement.Place) {
    let plan = Plan(graph)
    let scope = scope(of: plan, holdsModel: false)
    for (slot, item) in zip(plan.inputs, inputs.compactMap({ $0 })) { scope[slot] = item }
    let outer = tap
    tap = tap?.entering(.made(graph), named: graph.name, of: node, BodyCounter())
    defer { tap = outer }
    let outside = placements
    placements = []
    try walk(plan, in: scope, kind: .expansion)
    let inside = placements.map(\.place)
    placements = outside
    let host = inside.first { if case .host = $0 { true } else { false } }
    let place = host ?? (inside.contains(.device) ? .device : .hostValue)
    return (plan.outputs.map { $0.flatMap { scope[$0] } }, place)
  }
}
