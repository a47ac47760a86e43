package import Tensors

/// A digest of values by kinds, types, shapes and bits, in which every NaN of a type is the same one:
/// no runtime promises a payload.
package struct BitsDigest: ~Copyable {
  private var digest = Digest.Running()

  /// - Parameter earlier: the digest of values that came before; `nil` for the first.
  package static func of(_ values: [Value], after earlier: String? = nil) -> String {
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
    NaNPattern(dtype)?.unify(&bytes)
    return bytes
  }
}

/// Where the bits of a floating-point type say that an element is a NaN.
private struct NaNPattern {
  let byteCount: Int
  let exponent: UInt64
  let significand: UInt64

  /// `nil` for types with one NaN or none.
  init?(_ dtype: DType) {
    let part = if case .complex(_, let parts) = dtype.facts { parts } else { dtype }
    guard let format = part.floatFormat else { return nil }
    switch format.specials {
    case .ieee: (exponent, significand) = (format.exponentMask, format.mantissaMask)
    case .finite:
      let ones = format.exponentMask | format.mantissaMask
      (exponent, significand) = (ones, ones)
    case .unsignedZero, .none, .powersOfTwo: return nil
    }
    byteCount = part.byteWidth
  }

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
