@testable import Operators

/// The functions by name.
enum MathematicsTable {
  static func unary<F: WideFloat>(_ name: String, _ x: F) -> F {
    switch name {
    case "exp": .exp(x)
    case "expm1": .expm1(x)
    case "log": .log(x)
    case "log2": .log2(x)
    case "log10": .log10(x)
    case "log1p": .log1p(x)
    case "sin": .sin(x)
    case "cos": .cos(x)
    case "tan": .tan(x)
    case "asin": .asin(x)
    case "acos": .acos(x)
    case "atan": .atan(x)
    case "sinh": .sinh(x)
    case "cosh": .cosh(x)
    case "tanh": .tanh(x)
    case "asinh": .asinh(x)
    case "acosh": .acosh(x)
    case "atanh": .atanh(x)
    case "erf": .erf(x)
    case "erfc": .erfc(x)
    default: .nan
    }
  }

  static func binary<F: WideFloat>(_ name: String, _ x: F, _ y: F) -> F {
    switch name {
    case "pow": .pow(x, y)
    case "atan2": .atan2(x, y)
    case "fmod": .fmod(x, y)
    default: .nan
    }
  }

  /// The largest errors in ulps that sweeps of millions of points found, rounded up.
  static let bounds: [String: (float: Double, double: Double)] = [
    "acos": (0.90, 0.89),
    "acosh": (0.85, 0.84),
    "asin": (0.86, 0.87),
    "asinh": (1.14, 1.24),
    "atan": (0.90, 1.25),
    "atan2": (1.44, 1.45),
    "atanh": (1.34, 1.28),
    "cos": (0.83, 0.87),
    "cosh": (1.41, 1.37),
    "erf": (1.21, 0.98),
    "erfc": (1.32, 1.35),
    "exp": (0.96, 0.95),
    "expm1": (1.48, 1.46),
    "fmod": (0.00, 0.00),
    "log": (0.84, 0.84),
    "log10": (0.75, 0.70),
    "log1p": (0.85, 0.82),
    "log2": (0.84, 0.81),
    "pow": (0.87, 0.87),
    "sin": (0.84, 0.84),
    "sinh": (1.51, 1.51),
    "tan": (1.01, 1.09),
    "tanh": (1.34, 1.32),
  ]
}
