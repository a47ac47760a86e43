/// A Swift type that is a tensor's element.
package protocol Element: Sendable, Equatable {
  static var dtype: DType { get }
  static func wrap(_ values: Buffer<Self>) -> Elements

  // Derived; requirements, so that each is compiled for its type.
  static func unwrap(_ elements: Elements) -> Buffer<Self>?
  /// The elements in their wide type; `nil` for booleans, strings and complex numbers.
  static func widened(_ values: Buffer<Self>, _ precision: Precision) -> WideBuffer?
}

/// An element of bits that can be copied: any but a string.
package protocol FixedWidthElement: Element, BitwiseCopyable {}

/// A number element: stored as itself, computed in one of four wide types.
package protocol NumberElement: FixedWidthElement {
  /// `Float`, `Double`, `Int64` or `UInt64`.
  associatedtype Wide: BitwiseCopyable & Sendable
  var wide: Wide { get }
  /// Rounds a float to nearest, ties to even; keeps an integer's low bits.
  init(narrowing wide: Wide)

  /// Each element rounded or truncated from its wide type: derived, and compiled for its type.
  static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements
}

/// A float element, which can also be computed in `Double`.
package protocol FloatElement: NumberElement {
  var double: Double { get }
  /// Rounds once, to nearest, ties to even.
  init(rounding value: Double)
  /// - Parameter saturates: whether a float of at most 8 bits takes its largest finite number where
  ///   `value` is too large.
  init(rounding value: Double, saturates: Bool)
}

extension FloatElement {
  @inlinable package init(rounding value: Double, saturates: Bool) { self.init(rounding: value) }
}

extension NumberElement where Self: FixedWidthInteger, Wide: FixedWidthInteger {
  @inlinable package var wide: Wide { Wide(truncatingIfNeeded: self) }
  @inlinable package init(narrowing wide: Wide) { self.init(truncatingIfNeeded: wide) }
}

extension Float: FloatElement {
  package static var dtype: DType { .float }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float(values) }
  @inlinable package var wide: Float { self }
  @inlinable package init(narrowing wide: Float) { self = wide }
  @inlinable package var double: Double { Double(self) }
  @inlinable package init(rounding value: Double) { self = Float(value) }
}
extension Double: FloatElement {
  package static var dtype: DType { .double }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .double(values) }
  @inlinable package var wide: Double { self }
  @inlinable package init(narrowing wide: Double) { self = wide }
  @inlinable package var double: Double { self }
  @inlinable package init(rounding value: Double) { self = value }
}
extension Float16: FloatElement {
  package static var dtype: DType { .float16 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float16(values) }
  @inlinable package var wide: Float { Float(self) }
  @inlinable package init(narrowing wide: Float) { self = Float16(wide) }
  @inlinable package var double: Double { Double(self) }
  @inlinable package init(rounding value: Double) { self = Float16(value) }
}
extension Int8: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int8 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int8(values) }
}
extension Int16: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int16 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int16(values) }
}
extension Int32: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int32 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int32(values) }
}
extension Int64: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int64 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int64(values) }
}
extension UInt8: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint8 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint8(values) }
}
extension UInt16: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint16 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint16(values) }
}
extension UInt32: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint32 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint32(values) }
}
extension UInt64: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint64 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint64(values) }
}
extension Bool: FixedWidthElement {
  package static var dtype: DType { .bool }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .bool(values) }
}
extension String: Element {
  package static var dtype: DType { .string }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .string(values) }
}
