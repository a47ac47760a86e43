import Tensors

extension ValueType {
  /// The better known of two descriptions of one value's type; `nil` when they contradict each
  /// other.
  package func merged(with other: ValueType) -> ValueType? {
    switch (self, other) {
    case (.unknown, _): return other
    case (_, .unknown): return self
    case (.tensor(let a), .tensor(let b)): return a.merged(with: b).map { .tensor($0) }
    case (.sparse(let a), .sparse(let b)): return a.merged(with: b).map { .sparse($0) }
    case (.sequence(let a), .sequence(let b)):
      return Self.merged(a, b).map { .sequence($0) }
    case (.optional(let a), .optional(let b)):
      return Self.merged(a, b).map { .optional($0) }
    case (.map(let key, let a), .map(let otherKey, let b)):
      guard key == otherKey else { return nil }
      return Self.merged(a, b).map { .map(key: key, value: $0) }
    case (.tensor, _), (.sparse, _), (.sequence, _), (.optional, _), (.map, _): return nil
    }
  }

  /// The outer optional is the verdict, the inner one what is known of the element.
  private static func merged(_ a: ValueType?, _ b: ValueType?) -> ValueType?? {
    guard let a else { return .some(b) }
    guard let b else { return .some(a) }
    return a.merged(with: b).map { .some($0) }
  }

  /// The type in a sentence.
  package var sentence: String {
    switch self {
    case .tensor(let type): "\(type)"
    case .sparse(let type): "sparse \(type)"
    case .sequence(let element): "a sequence of \(element?.sentence ?? "unknown values")"
    case .optional(let element): "an optional of \(element?.sentence ?? "unknown values")"
    case .map(let key, let value): "a map of \(key.name) to \(value?.sentence ?? "unknown values")"
    case .unknown: "of unknown type"
    }
  }
}

extension TensorType {
  fileprivate func merged(with other: TensorType) -> TensorType? {
    guard dtype == other.dtype else { return nil }
    guard let dims else { return other }
    guard let theirs = other.dims else { return self }
    guard dims.count == theirs.count else { return nil }
    var merged: [Dimension] = []
    for (a, b) in zip(dims, theirs) {
      guard let dimension = a.merged(with: b) else { return nil }
      merged.append(dimension)
    }
    return TensorType(dtype, merged)
  }
}
