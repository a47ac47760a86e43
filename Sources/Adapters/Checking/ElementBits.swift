internal import Tensors

/// Elements as the protocol's bytes have them.
enum ElementBits {
  /// Bits an element takes; 0 for strings.
  static func of(_ type: String) -> Int { DType(name: type)?.bitWidth ?? 0 }

  /// Small numbers that each of the types below can hold, as its bytes; `nil` for other types.
  static func bytes(_ numbers: [Int], _ type: String) -> [UInt8]? {
    switch type {
    case "int8", "uint8": numbers.map { UInt8(truncatingIfNeeded: $0) }
    case "int16", "uint16": numbers.flatMap { little(Int16($0)) }
    case "int32", "uint32": numbers.flatMap { little(Int32($0)) }
    case "int64", "uint64": numbers.flatMap { little(Int64($0)) }
    case "float": numbers.flatMap { little(Float($0).bitPattern) }
    case "double": numbers.flatMap { little(Double($0).bitPattern) }
    case "float16": numbers.flatMap { little(Float16($0).bitPattern) }
    // The upper half of a float.
    case "bfloat16": numbers.flatMap { little(UInt16(Float($0).bitPattern >> 16)) }
    default: nil
    }
  }

  private static func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }

  /// An element for a reader.
  static func text(_ bytes: ArraySlice<UInt8>, _ type: String) -> String {
    let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return switch type {
    case "float": "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))"
    case "double": "\(Double(bitPattern: bits))"
    case "float16": "\(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))"
    case "bfloat16": "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))"
    case "int8": "\(Int8(truncatingIfNeeded: bits))"
    case "int16": "\(Int16(truncatingIfNeeded: bits))"
    case "int32": "\(Int32(truncatingIfNeeded: bits))"
    case "int64": "\(Int64(truncatingIfNeeded: bits))"
    case "bool", "uint8", "uint16", "uint32", "uint64": "\(bits)"
    default: "0x" + String(bits, radix: 16)
    }
  }
}
