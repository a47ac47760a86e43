extension Float {
  /// The hyperbolic sine.
  @inline(__always)
  static func sinh(_ x: Float) -> Float {
    let a = x.magnitude
    let z = a * a
    let near = a + a * z * sinhTail(z)
    let half = expScaled(a, -1)
    let far = half - 0.25 / half
    return signed(a < 1.5 ? near : far, like: x)
  }

  /// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1.5`.
  @inline(__always)
  static func sinhTail(_ z: Float) -> Float {
    var p: Float = 0x1.be416ap-26
    p = p * z + 0x1.719f24p-19
    p = p * z + 0x1.a01acep-13
    p = p * z + 0x1.11111p-7
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
    return signed(a < 1.5 ? near : far, like: x)
  }

  /// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1.5`.
  @inline(__always)
  static func sinhTail(_ z: Double) -> Double {
    var p: Double = 0x1.36b7f3f21ac47p-57
    p = p * z + 0x1.950cdb259a14ap-49
    p = p * z + 0x1.ae7f86d0ce64ap-41
    p = p * z + 0x1.612460da0bffbp-33
    p = p * z + 0x1.ae64567feb5c8p-26
    p = p * z + 0x1.71de3a556bee6p-19
    p = p * z + 0x1.a01a01a01a021p-13
    p = p * z + 0x1.1111111111111p-7
    return p * z + 0x1.5555555555555p-3
  }
}
