/// An element type, numbered as in ONNX's `TensorProto.DataType`.
///
/// A new type is a case and a row of ``facts`` here, a Swift type that conforms to ``Element``, and a
/// case of ``Elements``.
package enum DType: Int32, Sendable, CaseIterable, Hashable, Codable {
  case float = 1
  case uint8, int8, uint16, int16, int32, int64, string, bool
  case float16, double, uint32, uint64, complex64, complex128, bfloat16
  case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz
  case uint4, int4, float4e2m1, float8e8m0, uint2, int2, float6e2m3, float6e3m2
}

extension DType {
  /// A row a type: what everything else about types is derived from.
  package var facts: ElementFacts {
    switch self {
    case .float: .float(Float.self, FloatFormat(exponent: 8, mantissa: 23, bias: 127, .ieee))
    case .uint8: .unsigned(UInt8.self, bits: 8)
    case .int8: .signed(Int8.self, bits: 8)
    case .uint16: .unsigned(UInt16.self, bits: 16)
    case .int16: .signed(Int16.self, bits: 16)
    case .int32: .signed(Int32.self, bits: 32)
    case .int64: .signed(Int64.self, bits: 64)
    case .string: .string
    case .bool: .bool
    case .float16: .float(Float16.self, FloatFormat(exponent: 5, mantissa: 10, bias: 15, .ieee))
    case .double: .float(Double.self, FloatFormat(exponent: 11, mantissa: 52, bias: 1023, .ieee))
    case .uint32: .unsigned(UInt32.self, bits: 32)
    case .uint64: .unsigned(UInt64.self, bits: 64)
    case .complex64: .complex(Complex64.self, parts: .float)
    case .complex128: .complex(Complex128.self, parts: .double)
    case .bfloat16: .float(BFloat16.self, FloatFormat(exponent: 8, mantissa: 7, bias: 127, .ieee))
    case .float8e4m3fn:
      .float(Float8E4M3FN.self, FloatFormat(exponent: 4, mantissa: 3, bias: 7, .finite))
    case .float8e4m3fnuz:
      .float(Float8E4M3FNUZ.self, FloatFormat(exponent: 4, mantissa: 3, bias: 8, .unsignedZero))
    case .float8e5m2:
      .float(Float8E5M2.self, FloatFormat(exponent: 5, mantissa: 2, bias: 15, .ieee))
    case .float8e5m2fnuz:
      .float(Float8E5M2FNUZ.self, FloatFormat(exponent: 5, mantissa: 2, bias: 16, .unsignedZero))
    case .uint4: .unsigned(UInt4.self, bits: 4)
    case .int4: .signed(Int4.self, bits: 4)
    case .float4e2m1:
      .float(Float4E2M1.self, FloatFormat(exponent: 2, mantissa: 1, bias: 1, .none))
    case .float8e8m0:
      .float(Float8E8M0.self, FloatFormat(exponent: 8, mantissa: 0, bias: 127, .powersOfTwo))
    case .uint2: .unsigned(UInt2.self, bits: 2)
    case .int2: .signed(Int2.self, bits: 2)
    case .float6e2m3:
      .float(Float6E2M3.self, FloatFormat(exponent: 2, mantissa: 3, bias: 1, .none))
    case .float6e3m2:
      .float(Float6E3M2.self, FloatFormat(exponent: 3, mantissa: 2, bias: 3, .none))
    }
  }

  /// The name as ONNX writes it inside `tensor(…)`.
  package var name: String { String(describing: self) }

  package init?(name: String) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
