/// How far the elements of an output may be from what is expected.
package struct OutputTolerance: Sendable, Hashable, Codable {
  /// A share of each element's own expected number; 0 where the largest one decides.
  package var rtol: Double
  package var atol: Double
  /// A share of the output's largest expected number; `nil` where each element's own decides.
  package var relativeToLargest: Double?

  package init(rtol: Double = 0, atol: Double, relativeToLargest: Double? = nil) {
    self.rtol = rtol
    self.atol = atol
    self.relativeToLargest = relativeToLargest
  }

  /// The bound on `|a - e|` that all elements share: `max(atol, relativeToLargest · max |e|)`.
  ///
  /// An output of zeros, or without a finite number, has only `atol`. `nil` where each element has
  /// a bound of its own.
  func sharedBound(largest: Double) -> Double? {
    relativeToLargest.map { max(atol, $0 * largest) }
  }
}

extension OutputTolerance: CustomStringConvertible {
  /// `a = e`, `|a − e| ≤ 1e-07 + 0.001 · |e|`, or `|a − e| ≤ 0.0001 · max |e|, at least 1e-07`.
  package var description: String {
    guard let relativeToLargest else {
      return rtol == 0 && atol == 0 ? "a = e" : "|a − e| ≤ \(atol) + \(rtol) · |e|"
    }
    return "|a − e| ≤ \(relativeToLargest) · max |e|" + (atol > 0 ? ", at least \(atol)" : "")
  }
}
