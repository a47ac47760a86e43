package import Graphs
package import Runtimes
internal import Tensors

/// A runtime whose preparing, and each of whose runs, may take so long.
package struct LimitedRuntime: Runtime {
  private let base: any Runtime
  private let limit: TimeLimit

  package init(_ base: any Runtime, _ limit: TimeLimit) {
    self.base = base
    self.limit = limit
  }

  package var name: String { base.name }
  package var identity: String { base.identity }
  package var device: (name: String, driver: String)? { base.device }
  package var isReproducible: Bool { base.isReproducible }
  package var isDeterministic: Bool { base.isDeterministic }
  package var flushesSubnormals: Bool { base.flushesSubnormals }
  package var baseline: (any Runtime)? { base.baseline.map { LimitedRuntime($0, limit) } }
  package var inner: (any Runtime)? { base.inner.map { LimitedRuntime($0, limit) } }
  package var takesGraphs: Bool { base.takesGraphs }

  @concurrent package func prepare(
    _ source: ModelSource
  ) async throws(RuntimeError) -> any PreparedGraph {
    let base = base
    let prepared = try await limit.run { () throws(RuntimeError) in try await base.prepare(source) }
    return LimitedGraph(base: prepared, limit: limit, name: name)
  }

  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    let base = base
    let prepared = try await limit.run { () throws(RuntimeError) in try await base.prepare(graph) }
    return LimitedGraph(base: prepared, limit: limit, name: name)
  }
}

private struct LimitedGraph: TappableGraph {
  let base: any PreparedGraph
  let limit: TimeLimit
  let name: String

  var changes: GraphChanges? { base.changes }
  var plan: PreparedPlan? { get async { await base.plan } }
  var nodeTimes: [NodeTime] { get async { await base.nodeTimes } }
  var optimizationSeconds: Double { base.optimizationSeconds }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let base = base
    return try await limit.run { () throws(RuntimeError) in try await base.run(inputs) }
  }

  @concurrent func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    guard let tappable = base as? any TappableGraph else {
      throw .unsupported("\(name) does not show its steps")
    }
    return try await limit.run { () throws(RuntimeError) in
      try await tappable.run(inputs, tap: tap)
    }
  }

  @concurrent func finish() async throws(RuntimeError) { try await base.finish() }
}
