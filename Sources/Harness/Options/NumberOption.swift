/// A number that the command line gives, and the bounds within which it can be worked with.
package struct NumberOption: Sendable {
  private let name: String
  private let value: Int
  private let bounds: ClosedRange<Int>

  package init(_ name: String, _ value: Int, in bounds: ClosedRange<Int>) {
    self.name = name
    self.value = value
    self.bounds = bounds
  }

  /// Why the number can't be taken; `nil` when it can.
  package var objection: String? {
    bounds.contains(value)
      ? nil : "--\(name) is \(value), expected \(bounds.lowerBound) to \(bounds.upperBound)."
  }
}
