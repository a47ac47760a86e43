internal import Emulations
package import Graphs
package import Runtimes
import Tensors

/// One of the project's own runtimes with a fault at one node: what finding faults is tried on.
package struct PlantedRuntime: RuntimeLayer {
  package let base: any Runtime
  private let plant: Plant

  package init(_ base: any Runtime, _ plant: Plant) {
    self.base = base
    self.plant = plant
  }

  package var identity: String { "\(base.identity), with \(plant) planted" }
  package var inner: (any Runtime)? { base.inner.map { PlantedRuntime($0, plant) } }

  /// - Throws: `.unsupported` where the fault can't be planted.
  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    let count = EvaluationCount()
    let planted: Graph
    do throws(PlantError) { planted = try graph.planting(plant, counting: count) } catch {
      throw .unsupported("'\(plant)' can't be planted: \(error)")
    }
    return PlantedGraph(
      base: try await base.prepare(planted), plant: plant, count: count, name: name)
  }
}

/// One run at a time: evaluations are counted from its beginning.
private struct PlantedGraph: PreparedLayer, TappableGraph {
  let base: any PreparedGraph
  let plant: Plant
  let count: EvaluationCount
  let name: String

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    count.reset()
    return try reached(try await base.run(inputs))
  }

  /// - Throws: `.unsupported` where the run has no evaluation of the number that is to be wrong.
  private func reached(_ result: RunResult) throws(RuntimeError) -> RunResult {
    if let iteration = plant.iteration, count.value <= iteration {
      throw .unsupported(
        "'\(plant)' is planted nowhere: a run evaluates the node \(count.value) times, and the first "
          + "has the number 0")
    }
    return result
  }

  /// Shows the planted node as the model has it.
  @concurrent func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    let tappable = try tappable(of: name)
    count.reset()
    let result = try await tappable.run(inputs) { step in
      tap(
        TappedStep(
          path: step.path, graph: step.graph, node: step.node.unemulated, inputs: step.inputs,
          outputs: step.outputs, surroundings: step.surroundings))
    }
    return try reached(result)
  }
}
