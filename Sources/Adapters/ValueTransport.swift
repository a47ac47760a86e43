internal import Glibc
internal import Harness
internal import ModelFiles
internal import Tensors

/// Turns values into messages and bytes, and back: by a scratch file, or by bytes after the line.
struct ValueTransport {
  /// As messages spell them, the best first.
  static let names = ["file", "inline"]

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

    /// Appends bytes at the next multiple of `alignment`, and says where that is.
    mutating func add(_ bytes: [UInt8], alignment: Int = 1) -> Int {
      let gap = (alignment - byteCount % alignment) % alignment
      if gap > 0 { parts.append([UInt8](repeating: 0, count: gap)) }
      parts.append(bytes)
      byteCount += gap + bytes.count
      return byteCount - bytes.count
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
    let offset = payload.add(bytes, alignment: scratch == nil ? 1 : 64)
    return .tensor(
      type: tensor.dtype.name, shape: tensor.shape.dims,
      place: AdapterValue.Place(
        file: scratch == nil ? nil : file, offset: scratch == nil ? 0 : offset,
        byteCount: bytes.count))
  }

  /// Writes the bytes of a message to its scratch file.
  func write(_ payload: Payload, file: String) throws(Failure) {
    guard let scratch, payload.byteCount > 0 else { return }
    let path = "\(scratch)/\(file)"
    // It is not cut first: ext4 writes a file that was cut to nothing to the disk at once.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
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
      if let odd = found.first(where: { !Self.has($0, kind) }) {
        throw Failure("a sequence of \(kind.name) has an element of \(odd.kind.name)")
      }
      return .sequence(found, of: kind)
    case .optional(let element, let value):
      let kind = try Self.kind(element)
      guard let value else { return .optional(nil, of: kind) }
      let found = try self.value(value, &bytes)
      guard Self.has(found, kind) else {
        throw Failure("an optional of \(kind.name) has a value of \(found.kind.name)")
      }
      return .optional(found, of: kind)
    case .map(let keys, let values):
      let keys = try tensor(keys, &bytes)
      let values = try value(values, &bytes)
      let count =
        switch values {
        case .tensor(let tensor) where tensor.rank == 1: tensor.count
        case .sequence(let values, _): values.count
        case .tensor, .optional, .map, .sparse: -1
        }
      guard keys.rank == 1, keys.count == count else {
        throw Failure("a map's keys have to be a tensor of rank 1, with a value for each")
      }
      return .map(MapValue(keys: keys, values: values))
    case .sparse(let shape, let indices, let values):
      let indices = try tensor(indices, &bytes)
      let values = try tensor(values, &bytes)
      do throws(ModelFileError) {
        return .sparse(
          try SparseTensor(checking: Shape(shape), values: values, indices: indices))
      } catch { throw Failure("a sparse tensor \(error.fact)") }
    }
  }

  /// Whether a value is of the kind that its container declares. What a map holds shows in its
  /// elements only.
  private static func has(_ value: Value, _ kind: ValueKind) -> Bool {
    if case (.map(let map), .map(let key, _)) = (value, kind) { return map.keys.dtype == key }
    return value.kind == kind
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
    guard Self.isName(file) else { throw Failure("'\(file)' is no file of the scratch folder") }
    return try Self.read("\(scratch)/\(file)", from: place.offset, count: place.byteCount)
  }

  /// Letters, digits, `.`, `_` and `-`, not beginning with `.`.
  private static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
  }

  static func read(
    _ path: String, from offset: Int, count: Int
  ) throws(Failure) -> [UInt8] {
    // A pipe without a writer would keep whoever opens it waiting.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure("'\(path)' can't be read: \(SystemError.last)") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure("'\(path)' is no regular file")
    }
    let size = Int(status.st_size)
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
