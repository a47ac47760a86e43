import Glibc
import Graphs
import ModelFiles
import Tensors
import Testing

@Suite("Writing model files")
struct WritingTests {
  @Test("what is written reads back as what it was", arguments: Fixture.allCases)
  func roundTrip(fixture: Fixture) throws {
    let file = try ModelFile(path: fixture.path)
    let bytes = file.serialized()
    let again = try ModelFile(bytes: bytes)
    #expect(again.serialized() == bytes)
    #expect(again.irVersion == file.irVersion && again.opsetImports == file.opsetImports)
    #expect(again.graph.inputs.map(\.type) == file.graph.inputs.map(\.type))
    #expect(again.graph.outputs.map(\.name) == file.graph.outputs.map(\.name))
    #expect(again.graph.nodes.map(\.inputs) == file.graph.nodes.map(\.inputs))
    #expect(
      again.functions.map(\.attributeDefaults.count)
        == file.functions.map(\.attributeDefaults.count))
    for (a, b) in zip(again.graph.initializers, file.graph.initializers) {
      #expect(a.name == b.name && a.tensor.shape == b.tensor.shape)
      #expect(a.tensor.packedBytes == b.tensor.packedBytes)
    }
  }

  @Test("big tensors begin at multiples of 64 bytes, wherever they stand")
  func alignment() throws {
    let folder = try TemporaryFolder()
    for length in [0, 1, 62, 63, 64, 200] {
      var graph = GraphProto()
      graph.docString = String(repeating: "x", count: length)
      for index in 0..<3 {
        let tensor = Tensor(vector: (0..<1000).map { Double($0 + index) })
        graph.initializers.append(TensorProto("w\(index)", tensor))
      }
      let file = ModelFile(graph: graph, opset: 17)
      try file.write(to: folder.path + "m.onnx")
      let read = try ModelFile(path: folder.path + "m.onnx")
      #expect(read.serialized() == file.serialized())
      for (index, initializer) in read.graph.initializers.enumerated() {
        let elements = try initializer.tensor.elements(as: Double.self)
        #expect(UInt(bitPattern: elements.base) % 64 == 0)
        #expect(elements.first == Double(index) && elements.last == Double(999 + index))
      }
    }
  }

  @Test("tensors go into a file beside the model from a limit on, and those that are there stay")
  func external() throws {
    let folder = try TemporaryFolder()
    var graph = GraphProto()
    graph.initializers = [
      TensorProto("w", Tensor(vector: (0..<1000).map { Double($0) })),
      TensorProto("small", Tensor(vector: [1, 2] as [Float])),
      TensorProto("v", Tensor(vector: (0..<300).map { Float($0) })),
    ]
    var file = ModelFile(graph: graph, opset: 17)
    #expect(try file.write(to: folder.path + "m.onnx", spillingFrom: 9209) == nil)
    #expect(try file.write(to: folder.path + "m.onnx", spillingFrom: 9208) == "m.onnx.data")
    let first = try ModelFile(path: folder.path + "m.onnx")
    #expect(first.externalFiles == ["m.onnx.data"] && first.serialized() == file.serialized())
    #expect(first.graph.initializers.map(\.origin?.offset) == [0, nil, 8192])

    // The same again, with another tensor that is new.
    file = first
    file.graph.initializers.append(TensorProto("u", Tensor(vector: (0..<200).map { Double($0) })))
    file.keepLocations(of: first)
    #expect(try file.write(to: folder.path + "n.onnx", spillingFrom: 1600) == "n.onnx.data")
    #expect(try file.write(to: folder.path + "m.onnx", spillingFrom: 1600) == "m.onnx.data_2")
    for name in ["n.onnx", "m.onnx"] {
      let second = try ModelFile(path: folder.path + name)
      #expect(
        second.graph.initializers.map(\.origin?.location)
          == ["m.onnx.data", nil, "m.onnx.data", name + (name == "n.onnx" ? ".data" : ".data_2")])
      for (a, b) in zip(second.graph.initializers, file.graph.initializers) {
        #expect(a.tensor.packedBytes == b.tensor.packedBytes)
      }
    }
  }

  @Test("every form of value reads back")
  func values() throws {
    let tensor = Value.tensor(Tensor(vector: [1.5, -2] as [Float]))
    let sequence = Value.sequence([tensor, tensor], of: .tensor(.float))
    let map = Value.map(MapValue(keys: Tensor(vector: ["a", "b"]), values: sequence))
    let sparse = Value.sparse(
      SparseTensor(
        shape: [2, 3], values: Tensor(vector: [5] as [Float]),
        indices: Tensor(vector: [4] as [Int64])))
    let absent = Value.optional(nil, of: .sequence(.tensor(.int64)))
    let optional = Value.optional(sequence, of: .sequence(.tensor(.float)))
    for value in [
      tensor, sequence, map, sparse, absent, optional, .sequence([], of: .tensor(.int8)),
    ] {
      let read = try Value(bytes: value.serialized(), as: ValueType(value.kind))
      #expect(read.kind == value.kind)
      #expect(read.serialized() == value.serialized())
    }
  }

  @Test("values that the onnx package wrote are read")
  func foreignValues() throws {
    let sequence = try Value(path: Fixture.folder + "sequence.pb", as: .sequence(nil))
    guard case .sequence(let items, .tensor(.float)) = sequence else {
      Issue.record("no sequence of float tensors")
      return
    }
    #expect(items.map { $0.tensor?.doubles } == [[1, 2], [3]])
    #expect(items.map { $0.tensor?.shape } == [[2], [1, 1]])
    let optional = try Value(path: Fixture.folder + "optional.pb", as: .optional(nil))
    guard case .optional(let item?, _) = optional else {
      Issue.record("no optional with a value")
      return
    }
    #expect(item.tensor?.integers == [7])
    let map = try Value(path: Fixture.folder + "map.pb", as: .map(key: .int64, value: nil))
    guard case .map(let pairs) = map else {
      Issue.record("no map")
      return
    }
    #expect(pairs.keys.integers == [1, -2])
    #expect(pairs.values.tensor?.doubles == [1.5, 2.5])
    #expect(map.kind.name == "map(int64, tensor(double))")
    #expect(try Value(bytes: map.serialized(), as: ValueType(map.kind)).hasBits(of: map))
  }

  @Test("a place that can't be written is an error, and leaves nothing behind")
  func failure() throws {
    let file = ModelFile(graph: GraphProto(), opset: 17)
    #expect {
      try file.write(to: "/proc/none/m.onnx")
    } throws: {
      "\($0)" == "m.onnx: it can't be written: No such file or directory."
    }
    #expect {
      try file.write(to: "/dev/full/m.onnx")
    } throws: {
      "\($0)".contains("can't be written")
    }
  }

  @Test("a full disk is told in the system's words, and a device stays one")
  func full() {
    let file = ModelFile(graph: GraphProto(), opset: 17)
    #expect {
      try file.write(to: "/dev/full")
    } throws: {
      "\($0)" == "full: it can't be written: No space left on device."
    }
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }
}
