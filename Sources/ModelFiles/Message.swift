import COnnxProto

/// What a message's fields are read from: a file, and what its tensors may lie in beside it.
final class Source {
  let file: FileBytes
  let external: ExternalData

  init(_ file: FileBytes, folder: String?) {
    self.file = file
    external = ExternalData(folder: folder, of: file.name)
  }

  func error(_ fact: ModelFileError.Fact) -> ModelFileError { ModelFileError(file.name, fact) }
}

/// A message as a range of a file's bytes, walked field by field.
struct Message {
  /// As deep as libprotobuf goes.
  static let deepest = 100

  let source: Source
  /// ONNX's name for it.
  let name: StaticString
  private var position: UInt64
  private let end: UInt64
  private let depth: Int

  init(_ source: Source, _ name: StaticString) {
    self.init(source, name, bytes: 0..<source.file.count, depth: 1)
  }

  fileprivate init(_ source: Source, _ name: StaticString, bytes: Range<Int>, depth: Int) {
    self.source = source
    self.name = name
    position = UInt64(bytes.lowerBound)
    end = UInt64(bytes.upperBound)
    self.depth = depth
  }

  /// The next field; `nil` at the end.
  mutating func next() throws(ModelFileError) -> Field? {
    guard position < end, let base = source.file.bytes.baseAddress else { return nil }
    var field = onnx_field()
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    switch onnx_next_field(bytes, end, &position, &field) {
    case .end: return nil
    case .field: return Field(source: source, message: name, depth: depth, field: field)
    case .malformed:
      throw source.error(.malformed(message: "\(name)", offset: Int(position)))
    case .overlong:
      throw source.error(
        .overlong(message: "\(name)", field: Int(field.number), offset: Int(position)))
    case .group: throw source.error(.badGroup(message: "\(name)", offset: Int(position)))
    }
  }
}

/// A field of a message, not yet read as any type.
struct Field {
  let source: Source
  let message: StaticString
  private let depth: Int
  private let field: onnx_field

  fileprivate init(source: Source, message: StaticString, depth: Int, field: onnx_field) {
    self.source = source
    self.message = message
    self.depth = depth
    self.field = field
  }

  var number: Int { Int(field.number) }

  func integer() throws(ModelFileError) -> Int64 {
    guard field.content == .varint else { throw wrong("a varint") }
    return Int64(bitPattern: field.value)
  }

  func int32() throws(ModelFileError) -> Int32 { Int32(truncatingIfNeeded: try integer()) }

  func float() throws(ModelFileError) -> Float {
    guard field.content == .fixed32 else { throw wrong("32 bits") }
    return Float(bitPattern: UInt32(truncatingIfNeeded: field.value))
  }

  /// Where the field's bytes lie in the file.
  func range() throws(ModelFileError) -> Range<Int> {
    guard field.content == .bytes else { throw wrong("bytes") }
    return Int(field.offset)..<Int(field.offset + field.length)
  }

  func bytes() throws(ModelFileError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: source.file.bytes[try range()])
  }

  /// A name, or whatever else must be told apart from others: it has to be UTF-8.
  func text(_ what: @autoclosure () -> String = "a name") throws(ModelFileError) -> String {
    let bytes = try bytes()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw source.error(.notUTF8(what: what()))
    }
    return text
  }

  /// Text for people, in which U+FFFD stands for what is not UTF-8.
  func prose() throws(ModelFileError) -> String { String(decoding: try bytes(), as: UTF8.self) }

  /// The message inside the field.
  func message(_ name: StaticString) throws(ModelFileError) -> Message {
    guard depth < Message.deepest else { throw source.error(.tooDeep(limit: Message.deepest)) }
    return Message(source, name, bytes: try range(), depth: depth + 1)
  }

  /// Appends a repeated integer field, packed or not.
  func append<T: FixedWidthInteger>(to list: inout [T]) throws(ModelFileError) {
    guard field.content == .bytes else {
      list.append(T(truncatingIfNeeded: try integer()))
      return
    }
    guard field.length > 0, let base = source.file.bytes.baseAddress else { return }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    let (start, end) = (field.offset, field.offset + field.length)
    let count = Int(onnx_count_varints(bytes, start, end))
    let values = [UInt64](unsafeUninitializedCapacity: count) { values, initialized in
      initialized = Int(onnx_read_varints(bytes, start, end, values.baseAddress, UInt64(count)))
    }
    guard values.count == count, bytes[Int(end) - 1] < 0x80 else {
      throw source.error(.malformedList(message: "\(message)", field: number))
    }
    list.append(contentsOf: values.lazy.map { T(truncatingIfNeeded: $0) })
  }

  /// Appends a repeated float field, packed or not.
  func append(to list: inout [Float]) throws(ModelFileError) {
    guard field.content == .bytes else {
      list.append(try float())
      return
    }
    let bytes = try fixedWidthList(width: 4)
    for offset in stride(from: 0, to: bytes.count, by: 4) {
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      list.append(Float(bitPattern: UInt32(littleEndian: bits)))
    }
  }

  /// The bytes of a packed list of numbers of `width` bytes; `nil` where the field is one number.
  func packed(width: Int) throws(ModelFileError) -> Range<Int>? {
    guard field.content == .bytes else { return nil }
    _ = try fixedWidthList(width: width)
    return try range()
  }

  /// The bits of one number of 4 or 8 bytes.
  func fixedBits(width: Int) throws(ModelFileError) -> UInt64 {
    guard field.content == (width == 4 ? .fixed32 : .fixed64) else {
      throw wrong("\(width * 8) bits")
    }
    return field.value
  }

  private func fixedWidthList(width: Int) throws(ModelFileError) -> UnsafeRawBufferPointer {
    let bytes = try bytes()
    guard bytes.count.isMultiple(of: width) else {
      throw source.error(.malformedList(message: "\(message)", field: number))
    }
    return bytes
  }

  private func wrong(_ expected: String) -> ModelFileError {
    let found =
      switch field.content {
      case .varint: "a varint"
      case .fixed64: "64 bits"
      case .bytes: "bytes"
      case .fixed32: "32 bits"
      }
    return source.error(
      .wireType(message: "\(message)", field: number, found: found, expected: expected))
  }
}
