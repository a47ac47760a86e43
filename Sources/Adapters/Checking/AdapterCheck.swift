/// What one check of an adapter found.
package struct AdapterCheck: Sendable, Equatable, Encodable {
  package enum Verdict: String, Sendable, Encodable {
    case holds, fails
    /// Nothing to judge: outside of what the adapter declares.
    case skipped
  }

  package let name: String
  package let verdict: Verdict
  /// What is so, and where it fails what to do.
  package let sentence: String
}
