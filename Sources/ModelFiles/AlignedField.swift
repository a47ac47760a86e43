import Tensors

/// A field of elements that begin at a multiple of ``alignment`` in the file.
///
/// It stands between two fields of padding that together always take the same room, so that the
/// lengths of the messages around it do not depend on where it lies.
struct AlignedField {
  static let alignment = 64
  /// Less is not worth the padding.
  static let leastByteCount = 1024
  /// A field number that no version of `TensorProto` has, so that every reader skips it.
  private static let paddingNumber = 1023
  /// A tag of two bytes and a length of one.
  private static let paddingHead = 3

  let elements: Elements
  /// The field's tag and length.
  private let head: [UInt8]
  private let count: Int

  init(_ number: Int, _ elements: Elements, byteCount count: Int) {
    self.elements = elements
    self.count = count
    var head = MessageWriter()
    head.tag(number, 2)
    head.varint(UInt64(count))
    self.head = head.joined()
  }

  /// All that it takes, padding included.
  var byteCount: Int { 2 * Self.paddingHead + Self.alignment - 1 + head.count + count }

  /// What stands before and after the elements when the field begins at `offset` of the file.
  func surroundings(at offset: Int) -> (before: [UInt8], after: [UInt8]) {
    let unpadded = offset + Self.paddingHead + head.count
    let padding = (Self.alignment - unpadded % Self.alignment) % Self.alignment
    return (
      Self.padding(padding) + head, Self.padding(Self.alignment - 1 - padding)
    )
  }

  private static func padding(_ count: Int) -> [UInt8] {
    var writer = MessageWriter()
    writer.field(paddingNumber, bytes: [UInt8](repeating: 0, count: count))
    return writer.joined()
  }
}
