import Foundation

/// The fields of a message in protobuf's wire format:
/// https://protobuf.dev/programming-guides/encoding
struct Message {
  struct Field {
    let number: UInt64
    let isInteger: Bool
    /// An integer, or the bytes of anything else; the other is empty.
    var integer: UInt64 = 0
    var bytes = Data()

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private var fields: [Field] = []

  init(_ bytes: Data) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let tag = try Self.varint(&rest)
      var field = Field(number: tag >> 3, isInteger: tag & 7 == 0)
      switch tag & 7 {
      case 0: field.integer = try Self.varint(&rest)
      case 1: field.bytes = try Self.take(&rest, 8)
      case 2: field.bytes = try Self.take(&rest, try Self.varint(&rest))
      case 5: field.bytes = try Self.take(&rest, 4)
      default: throw .error(phase: "load", "The model is no protobuf message.")
      }
      fields.append(field)
    }
  }

  subscript(number: UInt64) -> [Field] { fields.filter { $0.number == number } }

  /// The last of this number, as protobuf has it; empty where there is none.
  func text(_ number: UInt64) -> String { self[number].last?.text ?? "" }

  /// The last of this number; 0 where there is none.
  func integer(_ number: UInt64) -> UInt64 { self[number].last?.integer ?? 0 }

  /// Those of a repeated field, packed or one by one.
  func integers(_ number: UInt64) throws(Failure) -> [UInt64] {
    var found: [UInt64] = []
    for field in self[number] {
      if field.isInteger { found.append(field.integer) }
      var rest = field.bytes
      while !rest.isEmpty { found.append(try Self.varint(&rest)) }
    }
    return found
  }

  private static func varint(_ rest: inout Data) throws(Failure) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { break }
      result |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return result }
    }
    throw .error(
      phase: "load", "The model ends within an integer, or has one of more than 64 bits.")
  }

  private static func take(_ rest: inout Data, _ count: UInt64) throws(Failure) -> Data {
    guard count <= UInt64(rest.count) else {
      throw .error(
        phase: "load", "The model has a field of \(count) bytes where \(rest.count) are left.")
    }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }
}
