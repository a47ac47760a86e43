import Graphs
import ModelFiles
import Tensors

extension ModelImport {
  /// The graph of `proto`; a body sees the values of `outer`.
  func graph(_ proto: GraphProto, outer: Scope?, frame: Frame) throws(ImportError) -> Graph {
    let scope = Scope(outer: outer)
    var graph = Graph(name: proto.name, opsets: frame.opsets)
    for input in proto.inputs {
      graph.inputs.append(try define(input.name, in: scope, &graph, frame))
    }
    for initializer in proto.initializers {
      let value = Value.tensor(initializer.tensor)
      try define(constant: initializer.name, value, in: scope, &graph, frame)
    }
    for initializer in proto.sparseInitializers {
      let value = Value.tensor(try initializer.dense())
      try define(constant: initializer.name, value, in: scope, &graph, frame)
    }
    try append(proto.nodes, to: &graph, in: scope, frame)
    for output in proto.outputs {
      guard case .some(.some(let id)) = scope.find(output.name) else {
        throw .undefinedValue(output.name, reader: proto.name)
      }
      graph.outputs.append(id)
    }
    try declareTypes(proto, in: scope, &graph)
    return graph
  }

  /// Gives a new value a name of its own in `scope`.
  @discardableResult
  func define(
    _ name: String, in scope: Scope, _ graph: inout Graph, _ frame: Frame
  ) throws(ImportError) -> ValueID {
    guard !scope.owns(name) else { throw .duplicateValue(name, graph: graph.name) }
    let id = newValue()
    scope.bind(name, to: id)
    graph.names[id] = frame.prefix + name
    return id
  }

  private func define(
    constant name: String, _ value: Value, in scope: Scope, _ graph: inout Graph, _ frame: Frame
  ) throws(ImportError) {
    // An initializer with a graph input's name is that input's default.
    if scope.owns(name), case .some(.some(let id)) = scope.find(name),
      graph.constants[id] == nil
    {
      graph.constants[id] = value
    } else {
      let id = try define(name, in: scope, &graph, frame)
      graph.constants[id] = value
      graph.types[id] = ValueType(of: value)
    }
  }

  private func declareTypes(
    _ proto: GraphProto, in scope: Scope, _ graph: inout Graph
  ) throws(ImportError) {
    for info in proto.inputs + proto.valueInfo + proto.outputs {
      guard let declared = info.type, case .some(.some(let id)) = scope.find(info.name),
        graph.types[id] == nil
      else { continue }
      graph.types[id] = try ValueType(declared, of: info.name)
    }
  }
}

extension SparseTensorProto {
  /// The most elements that a sparse initializer may have when it is made dense.
  private static let mostElements = 1 << 28

  /// The tensor with its zeros.
  fileprivate func dense() throws(ImportError) -> Tensor {
    let shape = sparse.shape
    guard let count = shape.checkedCount, count <= Self.mostElements else {
      throw .sparse(name, elements: shape.checkedCount ?? Int.max, limit: Self.mostElements)
    }
    var sources = [Int](repeating: -1, count: count)
    let positions = sparse.indices.integers ?? []
    let isFlat = sparse.indices.rank == 1
    for i in 0..<sparse.values.count {
      let offset =
        isFlat
        ? positions[i]
        : zip(positions[(i * shape.rank)...], shape.strides).reduce(0) { $0 + $1.0 * $1.1 }
      sources[offset] = i
    }
    let dtype = sparse.values.dtype
    let zero =
      dtype == .string
      ? Tensor(vector: [""])
      : try zeroElement(dtype)
    return sparse.values.gathering(sources, or: zero, shape: shape)
  }

  private func zeroElement(_ dtype: DType) throws(ImportError) -> Tensor {
    let elements = Elements(count: 1, dtype: dtype) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
    guard let zero = try? Tensor(elements, shape: [1]) else {
      throw .sparse(name, elements: 1, limit: 0)
    }
    return zero
  }
}
