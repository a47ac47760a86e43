/// What came of holding one output against its expected value.
///
/// Numbers that are infinite or NaN are written as the strings `inf`, `-inf`, `nan`.
package struct Comparison: Sendable, Hashable, Codable {
  /// The output's name, with a sequence's index: `Y`, `seq[2]`.
  package var output: String
  package var dtype: String
  package var shape: [Int]
  /// Elements that the expected output has.
  package var elements: Int
  /// Elements that were held against each other: all of them, or the case fails.
  package var compared: Int
  package var mismatches: Int
  package var maxAbs: Double
  package var maxRel: Double
  /// `max |a - e| / max |e|`, where the case is judged by that; `nil` for an output of zeros.
  package var relativeToLargest: Double?
  /// Units in the last place of the output's type; `nil` where that has no meaning.
  package var maxULP: Int?
  /// How much of the operator's own bound the worst element uses; above 1 is outside.
  package var budget: Double?
  /// What that bound says of the elements; `nil` where none is stated.
  package var bound: BoundRule.Verdict?
  package var expectedNaN: Int
  package var foundNaN: Int
  /// The first and the worst differing elements, at most eight each; only where there are any.
  package var first: [Difference]
  package var worst: [Difference]

  init(output: String, dtype: String, shape: [Int], elements: Int) {
    self.output = output
    self.dtype = dtype
    self.shape = shape
    self.elements = elements
    compared = 0
    mismatches = 0
    maxAbs = 0
    maxRel = 0
    maxULP = nil
    budget = nil
    bound = nil
    expectedNaN = 0
    foundNaN = 0
    first = []
    worst = []
  }

  static let detailLimit = 8
}

/// An element that differs by more than the rule allows.
package struct Difference: Sendable, Hashable, Codable {
  package var index: [Int]
  /// Row-major, in elements.
  package var offset: Int
  package var expected: String
  package var found: String
  /// The same element as the reference runtime gives it; `nil` when it gave none.
  package var reference: String?
  package var abs: Double?
  package var rel: Double?
  package var ulp: Int?
}

/// Why an output is not what the suite expects.
package struct Mismatch: Error, Sendable, Hashable {
  package enum Cause: String, Sendable, Hashable, CaseIterable {
    /// Numbers outside the tolerance, or other strings.
    case compare
    case shape
    /// Another element type, or another kind of value.
    case dtype
    /// NaN or an infinity where the other has none or another.
    case special
    /// Another number of outputs, or of a sequence's elements.
    case count
    /// Other bits than the unoptimised graph gives, where none may change.
    case bits
    /// Other bits in a second run of the same prepared graph.
    case replay
    /// A value, or another error, where the specification forbids what the case does.
    case refusal
  }
  package let cause: Cause
  /// A sentence: output, what it is, what is expected.
  package let reason: String
}
