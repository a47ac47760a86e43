extension ValueInfoProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: name)
    if let type { message.field(2, type.message) }
    message.field(3, textIfAny: docString)
    for entry in metadata { message.field(4, entry.message) }
    return message
  }
}

extension TypeProto {
  var message: MessageWriter {
    var message = MessageWriter()
    var inner = MessageWriter()
    switch form {
    case .tensor(let elementType, let dims):
      message.field(1, Self.tensor(elementType, dims))
    case .sparse(let elementType, let dims):
      message.field(8, Self.tensor(elementType, dims))
    case .sequence(let element):
      if let element { inner.field(1, element.message) }
      message.field(4, inner)
    case .optional(let element):
      if let element { inner.field(1, element.message) }
      message.field(9, inner)
    case .map(let key, let value):
      inner.field(1, integer: key)
      if let value { inner.field(2, value.message) }
      message.field(5, inner)
    case .opaque(let domain, let name):
      inner.field(1, text: domain)
      inner.field(2, text: name)
      message.field(7, inner)
    case .none: break
    }
    message.field(6, textIfAny: denotation)
    return message
  }

  private static func tensor(_ elementType: Int32, _ dims: [DimensionProto]?) -> MessageWriter {
    var message = MessageWriter()
    message.field(1, integer: elementType)
    if let dims {
      var shape = MessageWriter()
      for dimension in dims { shape.field(1, dimension.message) }
      message.field(2, shape)
    }
    return message
  }
}

extension DimensionProto {
  fileprivate var message: MessageWriter {
    var message = MessageWriter()
    switch extent {
    case .value(let value): message.field(1, integer: value)
    case .parameter(let name): message.field(2, text: name)
    case .unknown: break
    }
    message.field(3, textIfAny: denotation)
    return message
  }
}
