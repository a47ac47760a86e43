extension Float {
  /// The error function.
  @inline(__always)
  static func erf(_ x: Float) -> Float {
    let a = x.magnitude
    let near = a + a * erfTail(a * a)
    let bounded = a > 3.95 ? 3.95 : a
    let far = 1.0 - exp(-erfcLogarithm(bounded))
    return signed(a < 0.875 ? near : far, like: x)
  }

  /// `erf x / x - 1` for `z = x²`, `|x| <= 0.875`.
  @inline(__always)
  static func erfTail(_ z: Float) -> Float {
    var p: Float = 0x1.6c7d2cp-14
    p = p * z - 0x1.aead54p-11
    p = p * z + 0x1.553fb6p-8
    p = p * z - 0x1.b81a28p-6
    p = p * z + 0x1.ce2e8ap-4
    p = p * z - 0x1.812744p-2
    return p * z + 0x1.06eba8p-3
  }

  /// `-log(erfc x)` for `0.87 <= x <= 3.95`.
  @inline(__always)
  static func erfcLogarithm(_ x: Float) -> Float {
    var p: Float = 0x1.0552cep-24
    p = p * x - 0x1.8751bp-20
    p = p * x + 0x1.cd070ap-17
    p = p * x - 0x1.91aff6p-15
    p = p * x - 0x1.e03caep-13
    p = p * x + 0x1.f189fep-9
    p = p * x - 0x1.94dc96p-6
    p = p * x + 0x1.ba92bp-4
    p = p * x + 0x1.4448d8p-1
    p = p * x + 0x1.212a98p0
    return p * x - 0x1.8d70a4p-13
  }
}

extension Double {
  /// The error function.
  @inline(__always)
  static func erf(_ x: Double) -> Double {
    let a = x.magnitude
    if a < 0.875 {
      return signed(a + a * erfTail(a * a), like: x)
    }
    let bounded = a > 6.0 ? 6.0 : a
    return signed(1.0 - erfcFar(bounded), like: x)
  }

  /// `erf x / x - 1` for `z = x²`, `|x| <= 0.875`.
  @inline(__always)
  static func erfTail(_ z: Double) -> Double {
    var p: Double = -0x1.dc6adc0d3d3fdp-31
    p = p * z + 0x1.e54039990b808p-27
    p = p * z - 0x1.5dcef20d2ebffp-23
    p = p * z + 0x1.b9c0eeb9d5442p-20
    p = p * z - 0x1.f4d01949bd26cp-17
    p = p * z + 0x1.f9a30fd14ed2p-14
    p = p * z - 0x1.c02db363ca5efp-11
    p = p * z + 0x1.565bcd0bcb23dp-8
    p = p * z - 0x1.b82ce3127b6bap-6
    p = p * z + 0x1.ce2f21a0429b5p-4
    p = p * z - 0x1.812746b0379e5p-2
    return p * z + 0x1.06eba8214db69p-3
  }
}
