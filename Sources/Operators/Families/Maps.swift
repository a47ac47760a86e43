import Graphs
import Tensors

/// An operator on maps, which live on the host.
protocol MapOperator: Operator {}

extension MapOperator {
  static var tolerance: Tolerance { .exact }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.byNature("maps"))
  }
}

extension Evaluation {
  /// The keys of a map input and a vector with a value for each.
  func map(_ index: Int) throws(OperatorError) -> (keys: Tensor, values: Tensor) {
    let value = try value(index)
    guard case .map(let map) = value, let values = map.values.tensor else {
      throw .wrongType(input: index, found: value.kind.name, expected: "a map to tensors")
    }
    guard values.rank == 1, values.count == map.keys.count else {
      throw .mismatch(
        "input \(index) has \(map.keys.count) keys, but values of shape \(values.shape)")
    }
    return (map.keys, values)
  }
}

extension Inference {
  /// The types of a map input's keys and values.
  func map(_ index: Int) throws(OperatorError) -> (key: DType, value: DType?) {
    let type = try type(index)
    guard case .map(let key, let value) = type else {
      throw .wrongType(input: index, found: type.kind?.name ?? "of unknown type", expected: "a map")
    }
    return (key, value?.tensor?.dtype)
  }
}
