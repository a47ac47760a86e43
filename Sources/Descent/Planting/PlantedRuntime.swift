internal import Emulations
package import Graphs
package import Runtimes
import Tensors

/// One of the project's own runtimes with a fault at one node: what finding faults is tried on.
package struct PlantedRuntime: Runtime {
  private let base: any Runtime
  private let plant: Plant

  package init(_ base: any Runtime, _ plant: Plant) {
    self.base = base
    self.plant = plant
  }

  package var name: String { base.name }
  package var identity: String { "\(base.identity), with \(plant) planted" }
  package var device: (name: String, driver: String)? { base.device }
  package var inner: (any Runtime)? { base.inner.map { PlantedRuntime($0, plant) } }
  package var isDeterministic: Bool { base.isDeterministic }
  package var flushesSubnormals: Bool { base.flushesSubnormals }

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
      prepared: try await base.prepare(planted), plant: plant, count: count, name: name)
  }
}

/// One run at a time: evaluations are counted from its beginning.
private struct PlantedGraph: TappableGraph {
  let prepared: any PreparedGraph
  let plant: Plant
  let count: EvaluationCount
  let name: String

  var changes: GraphChanges? { prepared.changes }
  var plan: PreparedPlan? { get async { await prepared.plan } }
  var nodeTimes: [NodeTime] { get async { await prepared.nodeTimes } }
  var optimizationSeconds: Double { prepared.optimizationSeconds }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    count.reset()
    return try reached(try await prepared.run(inputs))
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
    guard let tappable = prepared as? any TappableGraph else {
      throw .unsupported("\(name) does not show its steps")
    }
    count.reset()
    let result = try await tappable.run(inputs) { step in
      tap(
        TappedStep(
          path: step.path, graph: step.graph, node: step.node.unemulated, inputs: step.inputs,
          outputs: step.outputs, surroundings: step.surroundings))
    }
    return try reached(result)
  }

  @concurrent func finish() async throws(RuntimeError) { try await prepared.finish() }
}
