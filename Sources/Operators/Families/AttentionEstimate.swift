import Graphs
import Tensors

/// How far an attention's results may be off: `|error| <= (2 d + (2 T + 12) · u) · attention(Q, K, |V|)`,
/// where d is how far a score may be off, `(D + 4) · u · Σ|q · k| · scale` and a few roundings of the
/// score; a weight's relative error is at most twice that. `Σ|q · k|` is at most the product of the
/// longest query's and the longest key's length.
struct AttentionEstimate {
  /// The type whose rounding each step of the softmax may have: that of the inputs, or a narrower one.
  let step: DType
  let dtype: DType
  let headSize: Int
  let length: Int
  /// What is added to scores, at most; 0 without.
  var bias = 0.0
  /// What caps scores; 0 without.
  var cap = 0.0

  /// Half a unit, relatively, of what a step may be rounded to.
  private var rounding: Double {
    step.bitWidth > 16 ? unit : (step.floatFormat?.epsilon ?? 0) / 2
  }

  /// The unit roundoff of the arithmetic of the softmax.
  private var unit: Double { max(step.roundoff, dtype.roundoff) }

  /// How far a score may be off, for vectors of these lengths.
  func score(query: Double, key: Double, scale: Double) -> Double {
    let size = query * key * scale.magnitude
    let capped = cap > 0 ? min(size, cap) : size
    return dtype.roundoff * Double(headSize + 4) * size
      + rounding * (3 * size + (cap > 0 ? 12 * cap : 0) + 2 * (capped + bias))
  }

  /// What a weight may be off by, relatively.
  func weight(_ score: Double) -> Double {
    2 * score + unit * Double(2 * length + 12) + 6 * rounding
  }

  /// The largest length of a vector of `size` elements, one after the other.
  static func longest(_ x: Reals, size: Int) -> Double {
    guard size > 0 else { return 0 }
    var (longest, sum) = (0.0, 0.0)
    for (place, value) in x.values.enumerated() {
      let reach = value.magnitude + x.errors[place]
      sum += reach * reach
      if place % size == size - 1 {
        longest = max(longest, sum.squareRoot())
        sum = 0
      }
    }
    return longest
  }
}
