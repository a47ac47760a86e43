import Graphs
import Tensors

extension Graph {
  /// Values that were quantised, by what they became.
  var quantised: QuantisedValues { QuantisedValues(self) }

  /// With the names that another model has for values that are quantised and then dequantised given to
  /// what is dequantised: what all that follows reads.
  ///
  /// - Parameter made: the names of what the other model's nodes make.
  func namingDequantised(_ made: Set<String>) -> Graph {
    let quantised = quantised
    let own = Set(nodes.flatMap { $0.outputs.compactMap { $0 } })
    var graph = self
    for node in nodes {
      guard let (id, source) = quantised.pair(of: node), own.contains(source),
        let name = names[source], made.contains(name), !made.contains(names[id] ?? "")
      else { continue }
      graph.names[source] = names[id]
      graph.names[id] = name
    }
    return graph
  }

  /// What a DequantizeLinear makes of a constant, with its type.
  func dequantisedWeight(_ node: Node) -> (ValueID, ValueType)? {
    guard node.operatorName == "DequantizeLinear", let weight = node.inputs.first ?? nil,
      let tensor = constants[weight]?.tensor, let id = node.outputs.first ?? nil
    else { return nil }
    let scale = node.inputs.dropFirst().first.flatMap { $0 }.flatMap { constants[$0]?.tensor }
    return (id, .tensor(TensorType(scale?.dtype ?? .float, tensor.shape)))
  }
}

/// What the QuantizeLinear nodes of a graph were given.
struct QuantisedValues {
  private var sources: [ValueID: ValueID] = [:]

  init(_ graph: Graph) {
    for node in graph.nodes where node.operatorName == "QuantizeLinear" {
      if let id = node.outputs.first ?? nil, let source = node.inputs.first ?? nil {
        sources[id] = source
      }
    }
  }

  /// The output of a DequantizeLinear, and the value that was quantised.
  func pair(of node: Node) -> (ValueID, ValueID)? {
    guard node.operatorName == "DequantizeLinear", let input = node.inputs.first ?? nil,
      let source = sources[input], let id = node.outputs.first ?? nil
    else { return nil }
    return (id, source)
  }
}
