package import Tensors

extension Value {
  /// The bytes of a file with this one value, as ``init(path:as:)`` reads it.
  package func serialized(name: String = "") -> [UInt8] { message(name).joined() }

  /// Writes ``serialized(name:)`` under a temporary name, then gives the file its own.
  package func write(to path: String, name: String = "") throws(ModelFileError) {
    try message(name).write(to: path)
  }

  private func message(_ name: String) -> MessageWriter {
    var message = MessageWriter()
    switch self {
    case .tensor(let tensor): return TensorProto(name, tensor).message
    case .sparse(let sparse): return SparseTensorProto(name, sparse).message
    case .sequence(let values, let kind):
      message.field(1, textIfAny: name)
      message.field(2, integer: kind.number)
      for value in values { message.field(value.kind.number + 2, value.message("")) }
    case .optional(let value, let kind):
      message.field(1, textIfAny: name)
      // onnx's helpers take an optional of undefined type, and no other, for one without a value.
      message.field(2, integer: value == nil ? 0 : kind.number)
      if let value { message.field(value.kind.number + 2, value.message("")) }
    case .map(let map):
      message.field(1, textIfAny: name)
      message.field(2, integer: map.keys.dtype.rawValue)
      if case .string(let keys) = map.keys.elements {
        for key in keys { message.field(4, text: key) }
      } else {
        for key in map.keys.integers ?? [] { message.field(3, integer: key) }
      }
      message.field(5, map.values.list.message(""))
    }
    return message
  }
}

extension Value {
  /// A vector as the sequence of its scalars, which is how a file has the values of a map.
  fileprivate var list: Value {
    guard case .tensor(let tensor) = self else { return self }
    return .sequence(tensor.scalars.map { .tensor($0) }, of: .tensor(tensor.dtype))
  }
}

extension ValueKind {
  /// The kind's number in `SequenceProto.DataType`; its field there is the one two further on.
  fileprivate var number: Int {
    switch self {
    case .tensor: 1
    case .sparse: 2
    case .sequence: 3
    case .map: 4
    case .optional: 5
    }
  }
}
