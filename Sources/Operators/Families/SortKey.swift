import Tensors

/// Elements of a type as words whose order is that of the elements: all zeros are equal, and all
/// NaNs, which come last. `Families/SortKey.glsl` makes the same words.
struct SortKey {
  /// The sign bit of a type that has one, else 0.
  private let sign: UInt64
  /// The bits of a float's infinity.
  private let infinity: UInt64?
  private let byteWidth: Int

  init(_ dtype: DType) {
    byteWidth = dtype.byteWidth
    sign = dtype.isFloat || dtype.isSignedInteger ? 1 << UInt64(8 * byteWidth - 1) : 0
    infinity = dtype.floatFormat?.infinity
  }

  /// The word of an element with these bits.
  func word(_ bits: UInt64) -> UInt64 {
    guard let infinity else { return bits ^ sign }
    let magnitude = bits & (sign - 1)
    if magnitude > infinity { return .max >> UInt64(64 - 8 * max(byteWidth, 4)) }
    return bits & sign != 0 ? sign - magnitude : sign + magnitude
  }

  /// What the shader must know of the type.
  var defines: [String: String] {
    func literal(_ bits: UInt64) -> String {
      "0x\(String(bits, radix: 16))\(byteWidth == 8 ? "ul" : "u")"
    }
    var defines: [String: String] = [:]
    if sign != 0 { defines["KEY_SIGN"] = literal(sign) }
    if let infinity { defines["KEY_INFINITY"] = literal(infinity) }
    return defines
  }
}
