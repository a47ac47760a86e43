/// Bytes of a protobuf message, written down by hand: the encoding's own rules, not our writer's.
struct WireBytes {
  private(set) var bytes: [UInt8] = []

  static func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + varint(value >> 7)
  }

  func varint(_ field: UInt64, _ value: Int64) -> Self {
    adding(Self.varint(field << 3) + Self.varint(UInt64(bitPattern: value)))
  }
  func bytes(_ field: UInt64, _ content: [UInt8]) -> Self {
    adding(Self.varint(field << 3 | 2) + Self.varint(UInt64(content.count)) + content)
  }
  func text(_ field: UInt64, _ content: String) -> Self { bytes(field, Array(content.utf8)) }
  func message(_ field: UInt64, _ content: WireBytes) -> Self { bytes(field, content.bytes) }
  func fixed32(_ field: UInt64, _ bits: UInt32) -> Self {
    adding(Self.varint(field << 3 | 5) + withUnsafeBytes(of: bits.littleEndian) { Array($0) })
  }
  func adding(_ more: [UInt8]) -> Self {
    var result = self
    result.bytes += more
    return result
  }

  /// A `TensorProto` of `dims` and element type, as far as these go.
  static func tensor(_ dims: [Int64], _ elementType: Int64) -> Self {
    dims.reduce(WireBytes()) { $0.varint(1, $1) }.varint(2, elementType)
  }
}
