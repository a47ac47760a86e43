// One wrap and unwrap an element type.
extension Float {
  package static func wrap(_ values: Buffer<Float>) -> Elements { .float(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float>? {
    if case .float(let x) = elements { x } else { nil }
  }
}
extension UInt8 {
  package static func wrap(_ values: Buffer<UInt8>) -> Elements { .uint8(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt8>? {
    if case .uint8(let x) = elements { x } else { nil }
  }
}
extension Int8 {
  package static func wrap(_ values: Buffer<Int8>) -> Elements { .int8(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int8>? {
    if case .int8(let x) = elements { x } else { nil }
  }
}
extension UInt16 {
  package static func wrap(_ values: Buffer<UInt16>) -> Elements { .uint16(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt16>? {
    if case .uint16(let x) = elements { x } else { nil }
  }
}
extension Int16 {
  package static func wrap(_ values: Buffer<Int16>) -> Elements { .int16(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int16>? {
    if case .int16(let x) = elements { x } else { nil }
  }
}
extension Int32 {
  package static func wrap(_ values: Buffer<Int32>) -> Elements { .int32(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int32>? {
    if case .int32(let x) = elements { x } else { nil }
  }
}
extension Int64 {
  package static func wrap(_ values: Buffer<Int64>) -> Elements { .int64(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int64>? {
    if case .int64(let x) = elements { x } else { nil }
  }
}
extension String {
  package static func wrap(_ values: Buffer<String>) -> Elements { .string(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<String>? {
    if case .string(let x) = elements { x } else { nil }
  }
}
extension Bool {
  package static func wrap(_ values: Buffer<Bool>) -> Elements { .bool(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Bool>? {
    if case .bool(let x) = elements { x } else { nil }
  }
}
extension Float16 {
  package static func wrap(_ values: Buffer<Float16>) -> Elements { .float16(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float16>? {
    if case .float16(let x) = elements { x } else { nil }
  }
}
extension Double {
  package static func wrap(_ values: Buffer<Double>) -> Elements { .double(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Double>? {
    if case .double(let x) = elements { x } else { nil }
  }
}
extension UInt32 {
  package static func wrap(_ values: Buffer<UInt32>) -> Elements { .uint32(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt32>? {
    if case .uint32(let x) = elements { x } else { nil }
  }
}
extension UInt64 {
  package static func wrap(_ values: Buffer<UInt64>) -> Elements { .uint64(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt64>? {
    if case .uint64(let x) = elements { x } else { nil }
  }
}
extension Complex64 {
  package static func wrap(_ values: Buffer<Complex64>) -> Elements { .complex64(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Complex64>? {
    if case .complex64(let x) = elements { x } else { nil }
  }
}
extension Complex128 {
  package static func wrap(_ values: Buffer<Complex128>) -> Elements { .complex128(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Complex128>? {
    if case .complex128(let x) = elements { x } else { nil }
  }
}
extension BFloat16 {
  package static func wrap(_ values: Buffer<BFloat16>) -> Elements { .bfloat16(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<BFloat16>? {
    if case .bfloat16(let x) = elements { x } else { nil }
  }
}
extension Float8E4M3FN {
  package static func wrap(_ values: Buffer<Float8E4M3FN>) -> Elements { .float8e4m3fn(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float8E4M3FN>? {
    if case .float8e4m3fn(let x) = elements { x } else { nil }
  }
}
extension Float8E4M3FNUZ {
  package static func wrap(_ values: Buffer<Float8E4M3FNUZ>) -> Elements { .float8e4m3fnuz(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float8E4M3FNUZ>? {
    if case .float8e4m3fnuz(let x) = elements { x } else { nil }
  }
}
extension Float8E5M2 {
  package static func wrap(_ values: Buffer<Float8E5M2>) -> Elements { .float8e5m2(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float8E5M2>? {
    if case .float8e5m2(let x) = elements { x } else { nil }
  }
}
extension Float8E5M2FNUZ {
  package static func wrap(_ values: Buffer<Float8E5M2FNUZ>) -> Elements { .float8e5m2fnuz(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float8E5M2FNUZ>? {
    if case .float8e5m2fnuz(let x) = elements { x } else { nil }
  }
}
extension UInt4 {
  package static func wrap(_ values: Buffer<UInt4>) -> Elements { .uint4(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt4>? {
    if case .uint4(let x) = elements { x } else { nil }
  }
}
extension Int4 {
  package static func wrap(_ values: Buffer<Int4>) -> Elements { .int4(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int4>? {
    if case .int4(let x) = elements { x } else { nil }
  }
}
extension Float4E2M1 {
  package static func wrap(_ values: Buffer<Float4E2M1>) -> Elements { .float4e2m1(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float4E2M1>? {
    if case .float4e2m1(let x) = elements { x } else { nil }
  }
}
extension Float8E8M0 {
  package static func wrap(_ values: Buffer<Float8E8M0>) -> Elements { .float8e8m0(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float8E8M0>? {
    if case .float8e8m0(let x) = elements { x } else { nil }
  }
}
extension UInt2 {
  package static func wrap(_ values: Buffer<UInt2>) -> Elements { .uint2(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<UInt2>? {
    if case .uint2(let x) = elements { x } else { nil }
  }
}
extension Int2 {
  package static func wrap(_ values: Buffer<Int2>) -> Elements { .int2(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Int2>? {
    if case .int2(let x) = elements { x } else { nil }
  }
}
extension Float6E2M3 {
  package static func wrap(_ values: Buffer<Float6E2M3>) -> Elements { .float6e2m3(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float6E2M3>? {
    if case .float6e2m3(let x) = elements { x } else { nil }
  }
}
extension Float6E3M2 {
  package static func wrap(_ values: Buffer<Float6E3M2>) -> Elements { .float6e3m2(values) }
  package static func unwrap(_ elements: Elements) -> Buffer<Float6E3M2>? {
    if case .float6e3m2(let x) = elements { x } else { nil }
  }
}
