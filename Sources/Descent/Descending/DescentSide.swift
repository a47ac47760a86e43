package import Graphs
package import Runtimes
import Tensors

/// One of the two things that are held against each other: a model on a runtime.
package struct DescentSide: Sendable {
  package let source: ModelSource
  /// The model with its functions' calls kept.
  package let graph: Graph
  package let runtime: any Runtime

  package init(_ source: ModelSource, _ graph: Graph, on runtime: any Runtime) {
    self.source = source
    self.graph = graph
    self.runtime = runtime
  }

  package var report: DescentReport.Side {
    DescentReport.Side(
      model: source.path, runtime: runtime.name, identity: runtime.identity)
  }

  /// Whether its runs can be seen step by step.
  var showsSteps: Bool { runtime.showsSteps }

  /// The graph made ready.
  func tappable() async throws(RuntimeError) -> any TappableGraph {
    let prepared = try await runtime.prepare(graph)
    guard let tappable = prepared as? any TappableGraph else {
      throw .unsupported("\(runtime.name) does not show its steps")
    }
    return tappable
  }
}

extension Runtime {
  /// Whether runs can be seen step by step.
  package var showsSteps: Bool { takesGraphs && (inner?.takesGraphs ?? true) }
}

/// Tells how far a descent is.
package typealias DescentProgress = @Sendable (String) -> Void
