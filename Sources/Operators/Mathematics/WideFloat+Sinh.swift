extension Float {
  /// The hyperbolic sine.
  @inline(__always)
  static func sinh(_ x: Float) -> Float {
    let a = x.magnitude
    let z = a * a
    let near = a + a * z * sinhTail(z)
    let half = expScaled(a, -1)
    let far = half - 0.25 / half
    return signed(a < 1.0 ? near : far, like: x)
  }

  /// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1`.
  @inline(__always)
  static func sinhTail(_ z: Float) -> Float {
    var p: Float = 0x1.78a70ep-19
    p = p * z + 0x1.a009p-13
    p = p * z + 0x1.11111ep-7
    return p * z + 0x1.555556p-3
  }
}

extension Double {
  /// The hyperbolic sine.
  @inline(__always)
  static func sinh(_ x: Double) -> Double {
    let a = x.magnitude
    let z = a * a
    let near = a + a * z * sinhTail(z)
    let half = expScaled(a, -1)
    let far = half - 0.25 / half
    return signed(a < 1.0 ? near : far, like: x)
  }

  /// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1`.
  @inline(__always)
  static func sinhTail(_ z: Double) -> Double {
    var p: Double = 0x1.b41232cf9950fp-41
    p = p * z + 0x1.611cb330c1fe8p-33
    p = p * z + 0x1.ae6460fae3728p-26
    p = p * z + 0x1.71de3a4e14f4p-19
    p = p * z + 0x1.a01a01a01ee7p-13
    p = p * z + 0x1.11111111110fdp-7
    return p * z + 0x1.5555555555555p-3
  }
}
