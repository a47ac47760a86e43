internal import Tensors

/// A value in a message: what it is, and where its bytes are.
indirect enum AdapterValue: Sendable, Equatable {
  case tensor(type: String, shape: [Int], place: Place)
  case strings(shape: [Int], [String])
  case sequence(element: String, [AdapterValue])
  case optional(element: String, AdapterValue?)
  case map(keys: AdapterValue, values: AdapterValue)
  case sparse(shape: [Int], indices: AdapterValue, values: AdapterValue)

  /// Bytes of a scratch file, or so many that follow the message's line.
  struct Place: Sendable, Equatable {
    /// A name in the scratch folder; `nil` for bytes after the line.
    var file: String?
    var offset: Int
    var byteCount: Int
  }
}

extension AdapterValue: Codable {
  private enum Key: String, CodingKey {
    case kind, type, shape, file, offset, bytes, strings, element, values, value, keys, indices
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    switch try fields.decode(String.self, forKey: .kind) {
    case "tensor":
      let type = try fields.decode(String.self, forKey: .type)
      let shape = try fields.decode([Int].self, forKey: .shape)
      guard type != "string" else {
        let strings = try fields.decode([AdapterString].self, forKey: .strings)
        self = .strings(shape: shape, strings.map(\.text))
        return
      }
      self = .tensor(
        type: type, shape: shape,
        place: Place(
          file: try fields.decodeIfPresent(String.self, forKey: .file),
          offset: try fields.decodeIfPresent(Int.self, forKey: .offset) ?? 0,
          byteCount: try fields.decode(Int.self, forKey: .bytes)))
    case "sequence":
      self = .sequence(
        element: try fields.decode(String.self, forKey: .element),
        try fields.decode([AdapterValue].self, forKey: .values))
    case "optional":
      self = .optional(
        element: try fields.decode(String.self, forKey: .element),
        try fields.decodeIfPresent(AdapterValue.self, forKey: .value))
    case "map":
      self = .map(
        keys: try fields.decode(AdapterValue.self, forKey: .keys),
        values: try fields.decode(AdapterValue.self, forKey: .values))
    case "sparse":
      self = .sparse(
        shape: try fields.decode([Int].self, forKey: .shape),
        indices: try fields.decode(AdapterValue.self, forKey: .indices),
        values: try fields.decode(AdapterValue.self, forKey: .values))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: fields, debugDescription: "'\(kind)' is no kind of value")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    switch self {
    case .tensor(let type, let shape, let place):
      try fields.encode("tensor", forKey: .kind)
      try fields.encode(type, forKey: .type)
      try fields.encode(shape, forKey: .shape)
      try fields.encodeIfPresent(place.file, forKey: .file)
      if place.file != nil { try fields.encode(place.offset, forKey: .offset) }
      try fields.encode(place.byteCount, forKey: .bytes)
    case .strings(let shape, let strings):
      try fields.encode("tensor", forKey: .kind)
      try fields.encode("string", forKey: .type)
      try fields.encode(shape, forKey: .shape)
      try fields.encode(strings, forKey: .strings)
    case .sequence(let element, let values):
      try fields.encode("sequence", forKey: .kind)
      try fields.encode(element, forKey: .element)
      try fields.encode(values, forKey: .values)
    case .optional(let element, let value):
      try fields.encode("optional", forKey: .kind)
      try fields.encode(element, forKey: .element)
      if let value {
        try fields.encode(value, forKey: .value)
      } else {
        try fields.encodeNil(forKey: .value)
      }
    case .map(let keys, let values):
      try fields.encode("map", forKey: .kind)
      try fields.encode(keys, forKey: .keys)
      try fields.encode(values, forKey: .values)
    case .sparse(let shape, let indices, let values):
      try fields.encode("sparse", forKey: .kind)
      try fields.encode(shape, forKey: .shape)
      try fields.encode(indices, forKey: .indices)
      try fields.encode(values, forKey: .values)
    }
  }
}

/// A string, or in base64 what is no UTF-8. The project's own strings are UTF-8: of other bytes, what
/// can't be read is replaced.
private struct AdapterString: Decodable {
  let text: String

  private enum Key: String, CodingKey { case base64 }

  init(from decoder: any Decoder) throws {
    if let plain = try? decoder.singleValueContainer().decode(String.self) {
      text = plain
      return
    }
    let fields = try decoder.container(keyedBy: Key.self)
    let encoded = try fields.decode(String.self, forKey: .base64)
    guard let bytes = Base64.decode(encoded) else {
      throw DecodingError.dataCorruptedError(
        forKey: .base64, in: fields, debugDescription: "it is no base64")
    }
    text = String(decoding: bytes, as: UTF8.self)
  }
}
