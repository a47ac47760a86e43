/// A number and how far a run's may be from it, in the arithmetic of a unit roundoff.
struct Ball: Sendable {
  let value: Double
  let error: Double
  let unit: Double

  /// A number that is given.
  init(_ value: Double, error: Double = 0, unit: Double) {
    self.value = value
    self.error = error
    self.unit = unit
  }

  /// A result with its rounding.
  fileprivate init(rounding value: Double, carried: Double, unit: Double, steps: Double = 1) {
    let own = value.isFinite ? steps * unit * (value.magnitude + carried) : 0
    self.init(value, error: (carried + own).isNaN ? .infinity : carried + own, unit: unit)
  }

  private var reach: Double { value.magnitude + error }

  /// The sum in any order.
  static func sum(_ terms: [Ball], unit: Double) -> Ball {
    dot(terms, Array(repeating: Ball(1, unit: unit), count: terms.count), unit: unit)
  }

  /// The sum of products in any order, fused or not; ``EstimateRequest/summed(_:terms:steps:)`` has the
  /// reason.
  static func dot(_ x: [Ball], _ y: [Ball], unit: Double) -> Ball {
    var (value, size, reach) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      value += a.value * b.value
      size += (a.value * b.value).magnitude
      reach += a.reach * b.reach
    }
    let count = Double(x.count)
    let partial = (reach + min(value.magnitude, reach)) / 2
    let own = (max(count - 1, 0) * partial + reach) * (1 + count * unit)
    return Ball(value, error: reach - size + unit * own, unit: unit)
  }

  static func + (a: Ball, b: Ball) -> Ball {
    Ball(rounding: a.value + b.value, carried: a.error + b.error, unit: a.unit)
  }
  static func - (a: Ball, b: Ball) -> Ball {
    Ball(rounding: a.value - b.value, carried: a.error + b.error, unit: a.unit)
  }
  static func * (a: Ball, b: Ball) -> Ball {
    let carried = a.reach * b.reach - (a.value * b.value).magnitude
    return Ball(rounding: a.value * b.value, carried: carried, unit: a.unit)
  }

  /// A function at the ends and the middle.
  func map(ulps: Double, _ f: (Double) -> Double) -> Ball {
    let (middle, low, high) = (f(value), f(value - error), f(value + error))
    let carried = max((low - middle).magnitude, (high - middle).magnitude)
    return Ball(rounding: middle, carried: carried, unit: unit, steps: 2 * ulps)
  }
}

extension Ball {
  static func / (a: Ball, b: Ball) -> Ball {
    let least = b.value.magnitude - b.error
    let value = a.value / b.value
    let carried =
      a.error == 0 && b.error == 0
      ? 0 : least > 0 ? (a.error + value.magnitude * b.error) / least : .infinity
    return Ball(rounding: value, carried: carried, unit: a.unit, steps: 2)
  }

  /// Of a number that is not negative.
  var squareRoot: Ball { map(ulps: 1) { max($0, 0).squareRoot() } }
}
