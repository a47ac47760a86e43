internal import Glibc

/// Where bytes of a message's tensors lie: in a file of the scratch folder, or after the line.
struct WireBytes {
  /// `nil` where they follow the line.
  let scratch: String?
  private var bytes: [UInt8] = []
  private var taken = 0

  /// - Parameter payload: what followed a reply's line.
  init(scratch: String?, payload: [UInt8] = []) {
    self.scratch = scratch
    bytes = payload
  }

  /// What has to follow the line.
  var payload: [UInt8] { scratch == nil ? bytes : [] }

  /// What of a reply's payload no tensor has taken.
  var untaken: Int { scratch == nil ? bytes.count - taken : 0 }

  /// Adds a tensor's bytes, and says where they are.
  fileprivate mutating func add(_ added: [UInt8]) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["bytes": .integer(added.count)]
    if scratch != nil {
      bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
      members["file"] = .string("in.bin")
      members["offset"] = .integer(bytes.count)
    }
    bytes += added
    return members
  }

  func write() throws(CheckFailure) {
    guard let scratch else { return }
    var payload = ValueTransport.Payload()
    _ = payload.add(bytes)
    do throws(ValueTransport.Failure) {
      try ValueTransport(scratch: scratch).write(payload, file: "in.bin")
    } catch { throw CheckFailure(error.sentence) }
  }

  fileprivate mutating func take(_ value: JSONValue, _ count: Int) throws(CheckFailure) -> [UInt8] {
    guard let scratch else {
      guard value["file"] == nil else {
        throw CheckFailure("it names a file where bytes follow the line")
      }
      guard count <= untaken else {
        throw CheckFailure("a tensor has \(count) bytes, and \(untaken) are left after the line")
      }
      defer { taken += count }
      return Array(bytes[taken..<taken + count])
    }
    guard let name = value["file"]?.string, let offset = value["offset"]?.integer else {
      throw CheckFailure("a tensor names no file, though the transport is file")
    }
    if count == 0 { return [] }
    var buffer: [CChar] = [0]
    guard readlink("\(scratch)/\(name)", &buffer, 1) < 0 else {
      throw CheckFailure("its file '\(name)' is a link, and links are not followed")
    }
    do throws(ValueTransport.Failure) {
      return try ValueTransport.read("\(scratch)/\(name)", from: offset, count: count)
    } catch { throw CheckFailure(error.sentence.replacing("\(scratch)/", with: "")) }
  }
}

extension WireValue {
  /// The descriptor of a request.
  func message(_ wire: inout WireBytes) -> JSONValue {
    func dims(_ shape: [Int]) -> JSONValue { .array(shape.map(JSONValue.integer)) }
    var members: [String: JSONValue]
    switch self {
    case .tensor(let type, let shape, let bytes):
      members = ["kind": .string("tensor"), "type": .string(type), "shape": dims(shape)]
      members.merge(wire.add(bytes)) { first, _ in first }
    case .strings(let shape, let strings):
      members = [
        "kind": .string("tensor"), "type": .string("string"), "shape": dims(shape),
        "strings": .array(strings.map(Self.message)),
      ]
    case .sequence(let element, let values):
      members = [
        "kind": .string("sequence"), "element": .string(element),
        "values": .array(values.map { $0.message(&wire) }),
      ]
    case .optional(let element, let value):
      members = [
        "kind": .string("optional"), "element": .string(element),
        "value": value?.message(&wire) ?? .null,
      ]
    case .map(let keys, let values):
      members = ["kind": .string("map"), "keys": keys.message(&wire)]
      members["values"] = values.message(&wire)
    case .sparse(let shape, let indices, let values):
      members = ["kind": .string("sparse"), "shape": dims(shape)]
      members["indices"] = indices.message(&wire)
      members["values"] = values.message(&wire)
    }
    return .object(members)
  }

  private static func message(_ bytes: [UInt8]) -> JSONValue {
    String(validating: bytes, as: UTF8.self).map { .string($0) }
      ?? .object(["base64": .string(Base64.encode(bytes))])
  }

  /// Reads a descriptor of a reply that the schema takes.
  init(_ message: JSONValue, _ wire: inout WireBytes) throws(CheckFailure) {
    let shape = (message["shape"]?.array ?? []).compactMap(\.integer)
    let element = message["element"]?.string ?? ""
    func member(_ name: String) -> JSONValue { message[name] ?? .null }
    switch message["kind"]?.string {
    case "tensor":
      let type = message["type"]?.string ?? ""
      let count = Self.elementCount(shape)
      if type == "string" {
        let strings = (message["strings"]?.array ?? []).compactMap(Self.bytes)
        guard strings.count == count else {
          throw CheckFailure("\(strings.count) strings do not fill the shape \(shape)")
        }
        self = .strings(shape: shape, strings)
        return
      }
      let byteCount = message["bytes"]?.integer ?? 0
      let bytes = try wire.take(message, byteCount)
      let needed = count.flatMap { Self.byteCount($0, ElementBits.of(type)) }
      guard byteCount == needed else {
        throw CheckFailure(
          "\(byteCount) bytes do not fill \(type) of the shape \(shape), which takes "
            + "\(needed.map(String.init) ?? "more than there can be")")
      }
      self = .tensor(type: type, shape: shape, bytes)
    case "sequence":
      var values: [WireValue] = []
      for value in message["values"]?.array ?? [] {
        values.append(try WireValue(value, &wire))
      }
      self = .sequence(element: element, values)
    case "optional":
      let value = member("value")
      self = .optional(element: element, value == .null ? nil : try WireValue(value, &wire))
    case "map":
      let keys = try WireValue(member("keys"), &wire)
      self = .map(keys: keys, values: try WireValue(member("values"), &wire))
    default:
      let indices = try WireValue(member("indices"), &wire)
      self = .sparse(
        shape: shape, indices: indices, values: try WireValue(member("values"), &wire))
    }
  }

  private static func bytes(_ string: JSONValue) -> [UInt8]? {
    if let text = string.string { return Array(text.utf8) }
    return string["base64"]?.string.flatMap(Base64.decode)
  }

  private static func elementCount(_ shape: [Int]) -> Int? {
    if shape.contains(0) { return 0 }
    var count = 1
    for dim in shape {
      let (product, isOver) = count.multipliedReportingOverflow(by: dim)
      if isOver { return nil }
      count = product
    }
    return count
  }

  private static func byteCount(_ count: Int, _ bits: Int) -> Int? {
    let (total, isOver) = count.multipliedReportingOverflow(by: bits)
    return isOver ? nil : total / 8 + (total % 8 == 0 ? 0 : 1)
  }
}
