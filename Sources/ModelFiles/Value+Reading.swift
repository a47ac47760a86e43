package import Graphs
package import Tensors

extension Value {
  /// Maps a file that holds one value, as the test suites' `.pb` files do.
  ///
  /// - Parameter type: what the value is declared as, because the bytes do not say which of ONNX's
  ///   messages they are; a tensor where nothing is declared.
  package init(path: String, as type: ValueType? = nil) throws(ModelFileError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    try self.init(Source(try FileBytes(mapping: path), folder: folder), type)
  }

  /// Reads a value from memory; see ``init(path:as:)``.
  package init(
    bytes: [UInt8], name: String = "value", as type: ValueType? = nil
  ) throws(ModelFileError) {
    try self.init(Source(FileBytes(bytes, name: name), folder: nil), type)
  }

  private init(_ source: Source, _ type: ValueType?) throws(ModelFileError) {
    switch type {
    case nil, .unknown, .tensor:
      self = .tensor(try TensorProto(Message(source, "TensorProto")).tensor)
    case .sequence(let element):
      self = try Self.sequence(Message(source, "SequenceProto"), of: element)
    case .optional(let element):
      self = try Self.optional(Message(source, "OptionalProto"), of: element)
    case .map(let key, let value):
      self = try Self.map(Message(source, "MapProto"), key: key, value: value)
    case .sparse:
      self = .sparse(try SparseTensorProto(Message(source, "SparseTensorProto")).sparse)
    }
    source.file.settle()
  }

  /// The one of a sequence's or optional's fields that has a value of this kind.
  private static func element(
    _ field: Field, _ kind: Int, of type: ValueType?
  ) throws(ModelFileError) -> Value? {
    switch kind {
    case 1: return .tensor(try TensorProto(try field.message("TensorProto")).tensor)
    case 2:
      return .sparse(try SparseTensorProto(try field.message("SparseTensorProto")).sparse)
    case 3:
      var inner: ValueType?
      if case .sequence(let element) = type { inner = element }
      return try sequence(try field.message("SequenceProto"), of: inner)
    case 4:
      var (key, inner): (DType?, ValueType?) = (nil, nil)
      if case .map(let k, let v) = type { (key, inner) = (k, v) }
      return try map(try field.message("MapProto"), key: key, value: inner)
    case 5:
      var inner: ValueType?
      if case .optional(let element) = type { inner = element }
      return try optional(try field.message("OptionalProto"), of: inner)
    default: return nil
    }
  }

  private static func sequence(
    _ message: Message, of type: ValueType?
  ) throws(ModelFileError) -> Value {
    var message = message
    var values: [Value] = []
    while let field = try message.next() {
      if let value = try element(field, field.number - 2, of: type) { values.append(value) }
    }
    let kind = values.first?.kind ?? type?.kind ?? .tensor(.float)
    for (index, value) in values.enumerated() where value.kind != kind {
      throw message.source.error(.kind(found: value.kind.name, expected: kind.name))
        .within("element \(index) of a sequence")
    }
    return .sequence(values, of: kind)
  }

  private static func optional(
    _ message: Message, of type: ValueType?
  ) throws(ModelFileError) -> Value {
    var message = message
    var value: Value?
    while let field = try message.next() {
      if let element = try element(field, field.number - 2, of: type) { value = element }
    }
    return .optional(value, of: value?.kind ?? type?.kind ?? .tensor(.float))
  }

  private static func map(
    _ message: Message, key: DType?, value type: ValueType?
  ) throws(ModelFileError) -> Value {
    var message = message
    var keyType: Int32 = 0
    var keys: [Int64] = []
    var texts: [String] = []
    var values: Value?
    while let field = try message.next() {
      switch field.number {
      case 2: keyType = try field.int32()
      case 3: try field.append(to: &keys)
      case 4: texts.append(try field.text("a key"))
      case 5: values = try sequence(try field.message("SequenceProto"), of: type)
      default: break
      }
    }
    let source = message.source
    guard let dtype = keyType == 0 ? key ?? .int64 : DType(rawValue: keyType) else {
      throw source.error(.elementType(Int(keyType))).within("a map")
    }
    guard case .sequence(let elements, let kind)? = values else {
      throw source.error(.missing("values")).within("a map")
    }
    let count = dtype == .string ? texts.count : keys.count
    guard count == elements.count else {
      throw source.error(.mismatch("has \(count) keys for \(elements.count) values"))
        .within("a map")
    }
    guard dtype == .string || dtype.isInteger else {
      throw source.error(.mismatch("has keys of type \(dtype.name)")).within("a map")
    }
    do throws(TensorError) {
      let tensor =
        dtype == .string
        ? Tensor(vector: texts)
        : try Tensor(
          narrowing: dtype.isUnsignedInteger
            ? .uint(Buffer(keys.map { UInt64(bitPattern: $0) })) : .int(Buffer(keys)),
          to: dtype, shape: [count])
      return .map(MapValue(keys: tensor, values: .sequence(elements, of: kind)))
    } catch {
      throw source.error(.mismatch(error.description)).within("a map")
    }
  }
}
