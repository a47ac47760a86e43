package import Graphs
package import Tensors

/// Of each data set the values of a graph's nodes.
package typealias KnownValues = [[ValueID: Value]]

extension FedGraph {
  /// With these outputs alone, without the nodes, inputs and constants that they do not need.
  package func keeping(_ outputs: [ValueID]) -> FedGraph {
    var trial = self
    trial.graph = graph.keeping(outputs)
    let needed = Set(trial.graph.inputs)
    let kept = graph.inputs.indices.filter { needed.contains(graph.inputs[$0]) }
    trial.sets = sets.map { set in kept.map { set[$0] } }
    return trial
  }

  /// With the values of some nodes fed instead of computed: those of data set k in data set k.
  ///
  /// `nil` where one of them is not known.
  func feeding(_ nodes: ArraySlice<Node>, _ known: KnownValues) -> FedGraph? {
    let gone = Set(nodes.flatMap(\.outputs).compactMap { $0 })
    let rest = graph.nodes.filter { !$0.makes(anyOf: gone) }
    let wanted = Set(rest.flatMap(\.reads))
    var trial = self
    trial.graph.nodes = rest
    for id in gone.sorted() where wanted.contains(id) {
      guard let fed = trial.feeding(id, known.map { $0[id] }) else { return nil }
      trial = fed
    }
    let made = Set(rest.flatMap { $0.outputs.compactMap { $0 } })
    return trial.keeping(graph.outputs.filter(made.contains))
  }

  /// With one more input.
  func feeding(_ id: ValueID, _ values: [Value?]) -> FedGraph? {
    var trial = self
    trial.graph.inputs.append(id)
    for (set, value) in values.enumerated() {
      guard let value else { return nil }
      trial.sets[set].append(value)
    }
    trial.graph.types[id] = ValueType(ofAll: values.compactMap { $0 })
    return trial
  }
}

extension ValueType {
  /// The type of values of which an extent may differ from one to the next.
  init(ofAll values: [Value]) {
    let types = Set(values.map(ValueType.init(of:)))
    if types.count == 1, let type = types.first {
      self = type
      return
    }
    let tensors = types.compactMap(\.tensor)
    guard tensors.count == types.count, let first = tensors.first,
      Set(tensors.map(\.dtype)).count == 1, Set(tensors.map(\.rank)).count == 1
    else {
      self = values.first.map { ValueType($0.kind) } ?? .unknown
      return
    }
    let dims = first.dims?.indices.map { axis in
      let extents = Set(tensors.compactMap { $0.dims?[axis] })
      return extents.count == 1 ? extents.first ?? .unknown : .unknown
    }
    self = .tensor(TensorType(first.dtype, dims))
  }
}
