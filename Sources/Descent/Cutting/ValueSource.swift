import Exporter
import Graphs
import Harness
import ModelFiles
import Runtimes
import Synchronization
import Tensors

/// A side's values by their ids in the model's graph, however they are had.
protocol ValueSource: Sendable {
  /// Values that nodes of the graph make, in the order of the ids.
  func values(_ ids: [ValueID]) async throws(RuntimeError) -> [Value?]
}

/// The values of one run that shows its steps.
struct TappedValues: ValueSource {
  private let graph: Graph
  private let store: ValueStore

  init(_ side: DescentSide, _ inputs: [Value?], _ store: ValueStore) async throws(RuntimeError) {
    graph = side.graph
    self.store = store
    let prepared = try await side.tappable()
    _ = try await prepared.run(inputs) { step in
      guard step.path.frames.isEmpty else { return }
      for (key, value) in step.named { store.keep(value, as: key) }
    }
    if let failure = store.failure { throw .device(failure) }
  }

  func values(_ ids: [ValueID]) async throws(RuntimeError) -> [Value?] {
    ids.map { id in graph.names[id].flatMap { store[StepKey(BodyPath(), $0)] } }
  }
}

/// The answers of a runtime to models that end at the values asked for.
final class CutValues: ValueSource {
  private let graph: Graph
  private let inputs: [ValueID: Value]
  private let runtime: any Runtime
  private let path: String
  private let count = Mutex(0)

  init(_ side: DescentSide, _ inputs: [Value?], scratch: String) {
    // Some runtimes want to be told what a model's outputs are.
    graph = (try? TypeInference(side.graph).graph) ?? side.graph
    let given = zip(side.graph.inputs, inputs).compactMap { id, value in value.map { (id, $0) } }
    self.inputs = Dictionary(given, uniquingKeysWith: { first, _ in first })
    runtime = side.runtime
    path = "\(scratch)/cut-\(side.runtime.name).onnx"
  }

  /// How often the runtime was asked.
  var questionCount: Int { count.withLock { $0 } }

  func values(_ ids: [ValueID]) async throws(RuntimeError) -> [Value?] {
    guard !ids.isEmpty else { return [] }
    count.withLock { $0 += 1 }
    let cut = graph.keeping(ids)
    do { try exportModel(cut).write(to: path) } catch {
      throw .input("a model that ends within this one can't be written: \(error)")
    }
    let source: ModelSource
    do throws(LoadError) { source = try ModelFileLoader().source(path) } catch {
      throw .load(error)
    }
    let prepared = try await runtime.prepare(source)
    let outputs = try await prepared.run(cut.inputs.map { inputs[$0] }).outputs
    try await prepared.finish()
    guard outputs.count == ids.count else {
      throw .protocolBroken("\(runtime.name) gave \(outputs.count) of \(ids.count) outputs")
    }
    return outputs
  }
}
