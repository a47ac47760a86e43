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
    "come back by name or place from what holds several",
    arguments: ["all.npz", "all.h5", "all", "all.json"])
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

  @Test("as JSON come back, of every type that it holds")
  func jsonBack() throws {
    let numbers = try DType.allCases.filter { ![.complex64, .complex128].contains($0) }.map {
      dtype -> Value in
      switch dtype {
      case .string: .tensor(try Tensor(["é", "a\0b\n"], shape: [2, 1]))
      case .bool: .tensor(try Tensor([true, false], shape: [2]))
      default:
        .tensor(
          dtype.isFloat
            ? try Tensor(narrowing: .double([1, 0.5, 2]), to: dtype, shape: [3, 1])
            : dtype.isSignedInteger
              ? try Tensor(narrowing: .int([1, 0, -1]), to: dtype, shape: [1, 3])
              : try Tensor(narrowing: .uint([1, 0, 3]), to: dtype, shape: [3]))
      }
    }
    let map = MapValue(keys: Tensor(vector: [3, -1] as [Int64]), values: .tensor(Self.y))
    let sparse = SparseTensor(
      shape: [2, 3], values: Tensor(vector: [0.1 as Float]),
      indices: Tensor(vector: [4 as Int64]))
    let values =
      numbers + [
        .tensor(Tensor(vector: [UInt64.max])), .tensor(Tensor(vector: [0.1, .nan, -.infinity])),
        .sequence([.tensor(Self.y), .tensor(Self.y)], of: .tensor(.float)),
        .optional(nil, of: .tensor(.int8)), .optional(.tensor(Self.n), of: .tensor(.int64)),
        .map(map), .sparse(sparse),
      ]
    try inFolder { folder in
      let path = "\(folder)/all.json"
      try ValueWriting(path).write(values.enumerated().map { NamedValue("v\($0)", $1) })
      for (place, value) in values.enumerated() {
        let back = try TensorFile(path).value(name: "v\(place)", as: nil)
        #expect(back.kind == value.kind && back.hasBits(of: value), "\(value.kind.name)")
      }
    }
  }

  static let noValues: [(text: String, sentence: String)] = [
    ("[1, 2]", "is no JSON of values"), ("{\"outputs\": 1", "is no JSON of values"),
    ("{\"outputs\": [{\"type\": \"tensor(flaot)\"}]}", "there is no type 'tensor(flaot)'"),
    (
      "{\"inputs\": [{\"name\": \"x\", \"type\": \"tensor(int8)\", \"shape\": [1], \"data\": [200]}]}",
      "a number is none of type int8"
    ),
    (
      "{\"inputs\": [{\"name\": \"x\", \"type\": \"tensor(float)\", \"shape\": [2], \"data\": [1]}]}",
      "1 elements are no tensor of shape [2]"
    ),
    (
      "{\"outputs\": [{\"name\": \"z\", \"type\": \"tensor(bool)\", \"shape\": [], \"data\": [true]}, "
        + "{\"name\": \"w\", \"type\": \"tensor(bool)\", \"shape\": [], \"data\": [true]}]}",
      "has no 'x'; it has z, w"
    ),
  ]

  @Test("as JSON that has no such values say so", arguments: noValues)
  func noJSON(text: String, sentence: String) throws {
    try inFolder { folder in
      try Files.write(text, to: "\(folder)/a.json")
      let error = #expect(throws: FeedError.self) {
        try TensorFile("\(folder)/a.json").value(name: "x", as: nil)
      }
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
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
