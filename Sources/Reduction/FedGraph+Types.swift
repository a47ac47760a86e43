import Graphs
import Tensors

extension FedGraph {
  /// With no more declared than has to be: inputs have the types of what is fed, all else its kind.
  ///
  /// - Parameter keepsSymbols: leaves the extents of inputs open that the model leaves open.
  func loosened(keepsSymbols: Bool) -> FedGraph {
    var trial = self
    trial.graph = graph.loosened
    for (place, id) in graph.inputs.enumerated() {
      let type = ValueType(ofAll: sets.map { $0[place] })
      trial.graph.types[id] = keepsSymbols ? type.opened(as: graph.types[id]) : type
    }
    return trial
  }
}

extension Graph {
  /// With kinds for types, here and in bodies, and none for constants, which say their own.
  fileprivate var loosened: Graph {
    var graph = self
    graph.types = types.filter { constants[$0.key] == nil }
      .compactMapValues { $0.kind.map { ValueType($0) } }
    graph.assumed = []
    for (place, node) in nodes.enumerated() where !node.bodies.isEmpty {
      guard let changed = try? node.replacing(bodies: node.bodies.map(\.loosened)) else { continue }
      graph.nodes[place] = changed
    }
    return graph
  }
}

extension ValueType {
  /// With unknown extents where `declared` has no numbers.
  fileprivate func opened(as declared: ValueType?) -> ValueType {
    guard case .tensor(var type) = self, let theirs = declared?.tensor else { return self }
    guard let dims = theirs.dims, dims.count == type.rank else {
      return .tensor(TensorType(type.dtype, nil))
    }
    type.dims = zip(type.dims ?? [], dims).map { $1.value == nil ? .unknown : $0 }
    return .tensor(type)
  }
}
