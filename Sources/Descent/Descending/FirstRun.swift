import Graphs
import Runtimes
import Synchronization
import Tensors

/// What is kept of the first side's run: its values, who makes them, and the graphs around them.
final class FirstRun: Sendable {
  let values: ValueStore
  private let state = Mutex(State())

  private struct State {
    var makers: [StepKey: String] = [:]
    var graphs: [[Place]: Graph] = [:]
    var stepCount = 0
  }

  /// A body, whichever its iteration.
  private struct Place: Hashable {
    let node: String
    let number: Int?
  }

  init(_ values: ValueStore) { self.values = values }

  func add(_ step: TappedStep) {
    for (key, value) in step.formals where !values.has(key) { values.keep(value, as: key) }
    for (key, value) in step.named {
      values.keep(value, as: key)
      state.withLock { $0.makers[key] = step.node.label }
    }
    state.withLock { state in
      state.stepCount += 1
      let place = Self.place(step.path)
      if state.graphs[place] == nil { state.graphs[place] = step.graph }
    }
  }

  /// The graph of a body, or of the model, as the first side runs it.
  func graph(at path: BodyPath) -> Graph? { state.withLock { $0.graphs[Self.place(path)] } }

  /// `Conv 'stem'` for the value that it makes.
  func maker(of key: StepKey) -> String? { state.withLock { $0.makers[key] } }

  var stepCount: Int { state.withLock { $0.stepCount } }

  private static func place(_ path: BodyPath) -> [Place] {
    path.frames.map { Place(node: $0.node, number: $0.number) }
  }
}

extension TappedStep {
  /// The outputs with their keys; a value without a name has none.
  var named: [(StepKey, Value)] {
    zip(node.outputs, outputs).compactMap { id, value in
      guard let id, let value, let name = graph.names[id], !name.isEmpty else { return nil }
      return (StepKey(path, name), value)
    }
  }

  /// What the node reads of what the body around it is given, with its keys.
  var formals: [(StepKey, Value)] {
    guard !path.frames.isEmpty else { return [] }
    return zip(node.inputs, inputs).compactMap { id, value in
      guard let id, let value, graph.inputs.contains(id), let name = graph.names[id] else {
        return nil
      }
      return (StepKey(path, name), value)
    }
  }

  /// The values that the node reads, by name.
  var readings: [String: Value] {
    var readings: [String: Value] = [:]
    for (id, value) in zip(node.inputs, inputs) {
      if let id, let value, let name = graph.names[id] { readings[name] = value }
    }
    for (id, value) in surroundings { if let name = graph.names[id] { readings[name] = value } }
    return readings
  }
}
