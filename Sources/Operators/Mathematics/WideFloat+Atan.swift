extension Float {
  /// The arc tangent.
  @inline(__always)
  static func atan(_ x: Float) -> Float {
    return signed(atanOfRatio(x.magnitude, 1.0), like: x)
  }

  /// `atan(y / x)` for `y, x >= 0` of which one is positive, and at most one infinite.
  @inline(__always)
  static func atanOfRatio(_ y: Float, _ x: Float) -> Float {
    let isSteep = y > x
    let n = isSteep ? x : y
    let d = isSteep ? y : x
    let isMiddle = n > 0.4375 * d
    let isUpper = n > 0.6875 * d
    let up = isUpper ? n - d : isMiddle ? n - 0.5 * d : n
    let down = isUpper ? n + d : isMiddle ? d + 0.5 * n : d
    let high: Float = isUpper ? 0x1.921fb6p-1 : isMiddle ? 0x1.dac67p-2 : 0.0
    let low: Float = isUpper ? -0x1.777a5cp-26 : isMiddle ? 0x1.586ed4p-28 : 0.0
    let t = up / down
    let z = t * t
    let rest = t * z * atanTail(z) + low
    let shallow = high + (t + rest)
    let steep = (0x1.921fb6p0 - high) - (t + (rest + 0x1.777a5cp-25))
    return isSteep ? steep : shallow
  }

  /// `(atan t - t) / t³` for `z = t²`, `|t| <= 7/16`.
  @inline(__always)
  static func atanTail(_ z: Float) -> Float {
    var p: Float = 0x1.8af548p-5
    p = p * z - 0x1.5d7524p-4
    p = p * z + 0x1.c4f138p-4
    p = p * z - 0x1.248622p-3
    p = p * z + 0x1.999968p-3
    return p * z - 0x1.555556p-2
  }
}

extension Double {
  /// The arc tangent.
  @inline(__always)
  static func atan(_ x: Double) -> Double {
    return signed(atanOfRatio(x.magnitude, 1.0), like: x)
  }

  /// `atan(y / x)` for `y, x >= 0` of which one is positive, and at most one infinite.
  @inline(__always)
  static func atanOfRatio(_ y: Double, _ x: Double) -> Double {
    let isSteep = y > x
    let n = isSteep ? x : y
    let d = isSteep ? y : x
    let isMiddle = n > 0.4375 * d
    let isUpper = n > 0.6875 * d
    let up = isUpper ? n - d : isMiddle ? n - 0.5 * d : n
    let down = isUpper ? n + d : isMiddle ? d + 0.5 * n : d
    let high: Double = isUpper ? 0x1.921fb54442d18p-1 : isMiddle ? 0x1.dac670561bb4fp-2 : 0.0
    let low: Double = isUpper ? 0x1.1a62633145c07p-55 : isMiddle ? 0x1.a2b7f222f65e2p-56 : 0.0
    let t = up / down
    let z = t * t
    let rest = t * z * atanTail(z) + low
    let shallow = high + (t + rest)
    let steep = (0x1.921fb54442d18p0 - high) - (t + (rest - 0x1.1a62633145c07p-54))
    return isSteep ? steep : shallow
  }

  /// `(atan t - t) / t³` for `z = t²`, `|t| <= 7/16`.
  @inline(__always)
  static func atanTail(_ z: Double) -> Double {
    var p: Double = 0x1.e3ddb8d3850abp-7
    p = p * z - 0x1.0f54730d6c30ep-5
    p = p * z + 0x1.6ffb4e901f5dbp-5
    p = p * z - 0x1.ab582fd05ec97p-5
    p = p * z + 0x1.e1704532a7e28p-5
    p = p * z - 0x1.110c9a0c8644ap-4
    p = p * z + 0x1.3b1375a0eb258p-4
    p = p * z - 0x1.745d154ac3da3p-4
    p = p * z + 0x1.c71c71bd21787p-4
    p = p * z - 0x1.2492492485417p-3
    p = p * z + 0x1.99999999998c4p-3
    return p * z - 0x1.5555555555555p-2
  }
}
