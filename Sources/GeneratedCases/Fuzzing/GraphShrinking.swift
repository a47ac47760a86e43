package import Graphs
package import Tensors

/// A graph with what is fed to it.
package struct FedGraph: Sendable {
  package var graph: Graph
  /// One a graph input.
  package var inputs: [Value]

  package init(graph: Graph, inputs: [Value]) {
    self.graph = graph
    self.inputs = inputs
  }
}

/// Makes a graph that shows something smaller, for as long as it shows it: fewer outputs, nodes and
/// inputs, then fewer and simpler numbers. What is left is a local minimum: no one step makes it smaller.
package struct GraphShrinking: Sendable {
  /// Whether a graph still shows it.
  private let shows: @Sendable (FedGraph) async -> Bool
  /// The values of a graph's nodes, by which they can be cut away; `nil` where it does not run.
  private let values: @Sendable (FedGraph) async -> [ValueID: Value]?

  package init(
    values: @escaping @Sendable (FedGraph) async -> [ValueID: Value]?,
    shows: @escaping @Sendable (FedGraph) async -> Bool
  ) {
    self.values = values
    self.shows = shows
  }

  package func smallest(of start: FedGraph) async -> FedGraph {
    var best = await oneOutput(of: start)
    best = await cut(best)
    var size = Int.max
    while best.size < size {
      size = best.size
      for id in best.graph.nodes.map(\.name) { best = await bypassing(id, in: best) }
      best = await simplified(best)
    }
    return best
  }

  /// With the first output that shows it alone.
  private func oneOutput(of start: FedGraph) async -> FedGraph {
    for output in start.graph.outputs where start.graph.outputs.count > 1 {
      let trial = start.keeping([output])
      if await shows(trial) { return trial }
    }
    return start.keeping(start.graph.outputs)
  }

  /// With the nodes before some place replaced by their values, as late a place as shows it; then with
  /// the nodes after some place left out.
  private func cut(_ start: FedGraph) async -> FedGraph {
    var best = start
    guard let known = await values(best) else { return best }
    var (low, high) = (0, best.graph.nodes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      let trial = start.feeding(nodesBefore: middle, known)
      if await shows(trial) { (low, best) = (middle, trial) } else { high = middle }
    }
    for node in best.graph.nodes.dropLast() {
      for output in node.outputs.compactMap({ $0 }) {
        let trial = best.keeping([output])
        if await shows(trial) { return trial }
      }
    }
    return best
  }

  /// Without one node: its values are fed.
  private func bypassing(_ name: String, in best: FedGraph) async -> FedGraph {
    guard best.graph.nodes.count > 1,
      let place = best.graph.nodes.firstIndex(where: { $0.name == name }),
      let known = await values(best)
    else { return best }
    let trial = best.feeding([best.graph.nodes[place]], known)
    return await shows(trial) ? trial : best
  }

  /// With zeros, ones or fewer different numbers where these show it too.
  private func simplified(_ start: FedGraph) async -> FedGraph {
    var best = start
    for place in best.inputs.indices {
      for number in [0.0, 1] {
        guard let tensor = best.inputs[place].tensor, tensor.dtype.isFloat, !tensor.isFilled(number)
        else {
          continue
        }
        var trial = best
        trial.inputs[place] = .tensor(Tensor(tensor.dtype, tensor.shape, repeating: [number]))
        if await shows(trial) {
          best = trial
          break
        }
      }
    }
    return best
  }
}

extension FedGraph {
  /// What shrinking makes less: nodes first, then inputs that are not all one number.
  fileprivate var size: Int {
    graph.nodes.count * 1_000 + inputs.count * 10
      + inputs.count { !($0.tensor?.isFilled(0) ?? true) && !($0.tensor?.isFilled(1) ?? true) }
  }

  /// With these outputs alone, without the nodes, inputs and constants that they do not need.
  package func keeping(_ outputs: [ValueID]) -> FedGraph {
    var needed = Set(outputs)
    var nodes: [Node] = []
    for node in graph.nodes.reversed()
    where node.outputs.contains(where: { $0.map(needed.contains) ?? false }) {
      nodes.append(node)
      needed.formUnion(node.reads)
    }
    var trial = self
    trial.graph.outputs = outputs
    trial.graph.nodes = nodes.reversed()
    trial.graph.constants = graph.constants.filter { needed.contains($0.key) }
    let kept = graph.inputs.indices.filter { needed.contains(graph.inputs[$0]) }
    trial.graph.inputs = kept.map { graph.inputs[$0] }
    trial.inputs = kept.map { inputs[$0] }
    return trial
  }

  /// With the values of the first nodes fed instead of computed.
  fileprivate func feeding(nodesBefore count: Int, _ known: [ValueID: Value]) -> FedGraph {
    feeding(Array(graph.nodes.prefix(count)), known)
  }

  /// With the values of some nodes fed instead of computed.
  fileprivate func feeding(_ nodes: [Node], _ known: [ValueID: Value]) -> FedGraph {
    let names = Set(nodes.map(\.name))
    let rest = graph.nodes.filter { !names.contains($0.name) }
    let wanted = Set(rest.flatMap(\.reads))
    var trial = self
    trial.graph.nodes = rest
    for id in nodes.flatMap(\.outputs).compactMap({ $0 }) where wanted.contains(id) {
      guard let value = known[id] else { return self }
      trial.graph.inputs.append(id)
      trial.graph.types[id] = ValueType(of: value)
      trial.inputs.append(value)
    }
    let made = Set(rest.flatMap { $0.outputs.compactMap { $0 } })
    return trial.keeping(graph.outputs.filter(made.contains))
  }
}

extension Tensor {
  /// Whether each element is this number.
  fileprivate func isFilled(_ number: Double) -> Bool {
    doubles?.allSatisfy { $0 == number } ?? false
  }
}
