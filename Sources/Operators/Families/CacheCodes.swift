import Graphs
import Tensors

/// How a cache of keys or values holds its numbers.
struct CacheCodes: Sendable {
  /// Bits of a code; `nil` where the cache has the numbers themselves.
  var bits: Int?
  /// Scales: none, one, or one for each element of each head.
  var scaleCount: Int

  var least: Int { bits == 4 ? -8 : -128 }
  var greatest: Int { bits == 4 ? 7 : 127 }

  /// The code of `x`: `x / scale` to the nearest, ties to even, saturated; 0 for NaN.
  @inline(__always)
  func code<F: WideFloat>(_ x: F, _ scale: F) -> Int {
    let quotient = (x / scale).rounded(.toNearestOrEven)
    if quotient >= F(greatest) { return greatest }
    if quotient <= F(least) { return least }
    return quotient.isNaN ? 0 : Int(quotient)
  }
}
