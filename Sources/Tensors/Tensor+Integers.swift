extension Tensor {
  /// The elements of an integer or boolean tensor as `Int`s; `nil` for other types and for what
  /// does not fit.
  package var integers: [Int]? {
    switch widened(.native) {
    case .int(let x): return x.map { Int($0) }
    case .uint(let x):
      var result: [Int] = []
      for value in x {
        guard let integer = Int(exactly: value) else { return nil }
        result.append(integer)
      }
      return result
    case .float, .double: return nil
    case nil:
      if case .bool(let x) = elements { return x.map { $0 ? 1 : 0 } }
      return nil
    }
  }

  /// The elements of a number tensor as `Double`s; `nil` for other types.
  package var doubles: [Double]? {
    switch widened(.double) {
    case .double(let x): Array(x)
    case .float(let x): x.map { Double($0) }
    case .int(let x): x.map { Double($0) }
    case .uint(let x): x.map { Double($0) }
    case nil: nil
    }
  }
}
