import Graphs
import Tensors

/// What an emulation makes of an evaluation: other outputs; `nil` where it has nothing to do with
/// the values at hand.
typealias Change = @Sendable (_ operation: any Operator, _ inputs: Evaluation) throws -> [Value?]?

extension Evaluation {
  /// The same evaluation with other inputs.
  func replacing(_ values: [Value?]) -> Evaluation {
    Evaluation(values: values, wanted: wanted, precision: precision, seed: seed, run: run)
  }

  /// The same evaluation with another input.
  func replacing(_ index: Int, by value: Value?) -> Evaluation {
    var changed = values
    changed[index] = value
    return replacing(changed)
  }

  func computing(in precision: Precision) -> Evaluation {
    Evaluation(values: values, wanted: wanted, precision: precision, seed: seed, run: run)
  }

  func drawing(with seed: UInt64) -> Evaluation {
    Evaluation(values: values, wanted: wanted, precision: precision, seed: seed, run: run)
  }

  /// A tensor input; `nil` when it is absent or no tensor.
  func tensor(_ index: Int) -> Tensor? {
    values.indices.contains(index) ? values[index]?.tensor : nil
  }
}

extension Value {
  /// The value with each tensor inside changed; `nil` when none is, as `transform` says of each.
  func mapTensors(_ transform: (Tensor) throws -> Tensor?) rethrows -> Value? {
    switch self {
    case .tensor(let tensor): return try transform(tensor).map { .tensor($0) }
    case .sequence(let values, let kind):
      let changed = try values.map { try $0.mapTensors(transform) }
      guard changed.contains(where: { $0 != nil }) else { return nil }
      return .sequence(zip(values, changed).map { $1 ?? $0 }, of: kind)
    case .optional(let value, let kind):
      return try value?.mapTensors(transform).map { .optional($0, of: kind) }
    case .map(let map):
      return try map.values.mapTensors(transform).map {
        .map(MapValue(keys: map.keys, values: $0))
      }
    case .sparse(let sparse):
      return try transform(sparse.values).map {
        .sparse(SparseTensor(shape: sparse.shape, values: $0, indices: sparse.indices))
      }
    }
  }
}
