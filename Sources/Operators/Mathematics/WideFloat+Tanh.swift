extension Float {
  /// The hyperbolic tangent.
  @inline(__always)
  static func tanh(_ x: Float) -> Float {
    let a = x.magnitude
    let z = a * a
    let near = a + a * z * tanhTail(z)
    let far = 1.0 - 2.0 / (exp(2.0 * a) + 1.0)
    return signed(a < 0.625 ? near : far, like: x)
  }

  /// `(tanh x - x) / x³` for `z = x²`, `|x| <= 0.625`.
  @inline(__always)
  static func tanhTail(_ z: Float) -> Float {
    var p: Float = 0x1.2c645ep-9
    p = p * z - 0x1.116328p-7
    p = p * z + 0x1.64a868p-6
    p = p * z - 0x1.ba08b4p-5
    p = p * z + 0x1.1110e8p-3
    return p * z - 0x1.555556p-2
  }
}

extension Double {
  /// The hyperbolic tangent.
  @inline(__always)
  static func tanh(_ x: Double) -> Double {
    let a = x.magnitude
    let z = a * a
    let near = a + a * z * tanhTail(z)
    let far = 1.0 - 2.0 / (exp(2.0 * a) + 1.0)
    return signed(a < 0.625 ? near : far, like: x)
  }

  /// `(tanh x - x) / x³` for `z = x²`, `|x| <= 0.625`.
  @inline(__always)
  static func tanhTail(_ z: Double) -> Double {
    var p: Double = 0x1.b2db5e7bcc919p-18
    p = p * z - 0x1.05a480ded4603p-15
    p = p * z + 0x1.843b2fbaf5a4dp-14
    p = p * z - 0x1.f240ed439921ep-13
    p = p * z + 0x1.3526b6d281e18p-11
    p = p * z - 0x1.7d9f6a1406a56p-10
    p = p * z + 0x1.d6d39a9164633p-9
    p = p * z - 0x1.226e34723e97bp-7
    p = p * z + 0x1.664f487e00f92p-6
    p = p * z - 0x1.ba1ba1ba0ef6p-5
    p = p * z + 0x1.11111111110a7p-3
    return p * z - 0x1.5555555555555p-2
  }
}
