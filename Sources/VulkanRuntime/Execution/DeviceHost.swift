import Graphs
import Runtimes
import Synchronization
import Tensors

/// The engine on its thread: one run at a time.
actor DeviceHost {
  private let thread = DeviceThread()
  private let engine: Engine
  private var states: [Int: PreparedState] = [:]
  private var nextID = 0
  /// Prepared graphs that nobody holds any more.
  private nonisolated let released = Mutex<[Int]>([])

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(_ engine: sending Engine) { self.engine = engine }

  nonisolated func release(_ id: Int) { released.withLock { $0.append(id) } }

  func prepare(_ graph: Graph) -> Int {
    forget()
    nextID += 1
    states[nextID] = PreparedState(graph)
    return nextID
  }

  func statistics(_ id: Int) -> RunStatistics { states[id]?.statistics ?? RunStatistics() }

  var usage: DeviceUsage {
    forget()
    return DeviceUsage(
      graphCount: states.count, transientBytes: engine.transient.usedBytes,
      persistentBytes: engine.persistent.usedBytes)
  }

  func run(_ id: Int, _ inputs: [Value?]) throws(RuntimeError) -> RunResult {
    forget()
    guard let state = states[id] else { throw .device("A graph that is not prepared was run.") }
    return try run(state, inputs)
  }

  /// Runs a graph that nobody runs again.
  func compute(_ graph: Graph, _ inputs: [Value?]) throws(RuntimeError) -> RunResult {
    forget()
    return try run(PreparedState(graph), inputs)
  }

  private func run(_ state: PreparedState, _ inputs: [Value?]) throws(RuntimeError) -> RunResult {
    if Task.isCancelled { throw .cancelled }
    guard inputs.count <= state.graph.inputs.count else {
      throw .input(
        "\(inputs.count) inputs were given, but the graph takes \(state.graph.inputs.count)")
    }
    try engine.device.checkHealth()
    let result: RunResult
    if let plan = state.plan(for: inputs) {
      result = try replay(plan, state, inputs)
    } else {
      result = try recordInMemory(state, inputs)
    }
    try engine.device.checkValidation()
    return result
  }

  /// Records a run; where memory is short, once more after giving up every plan.
  private func recordInMemory(
    _ state: PreparedState, _ inputs: [Value?]
  ) throws(RuntimeError) -> RunResult {
    do throws(RuntimeError) {
      return try record(state, inputs)
    } catch {
      guard case .outOfMemory = error else { throw error }
    }
    for state in states.values { state.dropPlans() }
    engine.transient.trim()
    engine.persistent.trim()
    return try record(state, inputs)
  }

  private func record(_ state: PreparedState, _ inputs: [Value?]) throws(RuntimeError) -> RunResult
  {
    engine.transient.resetPeak()
    engine.transient.poisonAll()
    let walk = Walk(engine, state)
    let outputs = try walk.run(inputs)
    return RunResult(outputs: try walk.finish(outputs, inputs), placements: walk.placements)
  }

  private func replay(
    _ plan: Plan, _ state: PreparedState, _ inputs: [Value?]
  ) throws(RuntimeError) -> RunResult {
    engine.transient.poisonAll()
    for (position, region) in plan.inputs {
      if case .tensor(let tensor)? = inputs[position] { try engine.write(tensor, to: region) }
    }
    if let commands = plan.commands { try engine.submit(commands) }
    try engine.checkCanaries(plan.written)
    try plan.faults?.check()
    var outputs: [Value] = []
    for output in plan.outputs {
      switch output {
      case .input(let position):
        if let value = inputs[position] { outputs.append(value) }
      case .value(let value): outputs.append(value)
      case .device(let region, let dtype, let shape):
        outputs.append(.tensor(try engine.download(region, dtype: dtype, shape: shape)))
      }
    }
    state.statistics = plan.statistics
    state.statistics.isReplay = true
    if let timestamps = plan.timestamps { state.statistics.nodeTimes = try timestamps.times() }
    return RunResult(outputs: outputs, placements: plan.placements)
  }

  private func forget() {
    let ids = released.withLock { ids in
      defer { ids = [] }
      return ids
    }
    for id in ids { states[id] = nil }
  }
}
