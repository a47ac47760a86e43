import CZlib

/// Deflated bytes and checksums, by zlib.
enum Deflate {
  /// No deflated byte stands for more.
  private static let mostExpansion = 1032

  /// - Parameter count: how many bytes come out, as the file says; memory grows only as they do.
  static func inflated(
    _ bytes: ArraySlice<UInt8>, count: Int, name: String
  ) throws(FormatError) -> [UInt8] {
    guard count / mostExpansion <= bytes.count else {
      throw FormatError(
        "says \(count) bytes of '\(name)', more than \(bytes.count) deflated bytes can hold")
    }
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
      throw FormatError("has '\(name)' deflated, and there is no memory to inflate it")
    }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    var input = bytes
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let part = input.prefix(1 << 30)
      var (status, read, written) = (Z_OK, 0, 0)
      input.withUnsafeBufferPointer { source in
        piece.withUnsafeMutableBufferPointer { target in
          // zlib reads through a pointer that it declares mutable.
          stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.avail_in = UInt32(part.count)
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          status = inflate(&stream, Z_NO_FLUSH)
          read = part.count - Int(stream.avail_in)
          written = target.count - Int(stream.avail_out)
        }
      }
      input = input.dropFirst(read)
      result += piece[..<written]
      guard result.count <= count else {
        throw FormatError("has more bytes of '\(name)' than the \(count) that it says")
      }
      if status == Z_STREAM_END { return result }
      guard status == Z_OK, read > 0 || written > 0 else {
        throw FormatError("has '\(name)' deflated, but damaged after \(result.count) bytes")
      }
    }
  }

  /// The CRC-32 of bytes.
  static func checksum(_ bytes: [UInt8]) -> Int {
    var sum = crc32(0, nil, 0)
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 << 30)
      sum = part.withUnsafeBufferPointer { crc32(sum, $0.baseAddress, UInt32($0.count)) }
      rest = rest.dropFirst(part.count)
    }
    return Int(sum)
  }
}
