/// An element type, numbered as in ONNX's `TensorProto.DataType`.
package enum DType: Int32, Sendable, CaseIterable, Hashable, Codable {
  case float = 1
  case uint8, int8, uint16, int16, int32, int64, string, bool
  case float16, double, uint32, uint64, complex64, complex128, bfloat16
  case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz
  case uint4, int4, float4e2m1, float8e8m0, uint2, int2, float6e2m3, float6e3m2
}

extension DType {
  /// The name as ONNX writes it inside `tensor(…)`.
  package var name: String { String(describing: self) }

  package init?(name: String) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// Bits an element takes in a file; 0 for strings.
  package var bitWidth: Int {
    switch self {
    case .string: 0
    case .uint2, .int2: 2
    case .uint4, .int4, .float4e2m1: 4
    case .float6e2m3, .float6e3m2: 6
    case .uint8, .int8, .bool, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz,
      .float8e8m0:
      8
    case .uint16, .int16, .float16, .bfloat16: 16
    case .float, .int32, .uint32: 32
    case .double, .int64, .uint64, .complex64: 64
    case .complex128: 128
    }
  }

  /// Bytes an element takes in memory; sub-byte types take one each, strings none of these.
  package var byteWidth: Int { self == .string ? 0 : max(1, bitWidth / 8) }

  package var isFloat: Bool {
    switch self {
    case .float, .float16, .double, .bfloat16, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2,
      .float8e5m2fnuz, .float8e8m0, .float4e2m1, .float6e2m3, .float6e3m2:
      true
    case .uint8, .int8, .uint16, .int16, .int32, .int64, .uint32, .uint64, .uint4, .int4, .uint2,
      .int2, .string, .bool, .complex64, .complex128:
      false
    }
  }

  package var isSignedInteger: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .int4, .int2: true
    default: false
    }
  }

  package var isUnsignedInteger: Bool {
    switch self {
    case .uint8, .uint16, .uint32, .uint64, .uint4, .uint2: true
    default: false
    }
  }

  package var isInteger: Bool { isSignedInteger || isUnsignedInteger }
}
