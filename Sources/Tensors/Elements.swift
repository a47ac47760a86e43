/// A tensor's elements: one buffer, of the Swift type that its element type has.
package enum Elements: Sendable {
  case float(Buffer<Float>)
  case uint8(Buffer<UInt8>)
  case int8(Buffer<Int8>)
  case uint16(Buffer<UInt16>)
  case int16(Buffer<Int16>)
  case int32(Buffer<Int32>)
  case int64(Buffer<Int64>)
  case string(Buffer<String>)
  case bool(Buffer<Bool>)
  case float16(Buffer<Float16>)
  case double(Buffer<Double>)
  case uint32(Buffer<UInt32>)
  case uint64(Buffer<UInt64>)
  case complex64(Buffer<Complex64>)
  case complex128(Buffer<Complex128>)
  case bfloat16(Buffer<BFloat16>)
  case float8e4m3fn(Buffer<Float8E4M3FN>)
  case float8e4m3fnuz(Buffer<Float8E4M3FNUZ>)
  case float8e5m2(Buffer<Float8E5M2>)
  case float8e5m2fnuz(Buffer<Float8E5M2FNUZ>)
  case uint4(Buffer<UInt4>)
  case int4(Buffer<Int4>)
  case float4e2m1(Buffer<Float4E2M1>)
  case float8e8m0(Buffer<Float8E8M0>)
  case uint2(Buffer<UInt2>)
  case int2(Buffer<Int2>)
  case float6e2m3(Buffer<Float6E2M3>)
  case float6e3m2(Buffer<Float6E3M2>)
}

/// Work that is written once and compiled for every element type.
package protocol ElementsVisitor {
  associatedtype Output
  func visit<T: Element>(_ values: Buffer<T>) -> Output
}

extension Elements {
  /// Runs `visitor` on the buffer, compiled for its element type.
  @inlinable package func visit<V: ElementsVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .float(let x): visitor.visit(x)
    case .uint8(let x): visitor.visit(x)
    case .int8(let x): visitor.visit(x)
    case .uint16(let x): visitor.visit(x)
    case .int16(let x): visitor.visit(x)
    case .int32(let x): visitor.visit(x)
    case .int64(let x): visitor.visit(x)
    case .string(let x): visitor.visit(x)
    case .bool(let x): visitor.visit(x)
    case .float16(let x): visitor.visit(x)
    case .double(let x): visitor.visit(x)
    case .uint32(let x): visitor.visit(x)
    case .uint64(let x): visitor.visit(x)
    case .complex64(let x): visitor.visit(x)
    case .complex128(let x): visitor.visit(x)
    case .bfloat16(let x): visitor.visit(x)
    case .float8e4m3fn(let x): visitor.visit(x)
    case .float8e4m3fnuz(let x): visitor.visit(x)
    case .float8e5m2(let x): visitor.visit(x)
    case .float8e5m2fnuz(let x): visitor.visit(x)
    case .uint4(let x): visitor.visit(x)
    case .int4(let x): visitor.visit(x)
    case .float4e2m1(let x): visitor.visit(x)
    case .float8e8m0(let x): visitor.visit(x)
    case .uint2(let x): visitor.visit(x)
    case .int2(let x): visitor.visit(x)
    case .float6e2m3(let x): visitor.visit(x)
    case .float6e3m2(let x): visitor.visit(x)
    }
  }

  package var dtype: DType { visit(ElementType()) }
  package var count: Int { visit(ElementCount()) }

  private struct ElementType: ElementsVisitor {
    func visit<T: Element>(_ values: Buffer<T>) -> DType { T.dtype }
  }
  private struct ElementCount: ElementsVisitor {
    func visit<T: Element>(_ values: Buffer<T>) -> Int { values.count }
  }
}

extension Element {
  package static func unwrap(_ elements: Elements) -> Buffer<Self>? {
    elements.visit(Unwrapping<Self>())
  }
}

private struct Unwrapping<Asked: Element>: ElementsVisitor {
  func visit<T: Element>(_ values: Buffer<T>) -> Buffer<Asked>? { values as? Buffer<Asked> }
}
