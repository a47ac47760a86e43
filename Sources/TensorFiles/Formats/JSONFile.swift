import Harness
import Tensors

/// Values as ``ValueWriting`` writes them into `.json`: `{"outputs": [{"name", "type", "shape", "data"}]}`;
/// `inputs` in the place of `outputs` will do.
struct JSONFile {
  /// In the order of the file.
  let values: [(name: String, value: Value)]

  /// - Throws: where the bytes are no such JSON, or a value is not what its type says.
  init(_ bytes: [UInt8]) throws(FormatError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError("is not text in UTF-8")
    }
    let written: Written
    do { written = try JSONLine.decode(Written.self, text) } catch {
      throw FormatError("is no JSON of values: \(JSONLine.sentence(error))")
    }
    values = written.values.enumerated().map { ($1.name ?? "\($0)", $1.value) }
  }

  var names: [String] { values.map(\.name) }

  func value(_ name: String) throws(FormatError) -> Value {
    guard let found = values.first(where: { $0.name == name }) else {
      throw FormatError("has no '\(name)'; it has \(names.joined(separator: ", "))")
    }
    return found.value
  }
}

private struct Written: Decodable {
  let values: [WrittenValue]

  private enum Key: String, CodingKey { case inputs, outputs }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let key = fields.contains(.inputs) ? Key.inputs : .outputs
    values = try fields.decode([WrittenValue].self, forKey: key)
  }
}

/// What ``ValueData`` is made of, read again.
private struct WrittenValue: Decodable {
  let name: String?
  let value: Value

  private enum Key: String, CodingKey { case name, type, shape, data, elements, keys, indices }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    name = try fields.decodeIfPresent(String.self, forKey: .name)
    let type = try fields.decode(String.self, forKey: .type)
    guard let kind = ValueKind(spelled: type) else {
      throw Self.defect(.type, fields, "there is no type '\(type)'")
    }
    switch kind {
    case .tensor(let dtype):
      value = .tensor(
        try Self.tensor(dtype, fields, .data, try fields.decode([Int].self, forKey: .shape)))
    case .sequence(let element): value = .sequence(try Self.elements(fields), of: element)
    case .optional(let element): value = .optional(try Self.elements(fields).first, of: element)
    case .map(let key, _):
      guard let values = try Self.elements(fields).first else {
        throw Self.defect(.elements, fields, "a map has one element, its values")
      }
      value = .map(MapValue(keys: try Self.tensor(key, fields, .keys, nil), values: values))
    case .sparse(let dtype):
      value = .sparse(
        SparseTensor(
          shape: Shape(try fields.decode([Int].self, forKey: .shape)),
          values: try Self.tensor(dtype, fields, .data, nil),
          indices: try Self.tensor(.int64, fields, .indices, nil)))
    }
  }

  private static func elements(_ fields: KeyedDecodingContainer<Key>) throws -> [Value] {
    try fields.decode([WrittenValue].self, forKey: .elements).map(\.value)
  }

  /// - Parameter dims: `nil` for a vector.
  private static func tensor(
    _ dtype: DType, _ fields: KeyedDecodingContainer<Key>, _ key: Key, _ dims: [Int]?
  ) throws -> Tensor {
    let elements: Elements
    switch dtype.facts {
    case .string: elements = .string(Buffer(try fields.decode([String].self, forKey: key)))
    case .bool: elements = .bool(Buffer(try fields.decode([Bool].self, forKey: key)))
    case .signed: elements = .int64(Buffer(try fields.decode([Int64].self, forKey: key)))
    case .unsigned: elements = .uint64(Buffer(try fields.decode([UInt64].self, forKey: key)))
    case .float:
      elements =
        dtype == .double
        ? .double(Buffer(try fields.decode([Double].self, forKey: key)))
        : .float(Buffer(try fields.decode([Float].self, forKey: key)))
    case .complex:
      throw defect(key, fields, ".json has no \(dtype.name); .npy and .pb files hold it")
    }
    let shape = Shape(dims ?? [elements.count])
    guard let wide = try? Tensor(elements, shape: shape) else {
      throw defect(key, fields, "\(elements.count) elements are no tensor of shape \(shape)")
    }
    guard let tensor = TensorConversion.fitting(wide, dtype) else {
      throw defect(key, fields, "a number is none of type \(dtype.name)")
    }
    return tensor
  }

  private static func defect(
    _ key: Key, _ fields: KeyedDecodingContainer<Key>, _ sentence: String
  ) -> DecodingError {
    .dataCorruptedError(forKey: key, in: fields, debugDescription: sentence)
  }
}
