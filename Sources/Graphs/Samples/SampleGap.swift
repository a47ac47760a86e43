/// Types that an operator's newest revision allows for a constraint, and that no sample has.
package struct SampleGap: Sendable {
  package let constraint: String
  package let types: TypeSet
  /// Why there is no case: what the operator's text leaves without a meaning.
  package let reason: String

  package init(_ constraint: String, _ types: TypeSet, because reason: String) {
    self.constraint = constraint
    self.types = types
    self.reason = reason
  }
}
