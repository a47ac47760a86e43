import Tensors

/// A message being written: bytes, and tensors' elements that are not copied before they reach the
/// file.
struct MessageWriter {
  private(set) var pieces: [Piece] = []
  private(set) var byteCount = 0

  enum Piece {
    case bytes([UInt8])
    case aligned(AlignedField)
    case elements(Elements)
  }

  /// A number of bytes as the base-128 digits of a varint.
  mutating func varint(_ value: UInt64) {
    var rest = value
    var digits: [UInt8] = []
    while rest >= 0x80 {
      digits.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    digits.append(UInt8(rest))
    append(digits)
  }

  mutating func append(_ bytes: [UInt8]) {
    byteCount += bytes.count
    guard case .bytes(var last)? = pieces.last else {
      pieces.append(.bytes(bytes))
      return
    }
    pieces.removeLast()
    last.append(contentsOf: bytes)
    pieces.append(.bytes(last))
  }

  mutating func field(_ number: Int, integer: some BinaryInteger) {
    tag(number, 0)
    varint(UInt64(truncatingIfNeeded: Int64(integer)))
  }

  mutating func field(_ number: Int, float: Float) {
    tag(number, 5)
    append(Self.littleEndian(float.bitPattern))
  }

  mutating func field(_ number: Int, bytes: [UInt8]) {
    tag(number, 2)
    varint(UInt64(bytes.count))
    append(bytes)
  }

  mutating func field(_ number: Int, text: String) { field(number, bytes: Array(text.utf8)) }

  /// Writes text unless it is empty, which is what a reader takes for text that is not there.
  mutating func field(_ number: Int, textIfAny text: String) {
    if !text.isEmpty { field(number, text: text) }
  }

  mutating func field(_ number: Int, integers: [some BinaryInteger]) {
    guard !integers.isEmpty else { return }
    var packed = MessageWriter()
    for integer in integers { packed.varint(UInt64(truncatingIfNeeded: Int64(integer))) }
    field(number, packed)
  }

  mutating func field(_ number: Int, floats: [Float]) {
    guard !floats.isEmpty else { return }
    field(number, bytes: floats.flatMap { Self.littleEndian($0.bitPattern) })
  }

  mutating func field(_ number: Int, _ message: MessageWriter) {
    tag(number, 2)
    varint(UInt64(message.byteCount))
    for piece in message.pieces {
      switch piece {
      case .bytes(let bytes): append(bytes)
      case .aligned(let field): append(field)
      case .elements(let elements): append(elements, byteCount: elements.withBytes(\.count) ?? 0)
      }
    }
  }

  /// A field whose bytes are the elements', aligned in the file where the tensor is big.
  mutating func field(_ number: Int, elements: Elements, byteCount count: Int) {
    if count < AlignedField.leastByteCount {
      field(number, bytes: elements.withBytes { [UInt8]($0) } ?? [])
    } else {
      append(AlignedField(number, elements, byteCount: count))
    }
  }

  private mutating func append(_ field: AlignedField) {
    pieces.append(.aligned(field))
    byteCount += field.byteCount
  }

  /// Elements as they are, without a field around them.
  mutating func append(_ elements: Elements, byteCount count: Int) {
    pieces.append(.elements(elements))
    byteCount += count
  }

  mutating func tag(_ number: Int, _ wireType: UInt64) {
    varint(UInt64(number) << 3 | wireType)
  }

  static func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }
}
