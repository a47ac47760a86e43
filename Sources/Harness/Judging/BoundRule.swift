package import Graphs
package import Tensors

/// The quality verdict: whether each element is as near to the exact result as its operator states.
///
/// An element's share is `|a - e| / (b + h)`, with the exact result `e` as doubles make it, the stated
/// bound `b` and `h`, half a unit of the output's type around `|e| + b`. Above 1 it is outside. float64
/// is held against a result that has errors of its own kind, so it has twice both.
///
/// - Special values: NaN equals NaN. An infinity is right where `|e| + b` exceeds the type's largest
///   number, and a zero where `|e| - b` is below its least normal one, if the runtime flushes.
/// - Where every bit is defined, another number is outside by any bound.
/// - Elements whose bound is infinite are counted and not judged.
package struct BoundRule: Sendable {
  package let flushesSubnormals: Bool

  package init(flushesSubnormals: Bool = false) { self.flushesSubnormals = flushesSubnormals }

  /// What the bound says of one output.
  package struct Verdict: Sendable, Hashable, Codable {
    /// Elements of which a bound is stated.
    package var bounded = 0
    /// Those that are outside of it.
    package var outside = 0
    /// The largest share of the bound; above 1 is outside. `nil` where none is stated.
    package var share: Double?
    /// Where that element is, in row-major order.
    package var worst: Int?
    /// The widest bound over the output's largest number, both finite: how much the verdict lets pass.
    package var widest: Double?

    package init() {}
  }

  /// Holds an output's tensors against its estimate, by the names that comparisons give them.
  package func judge(
    _ found: Value, against estimate: Estimate, named name: String
  ) -> [(String, Verdict)] {
    if found.tensor != nil { return judge(found, against: estimate).map { [(name, $0)] } ?? [] }
    var (mine, others): ([String: Tensor], [String: Tensor]) = ([:], [:])
    found.collectTensors(named: name, into: &mine)
    estimate.value.collectTensors(named: name, into: &others)
    return mine.keys.sorted().compactMap { part in
      guard let tensor = mine[part], let exact = others[part] else { return nil }
      return judge(.tensor(tensor), against: Estimate(exact: .tensor(exact))).map { (part, $0) }
    }
  }

  /// Holds a tensor against its estimate; `nil` where it has another type or shape.
  package func judge(_ found: Value, against estimate: Estimate) -> Verdict? {
    guard let tensor = found.tensor, let exact = estimate.tensor, let dtype = estimate.dtype,
      tensor.dtype == dtype, tensor.shape == exact.shape
    else { return nil }
    var verdict = Verdict()
    guard let expected = exact.numbers, let values = tensor.numbers else {
      return whole(tensor, exact, &verdict)
    }
    let isWide = dtype == .int64 || dtype == .uint64
    var (largest, widest) = (0.0, 0.0)
    for place in expected.indices {
      guard let allowed = allowance(dtype, expected[place], estimate.errors?[place]) else {
        continue
      }
      if expected[place].isFinite {
        largest = max(largest, expected[place].magnitude)
        widest = max(widest, allowed)
      }
      var share = share(values[place], expected[place], dtype, allowed)
      // 64-bit integers are more than doubles tell apart.
      if isWide, share == 0, estimate.errors == nil,
        tensor.integerBits(place) != exact.integerBits(place)
      {
        share = .infinity
      }
      verdict.add(share, at: place)
    }
    if largest > 0 { verdict.widest = widest / largest }
    return verdict
  }

  /// Strings and complex numbers, of which every bit is defined.
  private func whole(_ found: Tensor, _ exact: Tensor, _ verdict: inout Verdict) -> Verdict? {
    guard found.dtype == exact.dtype else { return nil }
    let isEqual = found.hasBits(of: exact)
    for place in 0..<found.count { verdict.add(isEqual ? 0 : .infinity, at: place) }
    return verdict
  }

  /// How far an element may be from the exact result; `nil` where nothing is stated.
  private func allowance(_ dtype: DType, _ exact: Double, _ error: Double?) -> Double? {
    guard let error else { return 0 }
    guard error.isFinite || !exact.isFinite else { return nil }
    guard let format = dtype.floatFormat, exact.isFinite else { return error }
    let rounding = format.halfUnit(at: exact.magnitude + error)
    // What the exact result itself lacks: doubles have made it.
    let own = exact.magnitude * 0x1p-52
    return dtype == .double ? 2 * (error + rounding) : error + rounding + own
  }

  private func share(
    _ found: Double, _ exact: Double, _ dtype: DType, _ allowed: Double
  ) -> Double {
    if found == exact || (found.isNaN && exact.isNaN) { return 0 }
    if found.isNaN || exact.isNaN { return .infinity }
    if allowed > 0, let format = dtype.floatFormat {
      let reach = exact.magnitude + allowed
      if found.magnitude >= format.greatest || found.isInfinite, reach >= format.greatest,
        (found < 0) == (exact < 0)
      {
        return 0
      }
      if flushesSubnormals, found == 0, exact.magnitude - allowed < format.leastNormal { return 0 }
    }
    let distance = (found - exact).magnitude
    return allowed > 0 ? distance / allowed : .infinity
  }
}

extension BoundRule.Verdict {
  fileprivate mutating func add(_ share: Double, at place: Int) {
    bounded += 1
    if share > 1 { outside += 1 }
    if share > self.share ?? -1 {
      self.share = share
      worst = place
    }
  }
}

extension Tensor {
  fileprivate func integerBits(_ place: Int) -> UInt64? {
    switch elements {
    case .int64(let x): UInt64(bitPattern: x[place])
    case .uint64(let x): x[place]
    default: nil
    }
  }
}
