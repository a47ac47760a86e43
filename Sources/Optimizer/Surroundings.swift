import Graphs
import Tensors

/// What a body sees of the graphs around it.
struct Surroundings {
  private var types: [ValueID: ValueType] = [:]
  private var assumed: Set<ValueID> = []
  /// The graphs around, from the outside in.
  private var levels: [Level] = []

  private struct Level {
    let constants: [ValueID: Value]
    let inputs: Set<ValueID>
    let made: Set<ValueID>
  }

  func entering(_ graph: Graph) -> Surroundings {
    var inner = self
    // The outermost graph knows the types of all values in its bodies.
    if levels.isEmpty { (inner.types, inner.assumed) = (graph.types, graph.assumed) }
    inner.levels.append(
      Level(
        constants: graph.constants, inputs: Set(graph.inputs),
        made: Set(graph.nodes.lazy.flatMap(\.outputs).compactMap { $0 })))
    return inner
  }

  func contains(_ id: ValueID) -> Bool {
    levels.contains {
      $0.made.contains(id) || $0.constants[id] != nil || $0.inputs.contains(id)
    }
  }

  /// The graph with what a pass may know of its surroundings.
  func view(of graph: Graph) -> Graph {
    guard !levels.isEmpty else { return graph }
    var view = graph
    view.assumed = assumed
    let captures = graph.captures
    let made = graph.nodes.lazy.flatMap(\.outputs).compactMap { $0 }
    for id in graph.inputs + captures + made { if let type = types[id] { view.types[id] = type } }
    for id in captures { view.constants[id] = constant(id) }
    return view
  }

  /// The value that a graph around fixes.
  private func constant(_ id: ValueID) -> Value? {
    for level in levels where !level.inputs.contains(id) {
      if let value = level.constants[id] { return value }
    }
    return nil
  }
}
