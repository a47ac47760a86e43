/// A Swift type that is a tensor's element.
package protocol Element: Sendable, Equatable {
  static var dtype: DType { get }
  static func wrap(_ values: Buffer<Self>) -> Elements
  static func unwrap(_ elements: Elements) -> Buffer<Self>?
}

/// A number element: stored as itself, computed in one of four wide types.
package protocol NumberElement: Element, BitwiseCopyable {
  /// `Float`, `Double`, `Int64` or `UInt64`.
  associatedtype Wide: BitwiseCopyable & Sendable
  var wide: Wide { get }
  /// Rounds a float to nearest, ties to even; keeps an integer's low bits.
  init(narrowing wide: Wide)
}

/// A float element, which can also be computed in `Double`.
package protocol FloatElement: NumberElement {
  var double: Double { get }
  /// Rounds once, to nearest, ties to even.
  init(rounding value: Double)
}

extension NumberElement where Self: FixedWidthInteger, Wide: FixedWidthInteger {
  @inlinable package var wide: Wide { Wide(truncatingIfNeeded: self) }
  @inlinable package init(narrowing wide: Wide) { self.init(truncatingIfNeeded: wide) }
}

extension Float: FloatElement {
  package static var dtype: DType { .float }
  @inlinable package var wide: Float { self }
  @inlinable package init(narrowing wide: Float) { self = wide }
  @inlinable package var double: Double { Double(self) }
  @inlinable package init(rounding value: Double) { self = Float(value) }
}
extension Double: FloatElement {
  package static var dtype: DType { .double }
  @inlinable package var wide: Double { self }
  @inlinable package init(narrowing wide: Double) { self = wide }
  @inlinable package var double: Double { self }
  @inlinable package init(rounding value: Double) { self = value }
}
extension Float16: FloatElement {
  package static var dtype: DType { .float16 }
  @inlinable package var wide: Float { Float(self) }
  @inlinable package init(narrowing wide: Float) { self = Float16(wide) }
  @inlinable package var double: Double { Double(self) }
  @inlinable package init(rounding value: Double) { self = Float16(value) }
}
extension Int8: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int8 }
}
extension Int16: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int16 }
}
extension Int32: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int32 }
}
extension Int64: NumberElement {
  package typealias Wide = Int64
  package static var dtype: DType { .int64 }
}
extension UInt8: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint8 }
}
extension UInt16: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint16 }
}
extension UInt32: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint32 }
}
extension UInt64: NumberElement {
  package typealias Wide = UInt64
  package static var dtype: DType { .uint64 }
}
extension Bool: Element { package static var dtype: DType { .bool } }
extension String: Element { package static var dtype: DType { .string } }
