internal import Tensors

extension Value {
  /// Whether every number is the same one: any NaN is, and 0 is -0.
  func hasNumbers(of other: Value) -> Bool {
    if hasBits(of: other) { return true }
    switch (self, other) {
    case (.tensor(let a), .tensor(let b)): return a.hasNumbers(of: b)
    case (.sequence(let a, let kind), .sequence(let b, let otherKind)):
      return kind == otherKind && a.count == b.count
        && zip(a, b).allSatisfy { $0.hasNumbers(of: $1) }
    case (.optional(let a?, _), .optional(let b?, _)): return a.hasNumbers(of: b)
    case (.map(let a), .map(let b)):
      return a.keys.hasBits(of: b.keys) && a.values.hasNumbers(of: b.values)
    default: return false
    }
  }
}

extension Tensor {
  fileprivate func hasNumbers(of other: Tensor) -> Bool {
    guard dtype == other.dtype, shape == other.shape, dtype.isFloat, let a = doubles,
      let b = other.doubles
    else { return false }
    return zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
