extension Float {
  /// The hyperbolic cosine.
  @inline(__always)
  static func cosh(_ x: Float) -> Float {
    let half = expScaled(x.magnitude, -1)
    return half + 0.25 / half
  }
}

extension Double {
  /// The hyperbolic cosine.
  @inline(__always)
  static func cosh(_ x: Double) -> Double {
    let half = expScaled(x.magnitude, -1)
    return half + 0.25 / half
  }
}
