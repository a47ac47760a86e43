internal import Glibc
internal import Harness
internal import ModelFiles
internal import Tensors

/// Turns values into messages and bytes, and back: by a scratch file, or by bytes after the line.
struct ValueTransport {
  /// `nil` where bytes follow the line.
  let scratch: String?

  /// A file beyond this is a lie.
  static let byteLimit = 1 << 36
  /// Bytes that may follow a line: PROTOCOL.md, "Limits".
  static let payloadLimit = 4 << 30

  struct Failure: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  // MARK: There

  /// Bytes of a message's tensors, in order of appearance.
  struct Payload {
    var parts: [[UInt8]] = []
    var byteCount = 0

    mutating func add(_ bytes: [UInt8]) -> Int {
      defer { byteCount += bytes.count }
      parts.append(bytes)
      return byteCount
    }
  }

  func message(_ value: Value, file: String, _ payload: inout Payload) -> AdapterValue {
    switch value {
    case .tensor(let tensor): return message(tensor, file: file, &payload)
    case .sequence(let values, let kind):
      return .sequence(
        element: kind.name, values.map { message($0, file: file, &payload) })
    case .optional(let value, let kind):
      return .optional(
        element: kind.name, value.map { message($0, file: file, &payload) })
    case .map(let map):
      let keys = message(map.keys, file: file, &payload)
      return .map(keys: keys, values: message(map.values, file: file, &payload))
    case .sparse(let sparse):
      let indices = message(sparse.indices, file: file, &payload)
      return .sparse(
        shape: sparse.shape.dims, indices: indices,
        values: message(sparse.values, file: file, &payload))
    }
  }

  private func message(_ tensor: Tensor, file: String, _ payload: inout Payload) -> AdapterValue {
    if case .string(let strings) = tensor.elements {
      return .strings(shape: tensor.shape.dims, Array(strings))
    }
    let bytes = tensor.packedBytes
    let offset = payload.add(bytes)
    return .tensor(
      type: tensor.dtype.name, shape: tensor.shape.dims,
      place: AdapterValue.Place(
        file: scratch == nil ? nil : file, offset: scratch == nil ? 0 : offset,
        byteCount: bytes.count))
  }

  /// Writes the bytes of a request to its scratch file.
  func write(_ payload: Payload, file: String) throws(Failure) {
    guard let scratch else { return }
    let path = "\(scratch)/\(file)"
    // Cutting a file to nothing first costs a write to the disk on ext4.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure("'\(path)' can't be written: \(SystemError.last)") }
    defer { close(descriptor) }
    for part in payload.parts {
      var rest = part[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          throw Failure("'\(path)' can't be written: \(SystemError.last)")
        }
        rest = rest.dropFirst(count)
      }
    }
  }

  // MARK: And back

  /// - Parameter bytes: those that followed the line.
  func value(_ message: AdapterValue, _ bytes: inout ArraySlice<UInt8>) throws(Failure) -> Value {
    switch message {
    case .tensor, .strings: return .tensor(try tensor(message, &bytes))
    case .sequence(let element, let values):
      let kind = try Self.kind(element)
      var found: [Value] = []
      for value in values { found.append(try self.value(value, &bytes)) }
      return .sequence(found, of: kind)
    case .optional(let element, let value):
      let kind = try Self.kind(element)
      guard let value else { return .optional(nil, of: kind) }
      return .optional(try self.value(value, &bytes), of: kind)
    case .map(let keys, let values):
      let keys = try tensor(keys, &bytes)
      return .map(MapValue(keys: keys, values: try value(values, &bytes)))
    case .sparse(let shape, let indices, let values):
      let indices = try tensor(indices, &bytes)
      return .sparse(
        SparseTensor(shape: Shape(shape), values: try tensor(values, &bytes), indices: indices))
    }
  }

  private func tensor(
    _ message: AdapterValue, _ bytes: inout ArraySlice<UInt8>
  ) throws(Failure) -> Tensor {
    switch message {
    case .strings(let shape, let strings):
      guard let tensor = try? Tensor(strings, shape: Shape(shape)) else {
        throw Failure("\(strings.count) strings do not fill the shape \(shape)")
      }
      return tensor
    case .tensor(let name, let shape, let place):
      guard let dtype = DType.allCases.first(where: { $0.name == name }) else {
        throw Failure("'\(name)' is no element type")
      }
      let found = try self.bytes(at: place, &bytes)
      guard let tensor = Tensor(packedBytes: found, dtype: dtype, shape: Shape(shape)) else {
        throw Failure("\(found.count) bytes do not fill \(name) of the shape \(shape)")
      }
      return tensor
    case .sequence, .optional, .map, .sparse:
      throw Failure("a tensor was expected, and another kind of value came")
    }
  }

  private func bytes(
    at place: AdapterValue.Place, _ inline: inout ArraySlice<UInt8>
  ) throws(Failure) -> [UInt8] {
    guard (0...Self.byteLimit).contains(place.byteCount), place.offset >= 0 else {
      throw Failure("\(place.byteCount) bytes from \(place.offset) on is no part of a file")
    }
    guard let scratch else {
      guard place.byteCount <= inline.count else {
        throw Failure("a tensor has \(place.byteCount) bytes, and \(inline.count) are left")
      }
      defer { inline = inline.dropFirst(place.byteCount) }
      return Array(inline.prefix(place.byteCount))
    }
    guard place.byteCount > 0 else { return [] }
    let file = place.file ?? ""
    guard !file.isEmpty, !file.contains("/"), file != "..", file != "." else {
      throw Failure("'\(file)' is no file of the scratch folder")
    }
    return try Self.read("\(scratch)/\(file)", from: place.offset, count: place.byteCount)
  }

  static func read(
    _ path: String, from offset: Int, count: Int
  ) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure("'\(path)' can't be read: \(SystemError.last)") }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size >= count, offset <= size - count else {
      throw Failure("'\(path)' has \(size) bytes, and \(count) from \(offset) on were named")
    }
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + done }, count - done, offset + done)
      }
      if read < 0 && errno == EINTR { continue }
      guard read > 0 else { throw Failure("'\(path)' can't be read: \(SystemError.last)") }
      done += read
    }
    return bytes
  }

  /// `seq(tensor(float))` as a kind.
  private static func kind(_ text: String) throws(Failure) -> ValueKind {
    guard let kind = ValueKind(spelled: text) else { throw Failure("'\(text)' is no type") }
    return kind
  }
}
