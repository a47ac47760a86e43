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

  /// Values of one of the graph's bodies, of all iterations, as far as they can be had.
  ///
  /// - Parameter known: what the other side has there.
  func bodyValues(
    _ ids: [ValueID], in place: BodyPlace, like known: BodyValues
  ) async throws(RuntimeError) -> BodyValues
}

/// The values of one run that shows its steps.
struct TappedValues: ValueSource {
  private let graph: Graph
  private let store: ValueStore
  private let prepared: any TappableGraph
  private let inputs: [Value?]

  init(_ side: DescentSide, _ inputs: [Value?], _ store: ValueStore) async throws(RuntimeError) {
    graph = side.graph
    self.store = store
    self.inputs = inputs
    prepared = try await side.tappable()
    _ = try await prepared.run(inputs) { step in
      guard step.path.frames.isEmpty else { return }
      for (key, value) in step.named { store.keep(value, as: key) }
    }
    if let failure = store.failure { throw .device(failure) }
  }

  func values(_ ids: [ValueID]) async throws(RuntimeError) -> [Value?] {
    ids.map { id in graph.names[id].flatMap { store[StepKey(BodyPath(), $0)] } }
  }

  /// From another run like the one before.
  func bodyValues(
    _ ids: [ValueID], in place: BodyPlace, like _: BodyValues
  ) async throws(RuntimeError) -> BodyValues {
    let body = graph.body(at: place)
    let names = ids.compactMap { id in (body.names[id] ?? graph.names[id]).map { ($0, id) } }
    let wanted = Dictionary(names, uniquingKeysWith: { first, _ in first })
    let path = graph.path(to: place, place.steps.map { _ in 0 })
    let found = Mutex(BodyValues())
    _ = try await prepared.run(inputs) { step in
      guard step.path.isOf(path) else { return }
      let iterations = step.path.frames.map(\.iteration)
      for (key, value) in step.named + step.formals {
        guard let id = wanted[key.value] else { continue }
        found.withLock { $0.add(value, of: id, in: iterations) }
      }
    }
    return found.withLock { $0 }
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
    return try await answers(of: graph.keeping(ids))
  }

  /// Asks by models whose nodes around the body give what is in it. Values whose extents change from one
  /// iteration to the next can't be stacked: they are left out.
  func bodyValues(
    _ ids: [ValueID], in place: BodyPlace, like known: BodyValues
  ) async throws(RuntimeError) -> BodyValues {
    guard !ids.isEmpty,
      let (exposed, outputs) = try? graph.exposing(ids, in: place, like: known.examples)
    else { return BodyValues() }
    let cut = exposed.keeping(outputs)
    do throws(RuntimeError) {
      let answers = try await answers(of: (try? TypeInference(cut).graph) ?? cut)
      return BodyValues(Array(zip(ids, answers)), stackedBy: graph.nodes(around: place))
    } catch {
      if case .timeout = error { throw error }
      if case .cancelled = error { throw error }
      guard ids.count > 1 else { return BodyValues() }
      var values = try await bodyValues(
        Array(ids.prefix(ids.count / 2)), in: place, like: known)
      values.merge(
        try await bodyValues(Array(ids.dropFirst(ids.count / 2)), in: place, like: known))
      return values
    }
  }

  private func answers(of cut: Graph) async throws(RuntimeError) -> [Value] {
    count.withLock { $0 += 1 }
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
    guard outputs.count == cut.outputs.count else {
      throw .protocolBroken(
        "\(runtime.name) gave \(outputs.count) of \(cut.outputs.count) outputs")
    }
    return outputs
  }
}

extension BodyPath {
  /// Whether it leads into the same body, in whichever iteration.
  fileprivate func isOf(_ other: BodyPath) -> Bool {
    frames.count == other.frames.count
      && zip(frames, other.frames).allSatisfy {
        $0.node == $1.node && ($0.number == nil || $0.number == $1.number)
      }
  }
}
