internal import Glibc
internal import Graphs
internal import Tensors

/// Random numbers as what is left of them without their means: independent, of mean 0, at most 1 in size.
struct Draws: Sendable {
  /// The false alarms that a case may have: one in so many.
  static let falseAlarm = 1e-9
  /// The tests that a case has at most, which share them.
  private static let testCount = 64.0

  let rests: [Double]
  /// Each one's variance.
  let variances: [Double]
  /// Places that a test weighs by 1 or -1: which side of one half a probability lies.
  let sides: [Double]
  /// How far a rest may be off because the output's type rounds.
  let slack: Double
  /// Numbers that should be spread evenly between 0 and 1; none where few numbers may come.
  let shares: [Double]

  /// `|Σ x| <= b L / 3 + √((b L / 3)² + 2 V L)` with a probability of at least `1 - 2 e^-L` for independent
  /// numbers, or a martingale's differences, of mean 0, at most b in size and with variances of sum V
  /// (Bernstein, Freedman); `L = ln(2 · 64 / 1e-9) = 25.6`.
  static func limit(variance: Double, bound: Double) -> Double {
    let logarithm = log(2 * testCount / falseAlarm)
    let linear = bound * logarithm / 3
    return linear + (linear * linear + 2 * variance * logarithm).squareRoot()
  }

  /// Why these are no draws; `nil` where nothing speaks against it.
  var objection: String? {
    let sum = rests.reduce(0, +)
    let variance = variances.reduce(0, +)
    let count = Double(rests.count)
    let most = Self.limit(variance: variance, bound: 1) + slack * count
    if sum.magnitude > most {
      return "their sum is \(sum.short) off its mean, at most \(most.short) is likely"
    }
    let sided = zip(rests, sides).reduce(0) { $0 + $1.0 * $1.1 }
    if sided.magnitude > most {
      return "they follow their probabilities by \(sided.short), at most \(most.short) is likely"
    }
    let bins = 8
    if !shares.isEmpty {
      let own = 1 / Double(bins)
      let most = Self.limit(variance: count * own * (1 - own), bound: 1) + 2 * slack * count
      for bin in 0..<bins {
        let found = Double(shares.count { min(bins - 1, max(0, Int($0 * Double(bins)))) == bin })
        if (found - count * own).magnitude > most {
          return "\(Int(found)) of \(Int(count)) lie in one eighth of their range"
        }
      }
    }
    for lag in [1, 2, 4] where rests.count > lag {
      if let objection = correlation(Array(rests.dropFirst(lag)), "those \(lag) places on") {
        return objection
      }
    }
    return nil
  }

  /// Whether these numbers go with others that should know nothing of them.
  func correlation(_ others: [Double], _ name: String) -> String? {
    let products = zip(rests, others).reduce(0) { $0 + $1.0 * $1.1 }
    let largest = rests.reduce(0) { max($0, $1.magnitude) }
    let variance = zip(variances, others).reduce(0) { $0 + $1.0 } * largest * largest
    let most =
      Self.limit(variance: variance, bound: largest * largest) + slack * Double(rests.count)
    guard products.magnitude > most else { return nil }
    return "they go with \(name) by \(products.short), at most \(most.short) is likely"
  }
}

extension Draws {
  /// An output's draws.
  ///
  /// - Throws: a ``DrawsError`` of numbers that the distribution does not have.
  init(_ output: Tensor, _ distribution: Distribution, mask: Tensor?) throws(DrawsError) {
    let numbers = output.numbers ?? []
    let epsilon = output.dtype.floatFormat?.epsilon ?? 0
    switch distribution {
    case .uniform(let low, let high):
      let room = epsilon * max(low.magnitude, high.magnitude)
      if let odd = numbers.first(where: { !($0 >= low - room && $0 <= high + room) }) {
        throw DrawsError("\(odd) is outside of \(low)..<\(high)")
      }
      let shares = numbers.map { high > low ? ($0 - low) / (high - low) : 0.5 }
      self.init(shares: shares, slack: room / max(high - low, .leastNormalMagnitude))
    case .normal(let mean, let scale):
      if let odd = numbers.first(where: { !$0.isFinite }) { throw DrawsError("\(odd) is no draw") }
      let shares = numbers.map { 0.5 * erfc(-($0 - mean) / (scale * 2.0.squareRoot())) }
      let room =
        epsilon * (mean.magnitude + 8 * scale.magnitude) / max(scale, .leastNormalMagnitude)
      self.init(shares: shares, slack: room)
    case .bernoulli(let p):
      if let odd = numbers.first(where: { $0 != 0 && $0 != 1 }) {
        throw DrawsError("\(odd) is neither 0 nor 1")
      }
      guard p.count == numbers.count else { throw DrawsError("\(p.count) probabilities") }
      self.init(ones: numbers, p)
    case .classes(let rows, let count):
      guard numbers.count == rows.count * count else {
        throw DrawsError("\(numbers.count) draws from \(rows.count) rows")
      }
      let classes = rows.first?.count ?? 0
      if let odd = numbers.first(where: { $0 < 0 || $0 >= Double(classes) }) {
        throw DrawsError("class \(odd) of \(classes)")
      }
      // A class's number less its mean, over how many there are.
      var (rests, variances): ([Double], [Double]) = ([], [])
      for (place, number) in numbers.enumerated() {
        let row = rows[place / max(count, 1)]
        let mean = row.indices.reduce(0.0) { $0 + row[$1] * Double($1) }
        let square = row.indices.reduce(0.0) { $0 + row[$1] * Double($1 * $1) }
        let width = Double(max(classes - 1, 1))
        rests.append((number - mean) / width)
        variances.append((square - mean * mean) / (width * width))
      }
      self.init(
        rests: rests, variances: variances, sides: rests.map { _ in 1 }, slack: 0, shares: [])
    case .kept(let x, let ratio):
      let kept = mask?.numbers ?? numbers.indices.map { numbers[$0] != 0 || x[$0] == 0 ? 1 : 0 }
      guard x.count == numbers.count, kept.count == numbers.count else {
        throw DrawsError("\(numbers.count) numbers for \(x.count)")
      }
      for place in x.indices {
        let expected = kept[place] != 0 ? x[place] / (1 - ratio) : 0
        if !((numbers[place] - expected).magnitude <= 2 * epsilon * expected.magnitude)
          && !(numbers[place].isNaN && expected.isNaN) && numbers[place] != expected
        {
          throw DrawsError("\(x[place]) became \(numbers[place]), expected \(expected)")
        }
      }
      self.init(ones: kept, Array(repeating: 1 - ratio, count: kept.count))
    }
  }

  private init(ones: [Double], _ p: [Double]) {
    self.init(
      rests: zip(ones, p).map { $0 - $1 }, variances: p.map { $0 * (1 - $0) },
      sides: p.map { $0 < 0.5 ? -1 : 1 }, slack: 0, shares: [])
  }

  private init(shares: [Double], slack: Double) {
    self.init(
      rests: shares.map { $0 - 0.5 }, variances: shares.map { _ in 1.0 / 12 },
      sides: shares.map { _ in 1 }, slack: slack, shares: shares)
  }

  /// Those of several runs, one after the other.
  static func + (a: Draws, b: Draws) -> Draws {
    Draws(
      rests: a.rests + b.rests, variances: a.variances + b.variances, sides: a.sides + b.sides,
      slack: max(a.slack, b.slack), shares: a.shares + b.shares)
  }
}

/// Numbers that are no draws at all.
struct DrawsError: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

extension Double {
  fileprivate var short: String { "\((self * 1000).rounded() / 1000)" }
}
