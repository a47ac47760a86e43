import Foundation
import Harness
import Testing

@testable import Adapters

@Suite("A value on the wire") struct WireValueTests {
  static let values: [WireValue] = [
    .tensor(type: "int4", shape: [3], [0x21, 0x03]),
    .tensor(type: "float", shape: [0, 2], []),
    .strings(shape: [2], [[0xff, 0xfe], Array("ü".utf8)]),
    .sequence(element: "tensor(float)", [.floats([1], [1]), .floats([2], [2, 3])]),
    .optional(element: "tensor(float)", nil),
    .map(keys: .texts([1], ["a"]), values: .floats([1], [1])),
    .sparse(
      shape: [9], indices: .tensor(type: "int64", shape: [1], [7, 0, 0, 0, 0, 0, 0, 0]),
      values: .floats([1], [4])),
  ]

  @Test("comes back with the same bytes, by either transport", arguments: values)
  func returns(value: WireValue) throws {
    let folder = NSTemporaryDirectory() + "wire-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for scratch in [nil, folder] {
      var sent = WireBytes(scratch: scratch)
      let message = value.message(&sent)
      try sent.write()
      let wrong = try JSONSchemaTests.schema().violations(of: message, by: "value")
      #expect(wrong.isEmpty, "\(wrong)")
      var received = WireBytes(scratch: scratch, payload: sent.payload)
      #expect(try WireValue(message, &received) == value)
      #expect(received.untaken == 0)
    }
  }

  static let faults: [(message: String, sentence: String)] = [
    (
      #"{"kind":"tensor","type":"float","shape":[2],"bytes":4}"#,
      "4 bytes do not fill float of the shape [2], which takes 8"
    ),
    (
      #"{"kind":"tensor","type":"float","shape":[4294967296,4294967296],"bytes":4}"#,
      "4 bytes do not fill float of the shape [4294967296, 4294967296], which takes more than "
        + "there can be"
    ),
    (
      #"{"kind":"tensor","type":"float","shape":[4],"bytes":16}"#,
      "a tensor has 16 bytes, and 8 are left after the line"
    ),
    (
      #"{"kind":"tensor","type":"string","shape":[2],"strings":["a"]}"#,
      "1 strings do not fill the shape [2]"
    ),
  ]

  @Test("is refused where its bytes do not fill it", arguments: faults)
  func refused(message: String, sentence: String) throws {
    var wire = WireBytes(scratch: nil, payload: [UInt8](repeating: 0, count: 8))
    let value = try JSONLine.decode(JSONValue.self, message)
    #expect(throws: CheckFailure(sentence)) { try WireValue(value, &wire) }
  }

  @Test("says which element differs, in its type")
  func differences() {
    let right = WireValue.floats([2], [1, 2])
    #expect(
      WireValue.floats([2], [1, 3]).difference(from: right)
        == "its element 1 is 3.0, and 2.0 is right")
    #expect(
      WireValue.floats([1, 2], [1, 2]).difference(from: right)
        == "its shape is [1, 2], and [2] is right")
    #expect(
      WireValue.texts([1], ["a"]).difference(from: .strings(shape: [1], [[0xff]]))
        == "string 0 is 'a', and the bytes [255] is right")
  }
}
