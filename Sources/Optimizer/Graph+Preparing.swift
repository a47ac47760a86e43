package import Graphs
import Operators
package import Tensors

/// Why an option about a graph's inputs does not fit the graph.
package enum PreparationError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownInput(String, known: [String])
  case unknownSymbol(String, known: [String])
  case type(input: String, found: String, expected: String)

  package var description: String {
    switch self {
    case .unknownInput(let name, let known):
      "the model has no input '\(name)'; it has \(Self.list(known))"
    case .unknownSymbol(let name, let known):
      "no input of the model has a dimension '\(name)'; there are \(Self.list(known))"
    case .type(let input, let found, let expected):
      "input '\(input)' was given \(found), expected \(expected)"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
  }
}

extension Graph {
  /// The graph without the inputs that have defaults, which are constants from then on.
  package func fixingDefaults() -> Graph {
    var graph = self
    graph.inputs.removeAll { constants[$0] != nil }
    return graph
  }

  /// The graph with symbolic dimensions given extents, in its inputs and everywhere else.
  ///
  /// - Parameter extents: by symbol, in elements.
  /// - Throws: `.unknownSymbol` for one that no input's type has.
  package func setting(_ extents: [String: Int]) throws(PreparationError) -> Graph {
    let known = Set(inputs.flatMap { types[$0]?.symbols ?? [] })
    for symbol in extents.keys.sorted() where !known.contains(symbol) {
      throw .unknownSymbol(symbol, known: known.sorted())
    }
    return setting(known: extents)
  }

  private func setting(known extents: [String: Int]) -> Graph {
    var graph = self
    graph.types = types.mapValues { $0.setting(extents) }
    for (index, node) in nodes.enumerated() where !node.bodies.isEmpty {
      // A body's declared types say nothing that its operator depends on, so it takes them back.
      let bodies = node.bodies.map { $0.setting(known: extents) }
      if let changed = try? node.replacing(bodies: bodies) { graph.nodes[index] = changed }
    }
    return graph
  }

  /// The graph with an input turned into a constant.
  ///
  /// - Throws: `.unknownInput`, and `.type` where the tensor is not of the input's type.
  package func fixing(_ input: String, to tensor: Tensor) throws(PreparationError) -> Graph {
    guard let id = inputs.first(where: { names[$0] == input }) else {
      throw .unknownInput(input, known: inputs.map { names[$0] ?? "" })
    }
    let found = TensorType(tensor)
    if let declared = types[id], declared.merged(with: .tensor(found)) == nil {
      throw .type(input: input, found: "\(found)", expected: declared.sentence)
    }
    var graph = self
    graph.inputs.removeAll { $0 == id }
    graph.constants[id] = .tensor(tensor)
    graph.types[id] = .tensor(found)
    return graph
  }

  /// The graph without declared types but those of inputs, and of outputs their element types.
  package func discardingShapes() -> Graph {
    var graph = self
    let kept = Set(inputs).union(constants.keys)
    graph.types = types.filter { kept.contains($0.key) }
    for id in outputs where !kept.contains(id) {
      graph.types[id] = types[id]?.kind.map { ValueType($0) }
    }
    for (index, node) in nodes.enumerated() where !node.bodies.isEmpty {
      let bodies = node.bodies.map { $0.discardingShapes() }
      if let changed = try? node.replacing(bodies: bodies) { graph.nodes[index] = changed }
    }
    return graph
  }
}

extension ValueType {
  /// The names of symbolic dimensions.
  fileprivate var symbols: [String] {
    switch self {
    case .tensor(let type), .sparse(let type):
      type.dims?.compactMap { if case .symbol(let name) = $0 { name } else { nil } } ?? []
    case .sequence(let element), .optional(let element), .map(_, let element):
      element?.symbols ?? []
    case .unknown: []
    }
  }

  fileprivate func setting(_ extents: [String: Int]) -> ValueType {
    switch self {
    case .tensor(let type): .tensor(type.setting(extents))
    case .sparse(let type): .sparse(type.setting(extents))
    case .sequence(let element): .sequence(element?.setting(extents))
    case .optional(let element): .optional(element?.setting(extents))
    case .map(let key, let value): .map(key: key, value: value?.setting(extents))
    case .unknown: .unknown
    }
  }
}

extension TensorType {
  fileprivate func setting(_ extents: [String: Int]) -> TensorType {
    TensorType(
      dtype,
      dims?.map { dimension in
        if case .symbol(let name) = dimension, let extent = extents[name] {
          .known(extent)
        } else {
          dimension
        }
      })
  }
}
