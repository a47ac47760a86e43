extension Double {
  func rounded(digits: Int) -> Double {
    guard isFinite else { return self }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return (self * scale).rounded() / scale
  }

  /// This many significant digits: for reading, not for computing.
  package func rounded(significant digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    var exponent = 0
    var leading = magnitude
    while leading >= 10 {
      leading /= 10
      exponent += 1
    }
    while leading < 1 {
      leading *= 10
      exponent -= 1
    }
    var unit = 1.0
    for _ in 1..<digits { unit *= 10 }
    let mantissa = (leading * unit).rounded() / unit
    return Double("\(self < 0 ? "-" : "")\(mantissa)e\(exponent)") ?? self
  }
}
