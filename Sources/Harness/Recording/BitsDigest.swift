internal import Tensors

/// A digest of values by kinds, types, shapes and bits, in which every NaN of a type is the same one:
/// no runtime promises a payload.
struct BitsDigest: ~Copyable {
  private var digest = Digest.Running()

  /// - Parameter earlier: the digest of values that came before; `nil` for the first.
  static func of(_ values: [Value], after earlier: String? = nil) -> String {
    var bits = BitsDigest()
    if let earlier { bits.add(earlier) }
    bits.add("\(values.count) values")
    values.forEach { bits.add($0) }
    return bits.digest.finish()
  }

  private mutating func add(_ value: Value) {
    switch value {
    case .tensor(let tensor): add(tensor)
    case .sequence(let values, let kind):
      add("sequence of \(kind.name), \(values.count)")
      values.forEach { add($0) }
    case .optional(let value, let kind):
      add("optional of \(kind.name), \(value == nil ? 0 : 1)")
      if let value { add(value) }
    case .map(let map):
      add("map")
      add(map.keys)
      add(map.values)
    case .sparse(let sparse):
      add("sparse \(sparse.shape.dims)")
      add(sparse.indices)
      add(sparse.values)
    }
  }

  private mutating func add(_ tensor: Tensor) {
    add("\(tensor.dtype.name) \(tensor.shape.dims)")
    if case .string(let strings) = tensor.elements {
      strings.forEach { add("\($0.utf8.count) \($0)") }
      return
    }
    tensor.unifiedBytes.withUnsafeBytes { digest.add($0) }
  }

  private mutating func add(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
  }
}

extension Tensor {
  /// The elements' bytes, in which every NaN is the same one; none of strings.
  var unifiedBytes: [UInt8] {
    var bytes = elements.withBytes { [UInt8]($0) } ?? []
    dtype.nanPattern?.unify(&bytes)
    return bytes
  }
}

/// Where the bits of a floating-point type say that an element is a NaN.
private struct NaNPattern {
  let byteCount: Int
  let exponent: UInt64
  let significand: UInt64

  /// Sets all bits of every NaN but the first.
  func unify(_ bytes: inout [UInt8]) {
    for start in stride(from: 0, through: bytes.count - byteCount, by: byteCount) {
      var code: UInt64 = 0
      for place in (0..<byteCount).reversed() { code = code << 8 | UInt64(bytes[start + place]) }
      guard code & exponent == exponent, code & significand != 0 else { continue }
      for place in 0..<byteCount {
        bytes[start + place] = UInt8(
          truncatingIfNeeded: (exponent | significand) >> UInt64(8 * place))
      }
    }
  }
}

extension DType {
  /// `nil` for types with one NaN or none.
  fileprivate var nanPattern: NaNPattern? {
    switch self {
    case .float, .complex64:
      NaNPattern(byteCount: 4, exponent: 0x7f80_0000, significand: 0x7f_ffff)
    case .double, .complex128:
      NaNPattern(
        byteCount: 8, exponent: 0x7ff0_0000_0000_0000, significand: 0xf_ffff_ffff_ffff)
    case .float16: NaNPattern(byteCount: 2, exponent: 0x7c00, significand: 0x3ff)
    case .bfloat16: NaNPattern(byteCount: 2, exponent: 0x7f80, significand: 0x7f)
    case .float8e5m2: NaNPattern(byteCount: 1, exponent: 0x7c, significand: 0x3)
    // Its NaNs are the two codes 0x7f and 0xff.
    case .float8e4m3fn: NaNPattern(byteCount: 1, exponent: 0x7f, significand: 0x7f)
    case .float8e4m3fnuz, .float8e5m2fnuz, .float8e8m0, .float4e2m1, .float6e2m3, .float6e3m2,
      .int2, .int4, .int8, .int16, .int32, .int64, .uint2, .uint4, .uint8, .uint16, .uint32,
      .uint64, .bool, .string:
      nil
    }
  }
}
