package import Graphs
package import Runtimes
package import Tensors

/// A runtime that optimises each graph before another runtime makes it ready.
package struct OptimizedRuntime: RuntimeLayer {
  package let base: any Runtime
  package let optimizer: Optimizer

  package init(_ base: any Runtime, _ optimizer: Optimizer) {
    self.base = base
    self.optimizer = optimizer
  }

  /// The name of the runtime that optimises before `name` runs.
  package static func name(of name: String) -> String { "\(name)+opt" }

  package var name: String { Self.name(of: base.name) }
  package var identity: String { "\(base.identity), optimised graphs" }
  package var inner: (any Runtime)? { base }
  package var isReproducible: Bool { base.isReproducible }
  package var baseline: (any Runtime)? { base.isReproducible ? base : nil }

  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    try await prepared(graph)
  }

  /// Like ``prepare(_:)``, as the runtime's own type.
  @concurrent package func prepared(_ graph: Graph) async throws(RuntimeError)
    -> PreparedOptimizedGraph
  {
    // A default that nobody overrides is a constant, and as such worth optimising for.
    let fixed = graph.fixingDefaults()
    let optimized: OptimizedGraph
    let clock = ContinuousClock()
    let start = clock.now
    do throws(PassError) { optimized = try await optimizer.optimize(fixed) } catch {
      throw RuntimeError(error)
    }
    let duration = (clock.now - start).components
    return PreparedOptimizedGraph(
      original: graph, optimized: optimized, base: base,
      prepared: try await base.prepare(optimized.graph),
      optimizationSeconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
  }
}

/// A graph that was optimised and made ready.
package struct PreparedOptimizedGraph: TappableGraph {
  private let original: Graph
  private let optimized: OptimizedGraph
  private let base: any Runtime
  private let prepared: any PreparedGraph
  package let optimizationSeconds: Double

  fileprivate init(
    original: Graph, optimized: OptimizedGraph, base: any Runtime, prepared: any PreparedGraph,
    optimizationSeconds: Double
  ) {
    self.original = original
    self.optimized = optimized
    self.base = base
    self.prepared = prepared
    self.optimizationSeconds = optimizationSeconds
  }

  package var plan: PreparedPlan? {
    get async {
      guard var plan = await prepared.plan else { return nil }
      let others = plan.warnings
      plan.warnings = warnings(beside: others)
      return plan
    }
  }

  package var nodeTimes: [NodeTime] { get async { await prepared.nodeTimes } }

  /// What the graph declares and does not have, then what else is wrong with it.
  private func warnings(beside others: [String]) -> [String] {
    let own = contradictions.map(\.description)
    return own + others.filter { !own.contains($0) }
  }

  package var trace: OptimizationTrace { optimized.trace }
  /// The graph that runs.
  package var graph: Graph { optimized.graph }
  /// Shapes that the graph declared and does not have.
  package var contradictions: [Contradiction] { optimized.contradictions }

  package var changes: GraphChanges? {
    GraphChanges(
      nodeCountBefore: trace.nodeCountBefore, nodeCountAfter: trace.nodeCountAfter,
      edits: Dictionary(uniqueKeysWithValues: trace.counts.map { ($0.pass, $0.count) }),
      isExact: trace.isExact)
  }

  @concurrent package func finish() async throws(RuntimeError) { try await prepared.finish() }

  /// Runs the optimised graph; a run that overrides an input's default, the graph as it was.
  @concurrent package func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    try await run(inputs) { prepared, inputs throws(RuntimeError) in try await prepared.run(inputs)
    }
  }

  @concurrent package func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    try await run(inputs) { prepared, inputs throws(RuntimeError) in
      guard let tappable = prepared as? any TappableGraph else {
        throw .unsupported("\(base.name) does not show its steps")
      }
      return try await tappable.run(inputs, tap: tap)
    }
  }

  private func run(
    _ inputs: [Value?],
    by runs: @Sendable (any PreparedGraph, [Value?]) async throws(RuntimeError) -> RunResult
  ) async throws(RuntimeError) -> RunResult {
    let given = zip(original.inputs, inputs)
    if given.contains(where: { original.constants[$0] != nil && $1 != nil }) {
      return try await runs(try await base.prepare(original), inputs)
    }
    guard inputs.count <= original.inputs.count else { return try await runs(prepared, inputs) }
    let result = try await runs(
      prepared, given.filter { original.constants[$0.0] == nil }.map(\.1))
    return RunResult(
      outputs: result.outputs, placements: result.placements,
      warnings: warnings(beside: result.warnings))
  }
}

extension RuntimeError {
  fileprivate init(_ error: PassError) {
    switch error {
    case .graph(let error): self = .node(error)
    case .runtime(_, let error): self = error
    case .defect: self = .input(error.description)
    case .cancelled: self = .cancelled()
    }
  }
}
