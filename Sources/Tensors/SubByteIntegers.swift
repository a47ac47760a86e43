/// An integer of 4 or 2 bits, stored one a byte. Narrowing keeps the low bits.
package struct Int4: NumberElement {
  package let value: Int8
  package static var dtype: DType { .int4 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int4(values) }
  package var wide: Int64 { Int64(value) }
  package init(narrowing wide: Int64) { value = Int8(truncatingIfNeeded: wide << 4) >> 4 }
}
/// See ``Int4``.
package struct UInt4: NumberElement {
  package let value: UInt8
  package static var dtype: DType { .uint4 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint4(values) }
  package var wide: UInt64 { UInt64(value) }
  package init(narrowing wide: UInt64) { value = UInt8(truncatingIfNeeded: wide & 15) }
}
/// See ``Int4``.
package struct Int2: NumberElement {
  package let value: Int8
  package static var dtype: DType { .int2 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .int2(values) }
  package var wide: Int64 { Int64(value) }
  package init(narrowing wide: Int64) { value = Int8(truncatingIfNeeded: wide << 6) >> 6 }
}
/// See ``Int4``.
package struct UInt2: NumberElement {
  package let value: UInt8
  package static var dtype: DType { .uint2 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .uint2(values) }
  package var wide: UInt64 { UInt64(value) }
  package init(narrowing wide: UInt64) { value = UInt8(truncatingIfNeeded: wide & 3) }
}
