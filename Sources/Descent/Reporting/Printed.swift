internal import Reports

/// Numbers as reports print them.
package enum Printed {
  /// Three significant digits at most: `0.0123`, `4.56e-07`, `inf`.
  package static func number(_ x: Double) -> String {
    let text = "\(x.rounded(significant: 3))"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `12 %`, `3.4 ×`: a share of a bound.
  package static func share(_ x: Double) -> String {
    guard x.isFinite else { return "outside of any" }
    return x > 10 ? "\(number(x)) ×" : "\(number(x * 100)) %"
  }
}
