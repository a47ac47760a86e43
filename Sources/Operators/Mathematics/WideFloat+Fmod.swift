extension Float {
  /// `x - n·y` with `n = x / y` truncated, exactly; the sign is that of `x`.
  static func fmod(_ x: Float, _ y: Float) -> Float {
    let a = x.magnitude
    let b = y.magnitude
    if !(a < Float.infinity) || !(b > 0.0) {
      return Float.nan
    }
    if a < b {
      return x
    }
    let aBits: UInt32 = a.bitPattern
    let bBits: UInt32 = b.bitPattern
    let aField: Int32 = Int32(truncatingIfNeeded: aBits &>> 23)
    let bField: Int32 = Int32(truncatingIfNeeded: bBits &>> 23)
    let aImplied: UInt32 = aField > 0 ? 0x00800000 : 0
    let bImplied: UInt32 = bField > 0 ? 0x00800000 : 0
    let divisor: UInt32 = (bBits & 0x007fffff) | bImplied
    var rest: UInt32 = ((aBits & 0x007fffff) | aImplied) % divisor
    let aExponent: Int32 = aField > 0 ? aField : 1
    let bExponent: Int32 = bField > 0 ? bField : 1
    var steps: Int32 = aExponent &- bExponent
    while steps > 0 {
      let step: Int32 = steps > 8 ? 8 : steps
      rest = (rest &<< UInt32(truncatingIfNeeded: step)) % divisor
      steps = steps &- step
    }
    let y0 = remainderValue(rest, bExponent)
    return signed(y0, like: x)
  }

  /// `rest · 2^(exponent - bias - 23)`, for a rest below `2^(23 + 1)`.
  @inline(__always)
  static func remainderValue(_ rest: UInt32, _ exponent: Int32) -> Float {
    if rest == 0 {
      return 0.0
    }
    let room: Int32 = leadingZeros(rest) &- 8
    let shift: Int32 = room < exponent &- 1 ? room : exponent &- 1
    let digits: UInt32 = rest &<< UInt32(truncatingIfNeeded: shift)
    let field: Int32 = exponent &- shift
    let isNormal = digits >= 0x00800000
    let high: UInt32 = isNormal ? UInt32(truncatingIfNeeded: field &- 1) &<< 23 : 0
    return Float(bitPattern: digits &+ high)
  }
}

extension Double {
  /// `x - n·y` with `n = x / y` truncated, exactly; the sign is that of `x`.
  static func fmod(_ x: Double, _ y: Double) -> Double {
    let a = x.magnitude
    let b = y.magnitude
    if !(a < Double.infinity) || !(b > 0.0) {
      return Double.nan
    }
    if a < b {
      return x
    }
    let aBits: UInt64 = a.bitPattern
    let bBits: UInt64 = b.bitPattern
    let aField: Int32 = Int32(truncatingIfNeeded: aBits &>> 52)
    let bField: Int32 = Int32(truncatingIfNeeded: bBits &>> 52)
    let aImplied: UInt64 = aField > 0 ? 0x0010000000000000 : 0
    let bImplied: UInt64 = bField > 0 ? 0x0010000000000000 : 0
    let divisor: UInt64 = (bBits & 0x000fffffffffffff) | bImplied
    var rest: UInt64 = ((aBits & 0x000fffffffffffff) | aImplied) % divisor
    let aExponent: Int32 = aField > 0 ? aField : 1
    let bExponent: Int32 = bField > 0 ? bField : 1
    var steps: Int32 = aExponent &- bExponent
    while steps > 0 {
      let step: Int32 = steps > 11 ? 11 : steps
      rest = (rest &<< UInt64(truncatingIfNeeded: step)) % divisor
      steps = steps &- step
    }
    let y0 = remainderValue(rest, bExponent)
    return signed(y0, like: x)
  }

  /// `rest · 2^(exponent - bias - 52)`, for a rest below `2^(52 + 1)`.
  @inline(__always)
  static func remainderValue(_ rest: UInt64, _ exponent: Int32) -> Double {
    if rest == 0 {
      return 0.0
    }
    let room: Int32 = leadingZeros(rest) &- 11
    let shift: Int32 = room < exponent &- 1 ? room : exponent &- 1
    let digits: UInt64 = rest &<< UInt64(truncatingIfNeeded: shift)
    let field: Int32 = exponent &- shift
    let isNormal = digits >= 0x0010000000000000
    let high: UInt64 = isNormal ? UInt64(truncatingIfNeeded: field &- 1) &<< 52 : 0
    return Double(bitPattern: digits &+ high)
  }
}
