import Tensors

extension EmulationKind {
  /// Numbers that are none, infinite, signed or subnormal.
  static let specials: [EmulationKind] = [
    ofResults("nan-to-zero", "NaN comes out as 0.") { tensor, _ in
      try tensor.mapFloats { $0.isNaN ? 0 : $0 }
    },
    ofResults("infinite-clipped", "An infinity comes out as the largest finite number.") {
      tensor, _ in
      guard let largest = tensor.dtype.largestFinite else { return nil }
      return try tensor.mapFloats { $0.isInfinite ? ($0 < 0 ? -largest : largest) : $0 }
    },
    ofResults("infinite-to-nan", "An infinity comes out as NaN.") { tensor, _ in
      guard tensor.dtype.largestFinite != nil else { return nil }
      return try tensor.mapFloats { $0.isInfinite ? .nan : $0 }
    },
    ofResults("sign-lost", "Negative numbers come out as positive ones.") { tensor, _ in
      let least = tensor.leastOfWeight
      return try tensor.mapFloats { $0 < -least ? -$0 : $0 }
        ?? tensor.mapIntegers { $1 < 0 ? -$1 : $1 }
    },
    ofResults("negative-to-zero", "Negative numbers come out as 0.") { tensor, _ in
      let least = tensor.leastOfWeight
      return try tensor.mapFloats { $0 < -least ? 0 : $0 } ?? tensor.mapIntegers { max($1, 0) }
    },
    EmulationKind(
      "flushed-subnormals", "Subnormal numbers are lost where elements are only moved."
    ) { node in
      guard node.movesElements else { return nil }
      return changing(0) { tensor, _ in
        guard let least = tensor.dtype.leastNormal else { return nil }
        return try tensor.mapFloats { $0.magnitude < least ? 0 : $0 }
      }
    },
  ]
}

extension Tensor {
  /// A number that is nothing beside the largest one: what is less may be a rounded 0.
  fileprivate var leastOfWeight: Double {
    0x1p-20 * ((doubles ?? []).lazy.map(\.magnitude).filter(\.isFinite).max() ?? 0)
  }
}

extension DType {
  /// The largest finite number of a float type that has infinities.
  var largestFinite: Double? {
    switch self {
    case .float: Double(Float.greatestFiniteMagnitude)
    case .double: .greatestFiniteMagnitude
    case .float16: Double(Float16.greatestFiniteMagnitude)
    case .bfloat16: Double(Float(bitPattern: 0x7f7f_0000))
    default: nil
    }
  }

  /// The least normal number of a float type of 16 bits and more.
  var leastNormal: Double? {
    switch self {
    case .float, .bfloat16: Double(Float.leastNormalMagnitude)
    case .double: .leastNormalMagnitude
    case .float16: Double(Float16.leastNormalMagnitude)
    default: nil
    }
  }
}
