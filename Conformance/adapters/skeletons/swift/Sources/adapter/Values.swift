import Foundation

/// To add an element type: a case here and in each switch that the compiler then asks for.
enum Elements {
  case float([Float])
  case int64([Int64])
}

/// Elements in row-major order.
struct Tensor {
  let shape: [Int]
  let elements: Elements

  /// Element types, and their numbers in ONNX's TensorProto.DataType.
  static let types = ["float": 1, "int64": 7]

  var type: String {
    switch elements {
    case .float: "float"
    case .int64: "int64"
    }
  }

  /// Of as many elements as the shape has.
  init(shape: [Int], _ elements: Elements) throws(Failure) {
    let count =
      switch elements {
      case .float(let values): values.count
      case .int64(let values): values.count
      }
    guard try Tensor.count(shape) == count else {
      throw .error(phase: "load", "\(count) elements do not fill the shape \(shape).")
    }
    self.shape = shape
    self.elements = elements
  }

  /// Of little-endian elements.
  init(type: String, shape: [Int], bytes: Data) throws(Failure) {
    switch type {
    case "float" where bytes.count % 4 == 0:
      let bits: [UInt32] = littleEndian(bytes)
      try self.init(shape: shape, .float(bits.map { Float(bitPattern: $0) }))
    case "int64" where bytes.count % 8 == 0:
      try self.init(shape: shape, .int64(littleEndian(bytes)))
    default:
      throw .error(phase: "load", "\(bytes.count) bytes are no elements of \(type).")
    }
  }

  fileprivate var bytes: Data {
    switch elements {
    case .float(let values): littleEndian(values.map(\.bitPattern))
    case .int64(let values): littleEndian(values)
    }
  }

  /// How many elements a shape has.
  static func count(_ shape: [Int]) throws(Failure) -> Int {
    if shape.contains(0) { return 0 }
    var count = 1
    for dim in shape {
      let (product, isOver) = count.multipliedReportingOverflow(by: dim)
      // The host takes no payload beyond 4 GiB.
      guard dim > 0, !isOver, product <= 1 << 29 else {
        throw .error(phase: "memory", "The shape \(shape) has too many elements.")
      }
      count = product
    }
    return count
  }

  /// Where a tensor's bytes are, in a reply.
  struct Description: Encodable {
    var kind = "tensor"
    let type: String
    let shape: [Int]
    let file: String?
    let offset: Int?
    let bytes: Int
  }
}

private func littleEndian<T: FixedWidthInteger>(_ bytes: Data) -> [T] {
  let width = MemoryLayout<T>.size
  return bytes.withUnsafeBytes { raw in
    (0..<raw.count / width).map { index in
      T(littleEndian: raw.loadUnaligned(fromByteOffset: index * width, as: T.self))
    }
  }
}

private func littleEndian<T: FixedWidthInteger>(_ values: [T]) -> Data {
  values.map(\.littleEndian).withUnsafeBytes { Data($0) }
}

/// Where bytes of tensors lie: in files of a scratch folder, or after a message's line.
struct Transport {
  /// `nil` where they follow the line.
  var scratch: String?
  private(set) var received = Data()
  private var sent = Data()

  init(scratch: String? = nil) { self.scratch = scratch }

  /// A request with its payload; the reply's bytes are gathered anew.
  mutating func begin(_ payload: Data) {
    received = payload
    sent = Data()
  }

  /// The tensor that a message describes.
  mutating func read(_ value: Request.Described) throws(Failure) -> Tensor {
    guard value.kind == "tensor" else {
      throw .unsupported(operator: nil, "There are only tensors here, no \(value.kind).")
    }
    guard let type = value.type, let shape = value.shape else {
      throw .error(phase: "protocol", "A tensor lacks its type or its shape.")
    }
    guard Tensor.types[type] != nil else {
      throw .unsupported(operator: nil, "The element type \(type) is not done here.")
    }
    guard let count = value.bytes, count >= 0 else {
      throw .error(phase: "protocol", "A tensor does not say how many bytes it has.")
    }
    return try Tensor(type: type, shape: shape, bytes: try take(value, count))
  }

  private mutating func take(
    _ value: Request.Described, _ count: Int
  ) throws(Failure) -> Data {
    guard let scratch else {
      guard count <= received.count else {
        throw .error(
          phase: "protocol", "A tensor has \(count) bytes, and \(received.count) are left.")
      }
      defer { received = Data(received.dropFirst(count)) }
      return Data(received.prefix(count))
    }
    if count == 0 { return Data() }
    guard let name = value.file, !name.hasPrefix("."), !name.contains("/"),
      let offset = value.offset, offset >= 0
    else { throw .error(phase: "protocol", "A tensor names no file of the scratch folder.") }
    let url = URL(fileURLWithPath: scratch).appendingPathComponent(name)
    guard let file = try? Data(contentsOf: url, options: .alwaysMapped),
      offset <= file.count, count <= file.count - offset
    else {
      throw .error(phase: "protocol", "'\(name)' has not the \(count) bytes from \(offset) on.")
    }
    // A copy: the file is written anew while the tensor is in use.
    return file.withUnsafeBytes { Data($0[offset..<offset + count]) }
  }

  /// Describes a tensor for a reply, and notes its bytes.
  mutating func write(_ tensor: Tensor) -> Tensor.Description {
    let bytes = tensor.bytes
    defer { sent += bytes }
    return Tensor.Description(
      type: tensor.type, shape: tensor.shape, file: scratch == nil ? nil : "out.bin",
      offset: scratch == nil ? nil : sent.count, bytes: bytes.count)
  }

  /// Writes what the reply refers to, and returns what has to follow its line.
  func finish() throws(Failure) -> Data {
    guard let scratch else { return sent }
    let url = URL(fileURLWithPath: scratch).appendingPathComponent("out.bin")
    do { try sent.write(to: url) } catch {
      throw .error(phase: "readback", "'\(url.path)' can't be written: \(error).")
    }
    return Data()
  }
}
