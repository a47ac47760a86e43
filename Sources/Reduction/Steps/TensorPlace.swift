import Graphs
import Tensors

/// Where a graph has a tensor of its own.
enum TensorPlace: Hashable {
  case input(Int)
  case constant(ValueID)
}

extension FedGraph {
  var tensorPlaces: [TensorPlace] {
    graph.inputs.indices.map { .input($0) } + graph.constants.keys.sorted().map { .constant($0) }
  }

  /// The tensors there, one a data set or one for all; none where another value is.
  func tensors(at place: TensorPlace) -> [Tensor] {
    switch place {
    case .constant(let id): return graph.constants[id]?.tensor.map { [$0] } ?? []
    case .input(let number):
      let tensors = sets.compactMap { $0[number].tensor }
      return tensors.count == sets.count ? tensors : []
    }
  }

  /// With other tensors there, as many.
  func replacing(_ tensors: [Tensor], at place: TensorPlace) -> FedGraph {
    var trial = self
    switch place {
    case .constant(let id):
      trial.graph.constants[id] = tensors.first.map { .tensor($0) }
      if trial.graph.types[id]?.isExact == true {
        trial.graph.types[id] = tensors.first.map { .tensor(TensorType($0)) }
      }
    case .input(let number):
      for (set, tensor) in tensors.enumerated() { trial.sets[set][number] = .tensor(tensor) }
      let id = graph.inputs[number]
      // An extent that the model leaves open stays so.
      if let type = graph.types[id]?.tensor, type.shape == nil { return trial }
      trial.graph.types[id] = ValueType(ofAll: trial.sets.map { $0[number] })
    }
    return trial
  }
}
