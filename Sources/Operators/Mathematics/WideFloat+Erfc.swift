extension Float {
  /// The complementary error function, `1 - erf x`.
  static func erfc(_ x: Float) -> Float {
    let a = x.magnitude
    if a < 0.5 {
      return 1.0 - (x + x * erfTail(x * x))
    }
    let bounded = a > 11.0 ? 11.0 : a
    let far = erfcFar(bounded)
    return x < 0.0 ? 2.0 - far : far
  }
}

extension Double {
  /// The complementary error function, `1 - erf x`.
  static func erfc(_ x: Double) -> Double {
    let a = x.magnitude
    if a < 0.5 {
      return 1.0 - (x + x * erfTail(x * x))
    }
    let bounded = a > 28.0 ? 28.0 : a
    let far = erfcFar(bounded)
    return x < 0.0 ? 2.0 - far : far
  }
}
