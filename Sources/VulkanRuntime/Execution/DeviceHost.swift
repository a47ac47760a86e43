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

  /// Plans a graph and, where its inputs' extents are known, compiles and records its run.
  func prepare(
    _ graph: Graph, choices: [KernelSite: String]? = nil
  ) throws(RuntimeError) -> Int {
    forget()
    let state = PreparedState(graph, choices: choices)
    let settled: SettledPlan
    do throws(NodeError) { settled = try state.plan.settle(within: engine.runner.budget) } catch {
      throw RuntimeError(error)
    }
    state.settled = settled
    let demand = state.demand(settled, inputs: state.plan.exactInputs ?? [])
    try inMemory { () throws(RuntimeError) in try engine.admit(demand) }
    nextID += 1
    states[nextID] = state
    do throws(RuntimeError) {
      try inMemory { () throws(RuntimeError) in try recordAhead(state, settled) }
    } catch {
      // A run may have inputs that are wrong first; what they are too large for is the run's to say.
      if case .outOfMemory = error { return nextID }
      states[nextID] = nil
      throw error
    }
    return nextID
  }

  /// What ``prepare(_:)`` made.
  func plan(_ id: Int) -> PreparedPlan? {
    guard let state = states[id], let settled = state.settled else { return nil }
    return PreparedPlan(
      plan: state.plan, settled: settled, placements: state.recordings.first?.placements)
  }

  func statistics(_ id: Int) -> RunStatistics { states[id]?.statistics ?? RunStatistics() }

  var usage: DeviceUsage {
    forget()
    return DeviceUsage(
      graphCount: states.count, transientBytes: engine.transient.usedBytes,
      persistentBytes: engine.keptBytes)
  }

  /// - Parameter tap: sees each step of a run that is recorded for it alone.
  func run(
    _ id: Int, _ inputs: [Value?], tap: StepTap? = nil
  ) throws(RuntimeError) -> RunResult {
    forget()
    guard let state = states[id] else { throw .device("A graph that is not prepared was run.") }
    return try run(state, inputs, tap)
  }

  /// Runs a graph that nobody runs again.
  func compute(_ graph: Graph, _ inputs: [Value?]) throws(RuntimeError) -> RunResult {
    forget()
    return try run(PreparedState(graph), inputs)
  }

  private func run(
    _ state: PreparedState, _ inputs: [Value?], _ tap: StepTap? = nil
  ) throws(RuntimeError) -> RunResult {
    if Task.isCancelled { throw .cancelled() }
    do throws(InputError) { try state.plan.graph.check(inputs: inputs) } catch {
      throw .input(error.description)
    }
    try engine.device.checkHealth()
    let left = state.plan.inputs.count - inputs.count
    let inputs = inputs + Array(repeating: nil, count: left)
    let earlier = engine.device.submissionCount
    let result: RunResult
    if tap == nil, let recording = state.recording(for: inputs) {
      result = try replay(recording, state, inputs)
    } else {
      result = try inMemory { () throws(RuntimeError) in try record(state, inputs, tap) }
    }
    state.statistics.submissionCount = engine.device.submissionCount - earlier
    try engine.device.checkValidation()
    return result
  }

  /// Does work; where memory is short, once more after giving up every recorded run.
  private func inMemory<T>(_ work: () throws(RuntimeError) -> T) throws(RuntimeError) -> T {
    do throws(RuntimeError) { return try work() } catch {
      guard case .outOfMemory = error else { throw error }
    }
    for state in states.values { state.dropRecordings() }
    engine.trim()
    return try work()
  }

  private func record(
    _ state: PreparedState, _ inputs: [Value?], _ tap: StepTap?
  ) throws(RuntimeError) -> RunResult {
    let settled: SettledPlan
    do throws(NodeError) {
      settled = try state.plan.settle(for: inputs, within: engine.runner.budget)
    } catch {
      throw RuntimeError(error)
    }
    try engine.admit(state.demand(settled, inputs: inputs.map { $0.map { ValueType(of: $0) } }))
    engine.transient.resetPeak()
    engine.transient.poisonAll()
    let walk = Walk(engine, state, warnings: settled.warnings)
    walk.tap = tap.map { PlacedTap($0) }
    let items = inputs.enumerated().map { position, value in
      value.map { Item(given: $0, input: position) }
    }
    let outputs = try walk.run(items)
    return RunResult(
      outputs: try walk.finish(outputs, inputs), placements: walk.placements,
      warnings: settled.warnings)
  }

  /// Records the run of a graph whose inputs' types are known, unless some value decides what is done:
  /// that run is recorded when it is asked for.
  private func recordAhead(
    _ state: PreparedState, _ settled: SettledPlan
  ) throws(RuntimeError) {
    guard let types = state.plan.exactInputs, engine.options.recordingLimit > 0 else { return }
    let walk = Walk(engine, state, isAhead: true, warnings: settled.warnings)
    let items = types.enumerated().map { position, type in
      type.map { Item(awaited: $0, input: position) }
    }
    do throws(RuntimeError) {
      try walk.keep(try walk.run(items), for: types)
    } catch {
      if case .compile = error { throw error }
      // What is wrong with a node at hand is the run's to say, as on the host.
      if case .node = error { walk.needsRun = true }
      guard walk.needsRun else { throw error }
      try walk.finishPrologue()
    }
    try walk.recorder.compile()
  }

  private func replay(
    _ recording: RecordedRun, _ state: PreparedState, _ inputs: [Value?]
  ) throws(RuntimeError) -> RunResult {
    engine.transient.poisonAll()
    for (position, region) in recording.inputs {
      if case .tensor(let tensor)? = inputs[position] { try engine.write(tensor, to: region) }
    }
    if let commands = recording.commands { try engine.submit(commands) }
    try engine.checkCanaries(recording.written)
    try recording.faults?.check()
    var outputs: [Value] = []
    for output in recording.outputs {
      if let value = try engine.value(of: output, inputs) { outputs.append(value) }
    }
    state.statistics = recording.statistics
    state.statistics.isReplay = true
    if let timestamps = recording.timestamps { state.statistics.nodeTimes = try timestamps.times() }
    return RunResult(
      outputs: outputs, placements: recording.placements, warnings: recording.warnings)
  }

  private func forget() {
    let ids = released.withLock { ids in
      defer { ids = [] }
      return ids
    }
    for id in ids { states[id] = nil }
  }
}
