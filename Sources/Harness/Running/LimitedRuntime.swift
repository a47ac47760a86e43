package import Graphs
package import Runtimes
internal import Tensors

/// A runtime whose preparing, and each of whose runs, may take so long.
package struct LimitedRuntime: RuntimeLayer {
  package let base: any Runtime
  private let limit: TimeLimit

  package init(_ base: any Runtime, _ limit: TimeLimit) {
    self.base = base
    self.limit = limit
  }

  package var isReproducible: Bool { base.isReproducible }
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

private struct LimitedGraph: PreparedLayer, TappableGraph {
  let base: any PreparedGraph
  let limit: TimeLimit
  let name: String

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let base = base
    return try await limit.run { () throws(RuntimeError) in try await base.run(inputs) }
  }

  @concurrent func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    let tappable = try tappable(of: name)
    return try await limit.run { () throws(RuntimeError) in
      try await tappable.run(inputs, tap: tap)
    }
  }
}
