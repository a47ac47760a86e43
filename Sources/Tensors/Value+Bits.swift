extension Value {
  /// Whether both hold the same kinds, shapes and bits.
  package func hasBits(of other: Value) -> Bool {
    switch (self, other) {
    case (.tensor(let a), .tensor(let b)): a.hasBits(of: b)
    case (.sequence(let a, let kind), .sequence(let b, let otherKind)):
      kind == otherKind && a.count == b.count && zip(a, b).allSatisfy { $0.hasBits(of: $1) }
    case (.optional(let a?, _), .optional(let b?, _)): a.hasBits(of: b)
    case (.optional(nil, let kind), .optional(nil, let otherKind)): kind == otherKind
    case (.map(let a), .map(let b)):
      a.keys.hasBits(of: b.keys) && a.values.hasBits(of: b.values)
    case (.sparse(let a), .sparse(let b)):
      a.shape == b.shape && a.values.hasBits(of: b.values) && a.indices.hasBits(of: b.indices)
    default: false
    }
  }
}

extension Tensor {
  /// Whether both have the same type, shape and bits.
  package func hasBits(of other: Tensor) -> Bool {
    guard dtype == other.dtype, shape == other.shape else { return false }
    if case .string(let a) = elements, case .string(let b) = other.elements {
      return a.elementsEqual(b)
    }
    return elements.withBytes { a in
      other.elements.withBytes { a.elementsEqual($0) } ?? false
    } ?? false
  }
}
