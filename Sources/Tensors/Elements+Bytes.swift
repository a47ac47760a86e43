extension Elements {
  /// Calls `body` with the elements' bytes; strings have none and give `nil`.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R? {
    switch self {
    case .float(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint8(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int8(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint16(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int16(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int32(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int64(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .bool(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float16(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .double(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint32(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint64(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .complex64(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .complex128(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .bfloat16(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float8e4m3fn(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float8e4m3fnuz(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float8e5m2(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float8e5m2fnuz(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint4(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int4(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float4e2m1(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float8e8m0(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .uint2(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int2(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float6e2m3(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .float6e3m2(let x): try x.withPointer { try body(UnsafeRawBufferPointer($0)) }
    case .string: nil
    }
  }

  /// Elements of a type of fixed width that view bytes which `owner` keeps alive and unchanged.
  ///
  /// - Precondition: `base` is aligned for `dtype`, which is not `string`. A sub-byte type has one
  ///   element a byte.
  package init(
    viewing base: UnsafeRawPointer, count: Int, dtype: DType, owner: any AnyObject & Sendable
  ) {
    func view<T>(_ type: T.Type) -> Buffer<T> {
      Buffer(viewing: base.assumingMemoryBound(to: T.self), count: count, owner: owner)
    }
    switch dtype {
    case .float: self = .float(view(Float.self))
    case .uint8: self = .uint8(view(UInt8.self))
    case .int8: self = .int8(view(Int8.self))
    case .uint16: self = .uint16(view(UInt16.self))
    case .int16: self = .int16(view(Int16.self))
    case .int32: self = .int32(view(Int32.self))
    case .int64: self = .int64(view(Int64.self))
    case .bool: self = .bool(view(Bool.self))
    case .float16: self = .float16(view(Float16.self))
    case .double: self = .double(view(Double.self))
    case .uint32: self = .uint32(view(UInt32.self))
    case .uint64: self = .uint64(view(UInt64.self))
    case .complex64: self = .complex64(view(Complex64.self))
    case .complex128: self = .complex128(view(Complex128.self))
    case .bfloat16: self = .bfloat16(view(BFloat16.self))
    case .float8e4m3fn: self = .float8e4m3fn(view(Float8E4M3FN.self))
    case .float8e4m3fnuz: self = .float8e4m3fnuz(view(Float8E4M3FNUZ.self))
    case .float8e5m2: self = .float8e5m2(view(Float8E5M2.self))
    case .float8e5m2fnuz: self = .float8e5m2fnuz(view(Float8E5M2FNUZ.self))
    case .uint4: self = .uint4(view(UInt4.self))
    case .int4: self = .int4(view(Int4.self))
    case .float4e2m1: self = .float4e2m1(view(Float4E2M1.self))
    case .float8e8m0: self = .float8e8m0(view(Float8E8M0.self))
    case .uint2: self = .uint2(view(UInt2.self))
    case .int2: self = .int2(view(Int2.self))
    case .float6e2m3: self = .float6e2m3(view(Float6E2M3.self))
    case .float6e3m2: self = .float6e3m2(view(Float6E3M2.self))
    case .string: preconditionFailure("strings have no fixed width")
    }
  }

  /// Elements of a type of fixed width whose bytes `fill` writes.
  package init(
    count: Int, dtype: DType, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    func make<T: BitwiseCopyable & Sendable>(_ type: T.Type) -> Buffer<T> {
      Buffer(count: count) { fill(UnsafeMutableRawBufferPointer($0)) }
    }
    switch dtype {
    case .float: self = .float(make(Float.self))
    case .uint8: self = .uint8(make(UInt8.self))
    case .int8: self = .int8(make(Int8.self))
    case .uint16: self = .uint16(make(UInt16.self))
    case .int16: self = .int16(make(Int16.self))
    case .int32: self = .int32(make(Int32.self))
    case .int64: self = .int64(make(Int64.self))
    case .bool: self = .bool(make(Bool.self))
    case .float16: self = .float16(make(Float16.self))
    case .double: self = .double(make(Double.self))
    case .uint32: self = .uint32(make(UInt32.self))
    case .uint64: self = .uint64(make(UInt64.self))
    case .complex64: self = .complex64(make(Complex64.self))
    case .complex128: self = .complex128(make(Complex128.self))
    case .bfloat16: self = .bfloat16(make(BFloat16.self))
    case .float8e4m3fn: self = .float8e4m3fn(make(Float8E4M3FN.self))
    case .float8e4m3fnuz: self = .float8e4m3fnuz(make(Float8E4M3FNUZ.self))
    case .float8e5m2: self = .float8e5m2(make(Float8E5M2.self))
    case .float8e5m2fnuz: self = .float8e5m2fnuz(make(Float8E5M2FNUZ.self))
    case .uint4: self = .uint4(make(UInt4.self))
    case .int4: self = .int4(make(Int4.self))
    case .float4e2m1: self = .float4e2m1(make(Float4E2M1.self))
    case .float8e8m0: self = .float8e8m0(make(Float8E8M0.self))
    case .uint2: self = .uint2(make(UInt2.self))
    case .int2: self = .int2(make(Int2.self))
    case .float6e2m3: self = .float6e2m3(make(Float6E2M3.self))
    case .float6e3m2: self = .float6e3m2(make(Float6E3M2.self))
    case .string: preconditionFailure("strings have no fixed width")
    }
  }

  /// Elements of a type of fixed width whose bytes `fill` writes when they are first read.
  package static func deferred(
    count: Int, dtype: DType, fill: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) -> Elements {
    func make<T: BitwiseCopyable & Sendable>(_ type: T.Type) -> Buffer<T> {
      Buffer.deferred(count: count) { fill(UnsafeMutableRawBufferPointer($0)) }
    }
    switch dtype {
    case .float: return .float(make(Float.self))
    case .uint8: return .uint8(make(UInt8.self))
    case .int8: return .int8(make(Int8.self))
    case .uint16: return .uint16(make(UInt16.self))
    case .int16: return .int16(make(Int16.self))
    case .int32: return .int32(make(Int32.self))
    case .int64: return .int64(make(Int64.self))
    case .bool: return .bool(make(Bool.self))
    case .float16: return .float16(make(Float16.self))
    case .double: return .double(make(Double.self))
    case .uint32: return .uint32(make(UInt32.self))
    case .uint64: return .uint64(make(UInt64.self))
    case .complex64: return .complex64(make(Complex64.self))
    case .complex128: return .complex128(make(Complex128.self))
    case .bfloat16: return .bfloat16(make(BFloat16.self))
    case .float8e4m3fn: return .float8e4m3fn(make(Float8E4M3FN.self))
    case .float8e4m3fnuz: return .float8e4m3fnuz(make(Float8E4M3FNUZ.self))
    case .float8e5m2: return .float8e5m2(make(Float8E5M2.self))
    case .float8e5m2fnuz: return .float8e5m2fnuz(make(Float8E5M2FNUZ.self))
    case .uint4: return .uint4(make(UInt4.self))
    case .int4: return .int4(make(Int4.self))
    case .float4e2m1: return .float4e2m1(make(Float4E2M1.self))
    case .float8e8m0: return .float8e8m0(make(Float8E8M0.self))
    case .uint2: return .uint2(make(UInt2.self))
    case .int2: return .int2(make(Int2.self))
    case .float6e2m3: return .float6e2m3(make(Float6E2M3.self))
    case .float6e3m2: return .float6e3m2(make(Float6E3M2.self))
    case .string: preconditionFailure("strings have no fixed width")
    }
  }
}
