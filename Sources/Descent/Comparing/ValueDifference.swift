internal import Graphs
internal import Harness
package import Tensors

/// How two runtimes' values of one output differ.
package struct ValueDifference: Sendable, Hashable, Codable {
  /// Elements, and how many of them are not the same number.
  package var elements = 0
  package var differing = 0
  /// `max |a - b|`.
  package var largestDistance = 0.0
  /// The same over `max |b|`; `nil` for an output of zeros, and where types or shapes differ.
  package var relative: Double?
  /// Units in the last place between the two at the worst element; `nil` where that has no meaning.
  package var ulps: Int?
  /// The element that is furthest off, and what the two have there.
  package var worst: [Int]?
  package var first: String?
  package var second: String?
  /// The two types, where they are not one.
  package var kind: String?

  /// `nil` where both have the same bits, or differ in NaN's bits and zero's sign alone.
  package init?(_ second: Value, from first: Value) {
    guard !second.hasBits(of: first) else { return nil }
    let judgement = OfficialRule(rtol: 0, atol: 0).judge(second, expected: first, output: "")
    for comparison in judgement.comparisons {
      elements += comparison.elements
      differing += comparison.mismatches
      guard comparison.mismatches > 0 else { continue }
      guard let furthest = comparison.worst.first,
        worst == nil || comparison.maxAbs > largestDistance
      else { continue }
      largestDistance = max(largestDistance, comparison.maxAbs)
      worst = furthest.index
      ulps = furthest.ulp
      self.first = furthest.expected
      self.second = furthest.found
    }
    if judgement.mismatch != nil, differing == 0 {
      differing = max(elements, 1)
      kind = "\(ValueType(of: first).sentence) and \(ValueType(of: second).sentence)"
    }
    guard differing > 0 else { return nil }
    if let tensor = first.tensor, tensor.dtype != .string, kind == nil {
      let largest = tensor.largestMagnitude
      let hasSpecials = judgement.mismatch?.cause == .special
      relative = hasSpecials ? .infinity : largest > 0 ? largestDistance / largest : nil
    }
  }
}
