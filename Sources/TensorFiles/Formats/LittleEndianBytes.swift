/// Bytes of a file, read as little-endian integers at places that the file itself names.
struct LittleEndianBytes: Sendable {
  let bytes: [UInt8]
  var count: Int { bytes.count }

  /// - Throws: where the integer is not wholly within the file, or is more than an `Int`.
  func integer(at offset: Int, width: Int) throws(FormatError) -> Int {
    let bits = try slice(at: offset, count: width).reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    guard let integer = Int(exactly: bits) else {
      throw FormatError("has a size of \(bits) at byte \(offset), which no file has")
    }
    return integer
  }

  func slice(at offset: Int, count: Int) throws(FormatError) -> ArraySlice<UInt8> {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
      throw FormatError("ends at byte \(bytes.count), within what byte \(offset) begins")
    }
    return bytes[offset..<offset + count]
  }
}

extension [UInt8] {
  /// Appends the low `width` bytes of an integer, the lowest first.
  mutating func append(_ integer: Int, width: Int) {
    for place in 0..<width { append(UInt8(truncatingIfNeeded: integer >> (8 * place))) }
  }
}
