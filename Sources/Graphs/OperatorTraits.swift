/// What optimising may count on of an operator.
package struct OperatorTraits: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Each element of the output follows from the first input's at its place, and from nothing else that
  /// has axes: the axes may be put into another order before or after it.
  package static let elementwise = Self(rawValue: 1)
  /// Each element of the output follows from the two inputs' at its place, after broadcasting.
  package static let broadcasting = Self(rawValue: 2)
  /// The output has the first input's elements in their order.
  package static let reshaping = Self(rawValue: 4)
  /// Elementwise, and applied to what a layer of a network makes.
  package static let activation: Self = [.elementwise, Self(rawValue: 8)]
  /// Each element is stored once, so that an activation can be applied where it is.
  package static let takesActivation = Self(rawValue: 16)
}
