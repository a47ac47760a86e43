import Foundation
import Glibc
import ModelFiles
import Tensors
import Testing

@testable import Adapters

@Suite("Values on their way to an adapter") struct ValueTransportTests {
  static func tensor(_ dtype: DType) throws -> Tensor {
    let count = 5
    let bytes = (0..<(count * dtype.bitWidth + 7) / 8).map {
      UInt8(truncatingIfNeeded: $0 * 37 + 1)
    }
    let masked: [UInt8]
    switch dtype {
    case .bool: masked = [1, 0, 1, 1, 0]
    default:
      // The bits after the last element are 0.
      let rest = count * dtype.bitWidth % 8
      masked =
        bytes.dropLast() + [
          rest == 0 ? bytes[bytes.count - 1] : bytes[bytes.count - 1] & UInt8(1 << rest - 1)
        ]
    }
    return try #require(Tensor(packedBytes: masked, dtype: dtype, shape: [5]))
  }

  /// There and back over a transport, through JSON.
  private func echoed(_ value: Value, _ scratch: String?) throws -> Value {
    let transport = ValueTransport(scratch: scratch)
    var payload = ValueTransport.Payload()
    let message = transport.message(value, file: "in.bin", &payload)
    try transport.write(payload, file: "in.bin")
    let text = try JSONEncoder().encode(message)
    let read = try JSONDecoder().decode(AdapterValue.self, from: text)
    #expect(read == message)
    var rest = payload.parts.flatMap { $0 }[...]
    return try transport.value(read, &rest)
  }

  private static func values() throws -> [Value] {
    var values = try DType.allCases.filter { $0 != .string }.map { Value.tensor(try tensor($0)) }
    let float = Value.tensor(try tensor(.float))
    let strings = Value.tensor(try Tensor(["a", "", "日本"], shape: [3]))
    values += [
      strings, .tensor(Tensor(scalar: Float(1.5))), .tensor(try Tensor([Float](), shape: [0, 3])),
      .sequence([float, float], of: .tensor(.float)), .sequence([], of: .tensor(.string)),
      .optional(nil, of: .sequence(.tensor(.float))), .optional(strings, of: .tensor(.string)),
      .map(
        MapValue(
          keys: try Tensor([Int64(1), 2], shape: [2]),
          values: .tensor(try Tensor([Float(1), 2], shape: [2])))),
      .sparse(
        SparseTensor(
          shape: [2, 2], values: try Tensor([Float(3)], shape: [1]),
          indices: try Tensor([Int64(2)], shape: [1]))),
    ]
    return values
  }

  @Test(
    "every type and kind comes back bit by bit, by a file and inline", arguments: [true, false])
  func roundTrip(byFile: Bool) throws {
    let folder = NSTemporaryDirectory() + "transport-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for value in try Self.values() {
      let back = try echoed(value, byFile ? folder : nil)
      #expect(back.hasBits(of: value) && back.kind == value.kind, "\(value.kind.name)")
    }
  }

  static let lies: [(AdapterValue, String)] = [
    (
      .tensor(type: "float", shape: [2], place: .init(file: "../x", offset: 0, byteCount: 8)),
      "no file of"
    ),
    (
      .tensor(type: "float", shape: [2], place: .init(file: "none", offset: 0, byteCount: 8)),
      "can't be read"
    ),
    (
      .tensor(type: "float", shape: [2], place: .init(file: "x", offset: -1, byteCount: 8)),
      "no part of a file"
    ),
    (
      .tensor(type: "float", shape: [2], place: .init(file: "x", offset: 0, byteCount: .max)),
      "no part of a file"
    ),
    (
      .tensor(
        type: "float", shape: [1 << 62, 4], place: .init(file: nil, offset: 0, byteCount: 0)),
      "do not fill"
    ),
    (
      .tensor(type: "float", shape: [-1], place: .init(file: nil, offset: 0, byteCount: 0)),
      "do not fill"
    ),
    (
      .tensor(type: "flot", shape: [], place: .init(file: nil, offset: 0, byteCount: 0)),
      "no element type"
    ),
    (.strings(shape: [3], ["a"]), "do not fill"),
    (.sequence(element: "tensor(flot)", []), "no type"),
    (
      .sequence(element: "tensor(float)", [.strings(shape: [], ["a"])]),
      "an element of tensor(string)"
    ),
    (.optional(element: "tensor(float)", .strings(shape: [], ["a"])), "a value of tensor(string)"),
    (.map(keys: .strings(shape: [1], ["a"]), values: .strings(shape: [2], ["b", "c"])), "each"),
    (
      .sparse(
        shape: [2], indices: .strings(shape: [1], ["a"]), values: .strings(shape: [1], ["a"])),
      "indices of type string"
    ),
    (
      .tensor(type: "float", shape: [2], place: .init(file: ".hidden", offset: 0, byteCount: 8)),
      "no file of"
    ),
    (
      .tensor(type: "float", shape: [2], place: .init(file: "pipe", offset: 0, byteCount: 8)),
      "no regular file"
    ),
  ]

  @Test("what can't be is refused", arguments: lies.indices)
  func refused(row: Int) throws {
    let (value, words) = Self.lies[row]
    let folder = NSTemporaryDirectory() + "transport-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try #require(mkfifo("\(folder)/pipe", 0o600) == 0)
    var rest = ArraySlice<UInt8>()
    let error = #expect(throws: ValueTransport.Failure.self) {
      try ValueTransport(scratch: folder).value(value, &rest)
    }
    #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "none")")
  }
}
