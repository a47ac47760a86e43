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

  /// `erfc x` for `0.5 <= x <= 28`: `e^-x² · p(t) / (1 + 2x)` with `t = (x - 2) / (x + 2)`.
  static func erfcFar(_ x: Float) -> Float {
    let t = (x - 2.0) / (x + 2.0)
    let numerator = fastTwoSum(0x1.46e80ep0, 0x1.03b15ap-27 + t * erfcFarTail(t))
    let scale = quotient(numerator, fastTwoSum(2.0 * x, 1.0))
    let high = leadingHalf(x)
    let low = -((x - high) * (x + high))
    let exponent = fastTwoSum(-(high * high), low + scale.low / scale.high)
    return expOfPair(exponent, scale.high)
  }

  /// The smooth factor of `erfcFar`, less its value at zero, over t.
  @inline(__always)
  static func erfcFarTail(_ t: Float) -> Float {
    var p: Float = 0x1.15bdc2p-15
    p = p * t + 0x1.ec3748p-13
    p = p * t - 0x1.7484a6p-12
    p = p * t - 0x1.85fdfp-10
    p = p * t + 0x1.43f34cp-10
    p = p * t + 0x1.1e2d1p-7
    p = p * t - 0x1.070f86p-7
    p = p * t - 0x1.bc2ea8p-5
    p = p * t + 0x1.4ff9e2p-3
    p = p * t - 0x1.5407b6p-3
    return p * t - 0x1.7bf5eap-4
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

  /// `erfc x` for `0.5 <= x <= 28`: `e^-x² · p(t) / (1 + 2x)` with `t = (x - 2) / (x + 2)`.
  static func erfcFar(_ x: Double) -> Double {
    let t = (x - 2.0) / (x + 2.0)
    let numerator = fastTwoSum(0x1.46e80e2277953p0, 0x1.9bd73db15f39dp-54 + t * erfcFarTail(t))
    let scale = quotient(numerator, fastTwoSum(2.0 * x, 1.0))
    let high = leadingHalf(x)
    let low = -((x - high) * (x + high))
    let exponent = fastTwoSum(-(high * high), low + scale.low / scale.high)
    return expOfPair(exponent, scale.high)
  }

  /// The smooth factor of `erfcFar`, less its value at zero, over t.
  @inline(__always)
  static func erfcFarTail(_ t: Double) -> Double {
    var p: Double = -0x1.cbd19b6a8e21bp-24
    p = p * t + 0x1.b05e190481b4ep-23
    p = p * t + 0x1.649bf975fc1a5p-22
    p = p * t - 0x1.b316815ecb25dp-22
    p = p * t - 0x1.fcb7394daee9ap-21
    p = p * t - 0x1.2caa9eee398b8p-21
    p = p * t + 0x1.9a11d5683d90ep-20
    p = p * t + 0x1.5a19c3bdf036fp-18
    p = p * t + 0x1.f2ba3ce32dc6cp-19
    p = p * t - 0x1.c416dab74fcf3p-17
    p = p * t - 0x1.3193a9ca0fea6p-15
    p = p * t - 0x1.96446a3337c92p-20
    p = p * t + 0x1.3cc1238b10b5p-13
    p = p * t + 0x1.b0c8c7ba1c4c9p-13
    p = p * t - 0x1.dc693ad982de7p-12
    p = p * t - 0x1.7de5218f515c8p-10
    p = p * t + 0x1.4d461d5511cp-10
    p = p * t + 0x1.1dd2ec916850cp-7
    p = p * t - 0x1.07423404b45f4p-7
    p = p * t - 0x1.bc2b956199a3bp-5
    p = p * t + 0x1.4ffa1e14e288bp-3
    p = p * t - 0x1.5407bebf3243cp-3
    return p * t - 0x1.7bf5ec1700634p-4
  }
}
