/// Numbers as reports print them.
package enum Printed {
  /// Three significant digits at most: `0.0123`, `4.56e-7`, `inf`.
  package static func number(_ x: Double) -> String {
    guard x.isFinite, x != 0 else { return x == 0 ? "0" : x.isNaN ? "nan" : x > 0 ? "inf" : "-inf" }
    var (exponent, leading) = (0, x.magnitude)
    while leading >= 10 {
      leading /= 10
      exponent += 1
    }
    while leading < 1 {
      leading *= 10
      exponent -= 1
    }
    var digits = Int((leading * 100).rounded())
    if digits == 1000 {
      digits = 100
      exponent += 1
    }
    let sign = x < 0 ? "-" : ""
    let (head, tail) = (digits / 100, digits % 100)
    switch exponent {
    case 0...2:
      let text = "\(digits)"
      let whole = text.prefix(exponent + 1)
      let rest = String(text.dropFirst(exponent + 1)).droppingZeros
      return sign + whole + (rest.isEmpty ? "" : ".\(rest)")
    case 3...5: return "\(sign)\(digits)" + String(repeating: "0", count: exponent - 2)
    case -3 ... -1:
      return "\(sign)0." + String(repeating: "0", count: -exponent - 1) + "\(digits)".droppingZeros
    default:
      let power = exponent < 0 ? "e-\(-exponent)" : "e\(exponent)"
      let rest = "\(tail < 10 ? "0" : "")\(tail)".droppingZeros
      return "\(sign)\(head)\(rest.isEmpty ? "" : ".\(rest)")\(power)"
    }
  }

  /// `12 %`, `3.4 ×`: a share of a bound.
  package static func share(_ x: Double) -> String {
    guard x.isFinite else { return "outside of any" }
    return x > 10 ? "\(number(x)) ×" : "\(number(x * 100)) %"
  }
}

extension String {
  /// Without zeros at the end.
  fileprivate var droppingZeros: String {
    String(reversed().drop { $0 == "0" }.reversed())
  }
}
