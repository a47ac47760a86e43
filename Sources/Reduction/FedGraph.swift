package import Graphs
package import Tensors

/// A graph with what is fed to it, one data set or several.
package struct FedGraph: Sendable {
  package var graph: Graph
  /// Of each data set one value a graph input, in order.
  package var sets: [[Value]]

  package init(graph: Graph, sets: [[Value]]) {
    self.graph = graph
    self.sets = sets
  }

  package init(graph: Graph, inputs: [Value]) { self.init(graph: graph, sets: [inputs]) }

  /// - Parameter given: what a data set gives; `nil` takes an input's default.
  /// - Throws: an input that is neither given nor has a default.
  package init(graph: Graph, given: [[Value?]]) throws(InputError) {
    for set in given { try graph.check(inputs: set) }
    // An input that nobody gives is its default.
    let kept = graph.inputs.indices.filter { place in
      graph.constants[graph.inputs[place]] == nil
        || given.contains { $0.indices.contains(place) && $0[place] != nil }
    }
    self.graph = graph
    self.graph.inputs = kept.map { graph.inputs[$0] }
    sets = given.map { set in
      kept.compactMap { place in
        let id = graph.inputs[place]
        if let value = set.indices.contains(place) ? set[place] : nil { return value }
        return graph.constants[id] ?? Self.empty(graph.types[id])
      }
    }
    for id in self.graph.inputs { self.graph.constants[id] = nil }
  }

  private static func empty(_ type: ValueType?) -> Value? {
    guard case .optional(let element) = type else { return nil }
    return .optional(nil, of: element?.kind ?? .tensor(.float))
  }

  /// Elements of all inputs, in the data set that has most, and of all constants.
  package var elementCount: Int {
    let fed = sets.map { $0.reduce(0) { $0 + $1.elementCount } }.max() ?? 0
    return fed + graph.constantElementCount
  }
}

extension Value {
  /// Elements of all tensors inside.
  package var elementCount: Int {
    switch self {
    case .tensor(let tensor): tensor.count
    case .sequence(let values, _): values.reduce(0) { $0 + $1.elementCount }
    case .optional(let value, _): value?.elementCount ?? 0
    case .map(let map): map.keys.count + map.values.elementCount
    case .sparse(let sparse): sparse.values.count
    }
  }
}

extension Graph {
  /// Elements of its constants and those of its bodies.
  fileprivate var constantElementCount: Int {
    nodes.flatMap(\.bodies).reduce(constants.values.reduce(0) { $0 + $1.elementCount }) {
      $0 + $1.constantElementCount
    }
  }
}
