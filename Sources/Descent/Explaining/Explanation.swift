/// An emulation, and how near it comes to what a runtime has.
package struct Explanation: Sendable, Hashable, Codable {
  /// `tf32-products`, `ignored-attribute:pads`.
  package var emulation: String
  package var summary: String
  /// Whether such results are wrong, rather than another liberty of the standard's.
  package var isFault: Bool
  /// The share of elements that are the runtime's.
  package var equalShare: Double
  /// What remains, `max |a - b| / max |b|`; `nil` where that has no meaning.
  package var remaining: Double?
  /// The same of the operator itself, without the emulation.
  package var ownEqualShare: Double
  package var ownRemaining: Double?

  package var isExact: Bool { equalShare == 1 }
}
