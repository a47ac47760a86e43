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
    count: Int, dtype: DType, fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    func make<T: BitwiseCopyable & Sendable>(_ type: T.Type) throws -> Buffer<T> {
      try Buffer(count: count) { try fill(UnsafeMutableRawBufferPointer($0)) }
    }
    switch dtype {
    case .float: self = .float(try make(Float.self))
    case .uint8: self = .uint8(try make(UInt8.self))
    case .int8: self = .int8(try make(Int8.self))
    case .uint16: self = .uint16(try make(UInt16.self))
    case .int16: self = .int16(try make(Int16.self))
    case .int32: self = .int32(try make(Int32.self))
    case .int64: self = .int64(try make(Int64.self))
    case .bool: self = .bool(try make(Bool.self))
    case .float16: self = .float16(try make(Float16.self))
    case .double: self = .double(try make(Double.self))
    case .uint32: self = .uint32(try make(UInt32.self))
    case .uint64: self = .uint64(try make(UInt64.self))
    case .complex64: self = .complex64(try make(Complex64.self))
    case .complex128: self = .complex128(try make(Complex128.self))
    case .bfloat16: self = .bfloat16(try make(BFloat16.self))
    case .float8e4m3fn: self = .float8e4m3fn(try make(Float8E4M3FN.self))
    case .float8e4m3fnuz: self = .float8e4m3fnuz(try make(Float8E4M3FNUZ.self))
    case .float8e5m2: self = .float8e5m2(try make(Float8E5M2.self))
    case .float8e5m2fnuz: self = .float8e5m2fnuz(try make(Float8E5M2FNUZ.self))
    case .uint4: self = .uint4(try make(UInt4.self))
    case .int4: self = .int4(try make(Int4.self))
    case .float4e2m1: self = .float4e2m1(try make(Float4E2M1.self))
    case .float8e8m0: self = .float8e8m0(try make(Float8E8M0.self))
    case .uint2: self = .uint2(try make(UInt2.self))
    case .int2: self = .int2(try make(Int2.self))
    case .float6e2m3: self = .float6e2m3(try make(Float6E2M3.self))
    case .float6e3m2: self = .float6e3m2(try make(Float6E3M2.self))
    case .string: preconditionFailure("strings have no fixed width")
    }
  }
}
