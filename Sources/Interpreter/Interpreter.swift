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
  let lastReads: [[ValueID]]
  private let evaluator: GraphEvaluator
  private let prologue: Prologue

  init(graph: Graph, precision: Precision, seed: UInt64) {
    self.graph = graph
    lastReads = graph.lastReads()
    evaluator = GraphEvaluator(precision: precision, seed: seed)
    prologue = Prologue(
      graph, evaluator, byteLimit: min(1 << 30, NodeCheck.standard.byteCount / 8))
  }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let (environment, isDone) = try bind(inputs)
    do {
      let outputs = try evaluator.run(
        graph, lastReads: lastReads, passingOver: isDone, in: environment)
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

  /// The values that a run starts with, and which nodes it passes over.
  private func bind(
    _ inputs: [Value?]
  ) throws(RuntimeError) -> (environment: [ValueID: Value], isDone: [Bool]?) {
    guard inputs.count <= graph.inputs.count else {
      throw .input("\(inputs.count) inputs were given, but the graph takes \(graph.inputs.count)")
    }
    let given = zip(graph.inputs, inputs).filter { $1 != nil }
    let keepsDefaults = !given.contains { prologue.assumed.contains($0.0) }
    var environment = graph.constants
    if keepsDefaults { environment.merge(prologue.values) { $1 } }
    for (id, value) in given { environment[id] = value }
    return (environment, keepsDefaults ? prologue.isDone : nil)
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
