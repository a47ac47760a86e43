import Tensors

/// A float format narrower than the one at hand, as units that multiply or add have it.
package enum NumberFormat: Sendable, CaseIterable {
  case double
  case float
  /// 10 bits behind the point, float32's exponents.
  case tensorFloat
  case bfloat16
  case half

  /// The nearest number of the format, ties to even. The exponents of `tensorFloat` and `bfloat16` are
  /// not bounded from below beyond float32's own.
  package func rounded(_ x: Double) -> Double {
    switch self {
    case .double: x
    case .float: Double(Float(x))
    case .tensorFloat: Double(Self.dropping(13, of: Float(x)))
    case .bfloat16: Double(Self.dropping(16, of: Float(x)))
    case .half: Double(Float16(x))
    }
  }

  /// A number without its lowest bits, rounded to nearest, ties to even.
  private static func dropping(_ count: UInt32, of x: Float) -> Float {
    guard x.isFinite else { return x }
    let bits = x.bitPattern
    let half: UInt32 = 1 << (count - 1)
    let isOdd = bits >> count & 1
    return Float(bitPattern: (bits + half - 1 + isOdd) & ~(1 << count - 1))
  }
}
