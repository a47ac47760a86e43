package import Graphs
package import Runtimes
package import Tensors

/// The CPU reference runtime: each node's `evaluate`, in order.
package struct Interpreter: Runtime {
  package let precision: Precision
  package let seed: UInt64

  package init(precision: Precision = .native, seed: UInt64 = 0) {
    self.precision = precision
    self.seed = seed
  }

  package var name: String { "cpu" }
  package var isReproducible: Bool { true }
  package var identity: String { "CPU reference interpreter, \(precision.rawValue) precision" }

  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    InterpretedGraph(graph: graph, precision: precision, seed: seed)
  }
}

struct InterpretedGraph: PreparedGraph {
  let graph: Graph
  let precision: Precision
  let seed: UInt64
  let lastReads: [[ValueID]]

  init(graph: Graph, precision: Precision, seed: UInt64) {
    self.graph = graph
    self.precision = precision
    self.seed = seed
    lastReads = graph.lastReads()
  }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let environment = try bind(inputs)
    do {
      let outputs = try GraphEvaluator(precision: precision, seed: seed)
        .run(graph, lastReads: lastReads, in: environment)
      return RunResult(
        outputs: try present(outputs),
        placements: graph.nodes.map {
          NodePlacement(
            node: $0.name, operation: $0.operatorName, opset: $0.opset, dtype: "",
            place: .host(.byNature("CPU")))
        })
    } catch let error as NodeError {
      throw error.reason == .cancelled ? .cancelled : .node(error)
    } catch let error as RuntimeError {
      throw error
    } catch {
      throw .input(String(describing: error))
    }
  }

  private func bind(_ inputs: [Value?]) throws(RuntimeError) -> [ValueID: Value] {
    guard inputs.count <= graph.inputs.count else {
      throw .input("\(inputs.count) inputs were given, but the graph takes \(graph.inputs.count)")
    }
    var environment = graph.constants
    for (id, value) in zip(graph.inputs, inputs) {
      if let value { environment[id] = value }
    }
    return environment
  }

  private func present(_ outputs: [Value?]) throws -> [Value] {
    try zip(outputs, graph.outputs).map { value, id in
      guard let value else {
        throw RuntimeError.input("output '\(graph.names[id] ?? "?")' has no value")
      }
      return value
    }
  }
}
