import Foundation
import Graphs
import Harness
import Runtimes
import Tensors
import Testing

@testable import TensorFiles

@Suite("Values that are written") struct ValueWritingTests {
  static let y = Tensor(vector: [Float(1.5), -2, .infinity])
  static let n = Tensor(scalar: Int64(7))
  static let outputs = ModelInterface(
    inputs: [],
    outputs: [
      .init(name: "/a/y", type: .tensor(TensorType(.float, nil))),
      .init(name: "n", type: .tensor(TensorType(.int64, []))),
    ])

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "values-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test(
    "come back by name or place from what holds several", arguments: ["all.npz", "all.h5", "all"])
  func several(file: String) throws {
    try inFolder { folder in
      let path = "\(folder)/deep/\(file)"
      try ValueWriting(path).write([
        NamedValue("/a/y", .tensor(Self.y)), NamedValue("n", .tensor(Self.n)),
      ])
      let back = try ExpectedOutputs.values(path, of: Self.outputs)
      #expect(back[0]?.hasBits(of: .tensor(Self.y)) == true)
      #expect(back[1]?.hasBits(of: .tensor(Self.n)) == true)
    }
  }

  @Test(
    "come back from what holds one", arguments: ["y.npy", "y.pb", "y.csv", "y.tsv", "y.txt"])
  func one(file: String) throws {
    try inFolder { folder in
      let path = "\(folder)/\(file)"
      let table = try Tensor([Float(1.5), -2, .infinity, 0.1], shape: [2, 2])
      try ValueWriting(path).write([NamedValue("y", .tensor(table))])
      let type = ValueType.tensor(TensorType(.float, [2, 2]))
      let back = try TensorFile(path).value(name: "y", as: type)
      #expect(back.hasBits(of: .tensor(table)))
      let error = #expect(throws: FeedError.self) {
        try ValueWriting(path).write([
          NamedValue("y", .tensor(Self.y)), NamedValue("n", .tensor(Self.n)),
        ])
      }
      #expect(error?.description.contains("holds one output, and there are 2") == true)
    }
  }

  @Test("as JSON have their type, shape and elements, of maps too")
  func json() throws {
    try inFolder { folder in
      let map = Value.map(
        MapValue(
          keys: Tensor(vector: ["a"]), values: .tensor(Tensor(vector: [Float(0.1)]))))
      try ValueWriting("\(folder)/all.json").write([
        NamedValue("y", .tensor(Self.y)), NamedValue("m", .sequence([map], of: map.kind)),
      ])
      #expect(
        try Files.read("\(folder)/all.json") == """
          {"outputs":[{"data":[1.5,-2,"inf"],"name":"y","shape":[3],"type":"tensor(float)"},\
          {"elements":[{"elements":[{"data":[0.1],"shape":[1],"type":"tensor(float)"}],"keys":["a"],\
          "type":"map(string, tensor(float))"}],"name":"m","type":"seq(map(string, tensor(float)))"}]}

          """)
    }
  }

  @Test("where that can't be say why")
  func refused() {
    let kinds: [(String, Value, String)] = [
      ("a.npy", .tensor(Tensor(vector: [BFloat16(narrowing: 1)])), "numpy has no bfloat16"),
      ("a.npz", .sequence([], of: .tensor(.float)), "output 'y' is seq(tensor(float))"),
      ("a.xyz", .tensor(Self.y), "has none of the endings .npz, .h5"),
      ("/proc/none/a.npy", .tensor(Self.y), "can't be made"),
    ]
    for (path, value, sentence) in kinds {
      let error = #expect(throws: FeedError.self) {
        try ValueWriting(path).write([NamedValue("y", value)])
      }
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
    }
  }
}
