import Tensors

/// What a tensor's bytes or numbers have to fill.
struct TensorLayout {
  let dtype: DType
  let shape: Shape
  let count: Int

  /// A copy up to this size is cheaper than deferring it.
  static let deferralByteCount = 4096

  /// Bytes in a file: sub-byte elements are packed, the last byte padded.
  var byteCount: Int { (count * dtype.bitWidth + 7) / 8 }

  /// Elements from little-endian bytes.
  ///
  /// They view `file` where the bytes lie aligned for the type and are its elements as they are.
  /// Otherwise, which is how most exporters write, a big tensor is copied when it is first read.
  func elements(
    raw range: Range<Int>, of file: FileBytes, _ source: Source
  ) throws(ModelFileError) -> Elements {
    if dtype == .string {
      guard count == 0, range.isEmpty else { throw source.error(.rawStrings) }
      return .string([])
    }
    guard range.count == byteCount else {
      throw source.error(
        .rawByteCount(range.count, dtype: dtype, shape: shape, needed: byteCount))
    }
    guard let base = file.bytes.baseAddress, count > 0 else { return copy { _ in } }
    let first = base + range.lowerBound
    let alignment = dtype.byteWidth / (dtype == .complex64 || dtype == .complex128 ? 2 : 1)
    if isVerbatim, UInt(bitPattern: first).isMultiple(of: UInt(alignment)) {
      return Elements(viewing: first, count: count, dtype: dtype, owner: file)
    }
    let layout = self
    let fill: @Sendable (UnsafeMutableRawBufferPointer) -> Void = { out in
      layout.decode(file, range, into: out)
    }
    guard range.count > Self.deferralByteCount else { return copy(fill) }
    return .deferred(count: count, dtype: dtype, fill: fill)
  }

  /// Elements whose low bits are those of `numbers`.
  func elements<T: FixedWidthInteger & Sendable>(
    widening numbers: [T], _ field: String, _ source: Source
  ) throws(ModelFileError) -> Elements {
    try check(numbers.count, needed: count, field, source)
    let width = dtype.byteWidth
    return copy { out in
      guard let base = out.baseAddress else { return }
      for (i, number) in numbers.enumerated() {
        let target = base + i * width
        switch width {
        case 1:
          out[i] = byte(truncating: number)
        case 2: target.storeBytes(of: UInt16(truncatingIfNeeded: number), as: UInt16.self)
        case 4: target.storeBytes(of: UInt32(truncatingIfNeeded: number), as: UInt32.self)
        default: target.storeBytes(of: UInt64(truncatingIfNeeded: number), as: UInt64.self)
        }
      }
    }
  }

  private func byte<T: FixedWidthInteger>(truncating number: T) -> UInt8 {
    if dtype == .bool { return number == 0 ? 0 : 1 }
    let byte = UInt8(truncatingIfNeeded: number)
    return dtype.bitWidth < 8 ? byte & (1 << UInt8(dtype.bitWidth) - 1) : byte
  }

  /// Sub-byte elements from the low bytes of `numbers`, each of which holds two or four.
  func elements(packed numbers: [Int32], _ source: Source) throws(ModelFileError) -> Elements {
    try check(numbers.count, needed: byteCount, "int32_data", source)
    let bytes = numbers.map { UInt8(truncatingIfNeeded: $0) }
    return copy { out in bytes.withUnsafeBytes { decode($0, into: out) } }
  }

  func elements(
    strings: [Range<Int>], _ source: Source
  ) throws(ModelFileError) -> Elements {
    try check(strings.count, needed: count, "string_data", source)
    var texts: [String] = []
    texts.reserveCapacity(count)
    for (i, range) in strings.enumerated() {
      guard let text = String(validating: source.file.bytes[range], as: UTF8.self) else {
        throw source.error(.notUTF8(what: "a string, element \(i),"))
      }
      texts.append(text)
    }
    return .string(Buffer(texts))
  }

  private func check(
    _ found: Int, needed: Int, _ field: String, _ source: Source
  ) throws(ModelFileError) {
    guard found != needed else { return }
    throw source.error(
      .elementCount(found, field: field, dtype: dtype, shape: shape, needed: needed))
  }

  private func copy(_ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Elements {
    Elements(count: count, dtype: dtype, fill: fill)
  }

  /// Writes the elements that a file's bytes hold, which then need not stay in memory twice.
  private func decode(
    _ file: FileBytes, _ range: Range<Int>, into out: UnsafeMutableRawBufferPointer
  ) {
    let piece = isVerbatim ? 4 << 20 : range.count
    for start in stride(from: 0, to: range.count, by: max(piece, 1)) {
      let part = range.lowerBound + start..<min(range.lowerBound + start + piece, range.upperBound)
      let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[part])
      if isVerbatim {
        UnsafeMutableRawBufferPointer(rebasing: out[start...]).copyMemory(from: bytes)
      } else {
        decode(bytes, into: out)
      }
      file.giveBack(part)
    }
  }

  /// Whether elements lie in a file as they lie in memory.
  private var isVerbatim: Bool { dtype.bitWidth >= 8 && dtype != .bool }

  /// Whether a byte holds two elements or more, and none lies in two bytes.
  var sharesBytes: Bool { dtype.bitWidth < 8 && 8.isMultiple(of: dtype.bitWidth) }

  /// Writes the elements that `bytes` hold: low bits first where several share a byte.
  func decode(_ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) {
    switch dtype.bitWidth {
    case 2: split(bytes, into: out, width: 2)
    case 4: split(bytes, into: out, width: 4)
    case 1..<8: unpack(bytes, into: out, width: dtype.bitWidth)
    default:
      guard dtype == .bool else { return out.copyMemory(from: bytes) }
      for i in 0..<count { out[i] = bytes[i] == 0 ? 0 : 1 }
    }
  }

  /// Elements none of which lies in two bytes. Compiled for each width: then the loops are vectors.
  @inline(__always)
  private func split(
    _ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer, width: Int
  ) {
    let (share, spare) = (8 / width, 8 - width)
    if dtype.isSignedInteger {
      for i in 0..<count {
        let top = (bytes[i / share] >> (i % share * width)) << spare
        out[i] = UInt8(bitPattern: Int8(bitPattern: top) >> spare)
      }
    } else {
      for i in 0..<count { out[i] = ((bytes[i / share] >> (i % share * width)) << spare) >> spare }
    }
  }

  private func unpack(
    _ bytes: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer, width: Int
  ) {
    let sign: UInt8 = dtype.isSignedInteger ? 1 << UInt8(width - 1) : 0
    let mask = UInt8(1 << width - 1)
    for i in 0..<count {
      let (first, shift) = (i * width / 8, i * width % 8)
      let next = shift + width > 8 ? UInt16(bytes[first + 1]) : 0
      let pair = (UInt16(bytes[first]) | next << 8) >> UInt16(shift)
      out[i] = (UInt8(truncatingIfNeeded: pair) & mask ^ sign) &- sign
    }
  }
}
