/// How the bits of two runtimes' values in one case stand to one another.
package struct BitsComparison: Sendable, Hashable, Codable {
  package var `case`: CaseID
  package var a: String
  package var b: String
  package var outcome: Outcome
  /// Elements that were held against each other.
  package var elements: Int
  /// Those that differ in some bit; a NaN is any other NaN.
  package var differing: Int
  /// Those that differ because `b` takes subnormal numbers for zero: `a` has their bits when it does so
  /// too. ``differing`` leaves them out.
  package var flushed = 0
  /// What the case tests: one operator, or of a model all that it has.
  package var operators: [String]
  /// A sentence: the first difference, or who has no values and why.
  package var reason: String?

  package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    case equal
    case different
    /// Different in nothing but what one of the two takes for zero because it is subnormal.
    case flushed
    /// One of the two has no values.
    case oneSided = "one-sided"
    /// Neither has values, so that nothing was compared.
    case none
  }

  /// Holds the digests of two records of one case against each other.
  package init(_ one: CaseRecord, _ other: CaseRecord) {
    `case` = one.case
    (a, b) = (one.runtime, other.runtime)
    operators = one.facets.matrixOperator.map { [$0] } ?? one.facets.operators
    elements = one.outputs.reduce(0) { $0 + $1.elements }
    differing = 0
    switch (one.bits, other.bits) {
    case (nil, nil): outcome = .none
    case (let a?, let b?): outcome = a == b ? .equal : .different
    default: outcome = .oneSided
    }
    let empty = one.bits == nil ? one : other
    if outcome == .none || outcome == .oneSided {
      reason = "\(empty.runtime) has no values: \(empty.reason ?? empty.status.description)"
      elements = 0
    }
  }

  package var isFine: Bool {
    switch outcome {
    case .equal, .flushed, .none: true
    case .different, .oneSided: false
    }
  }
}
