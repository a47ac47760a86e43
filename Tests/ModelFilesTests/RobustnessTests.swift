import Glibc
import Graphs
import Importer
import ModelFiles
import Tensors
import Testing

@Suite("Model files that are damaged or hostile")
struct RobustnessTests {
  /// Reads a model and everything in it; whatever is wrong is a typed error.
  private func read(_ bytes: [UInt8]) {
    do throws(ModelFileError) {
      let file = try ModelFile(bytes: bytes)
      for initializer in file.graph.initializers { _ = initializer.tensor.doubles }
      _ = try? importGraph(file, catalog: TestOperators.catalog)
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  @Test("every prefix is read or is an error", arguments: Fixture.allCases)
  func prefixes(fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    for count in bytes.indices { read(Array(bytes.prefix(count))) }
  }

  @Test("flipped bytes are read or are an error", arguments: Fixture.allCases)
  func flips(fixture: Fixture) throws {
    var generator = SeededGenerator(seed: 20_261)
    let bytes = try fixture.bytes()
    for _ in 0..<600 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: damaged.indices, using: &generator)
        damaged[index] = UInt8.random(in: 0...255, using: &generator)
      }
      read(damaged)
    }
  }

  @Test("values too", arguments: ["sequence.pb", "optional.pb", "map.pb"])
  func values(name: String) throws {
    let bytes = try Fixture.bytes(of: name)
    let types: [ValueType] = [
      .sequence(nil), .optional(nil), .map(key: .int64, value: nil), .unknown,
    ]
    var generator = SeededGenerator(seed: 7)
    for type in types {
      for count in bytes.indices { _ = try? Value(bytes: Array(bytes.prefix(count)), as: type) }
      for _ in 0..<500 {
        var damaged = bytes
        damaged[Int.random(in: damaged.indices, using: &generator)] ^= UInt8.random(
          in: 1...255, using: &generator)
        _ = try? Value(bytes: damaged, as: type)
      }
    }
  }

  @Test("nesting without end is an error, not a stack that overflows")
  func nesting() {
    var type = WireBytes()
    for _ in 0..<5000 { type = WireBytes().message(4, WireBytes().message(1, type)) }
    let input = WireBytes().text(1, "x").message(2, type)
    let model = WireBytes().message(7, WireBytes().message(11, input))
    expect(.tooDeep(limit: 100), model.bytes)

    var graph = WireBytes()
    for _ in 0..<2000 {
      let attribute = WireBytes().text(1, "body").varint(20, 5).message(6, graph)
      graph = WireBytes().message(1, WireBytes().text(4, "Loop").message(5, attribute))
    }
    expect(.tooDeep(limit: 100), WireBytes().message(7, graph).bytes)
    let groups = [UInt8](repeating: 0x0b, count: 100_000)
    expect(.badGroup(message: "ModelProto", offset: 0), groups)
  }

  @Test("lengths beyond the message are an error that says where")
  func lengths() {
    expect(.overlong(message: "ModelProto", field: 7, offset: 0), [0x3a, 0x05, 0x00])
    let huge = [0x3a] + WireBytes.varint(UInt64.max)
    expect(.overlong(message: "ModelProto", field: 7, offset: 0), huge)
    expect(.malformed(message: "ModelProto", offset: 2), [0x08, 0x01, 0x80])
    expect(.malformed(message: "ModelProto", offset: 0), [UInt8](repeating: 0xff, count: 40))
    expect(.missing("graph"), [])
  }

  @Test("unknown fields are skipped, groups among them")
  func unknownFields() throws {
    let extra = WireBytes().varint(5000, 1).text(5001, "x").fixed32(5002, 1)
      .adding([0xa3, 0x06, 0x08, 0x01, 0xa4, 0x06])
    let file = try ModelFile(bytes: extra.message(7, extra.text(2, "g")).adding(extra.bytes).bytes)
    #expect(file.graph.name == "g")
  }

  private func expect(_ fact: ModelFileError.Fact, _ bytes: [UInt8]) {
    #expect {
      try ModelFile(bytes: bytes)
    } throws: {
      ($0 as? ModelFileError)?.fact == fact
    }
  }
}

@Suite("External data")
struct ExternalDataTests {
  private func model(_ entries: [(String, String)]) -> [UInt8] {
    var tensor = WireBytes.tensor([2], 1).text(8, "w").varint(14, 1)
    for (key, value) in entries {
      tensor = tensor.message(13, WireBytes().text(1, key).text(2, value))
    }
    return WireBytes().message(7, WireBytes().message(5, tensor)).bytes
  }

  @Test("are the bytes at offset and length of the file beside the model")
  func found() throws {
    let file = try ModelFile(path: Fixture.external.path)
    #expect(file.graph.initializers.first?.tensor.doubles == [1, 2, 3, 4])
  }

  @Test(
    "outside of the folder or the file are an error",
    arguments: [
      ([("location", "../outside.bin")], "outside of the model's folder"),
      ([("location", "link.bin")], "outside of the model's folder"),
      ([("location", "/etc/passwd")], "not a relative path"),
      ([("location", "absent.bin")], "can't be found"),
      ([("location", "")], "no location"),
      ([("location", "w.bin"), ("offset", "9")], "an offset of 9 into 'w.bin', which has 8 bytes"),
      ([("location", "w.bin"), ("length", "12")], "12 bytes at offset 0 of 'w.bin'"),
      ([("location", "w.bin"), ("offset", "-1")], "not a count of bytes"),
      ([("location", "w.bin"), ("length", "4")], "says 4 bytes of raw data"),
    ])
  func refused(entries: [(String, String)], sentence: String) throws {
    let folder = try TemporaryFolder()
    #expect(mkdir(folder.path + "model", 0o755) == 0)
    try folder.write([UInt8](repeating: 0, count: 8), to: "outside.bin")
    try folder.write([UInt8](repeating: 0, count: 8), to: "model/w.bin")
    try folder.write(model(entries), to: "model/m.onnx")
    #expect(symlink("../outside.bin", folder.path + "model/link.bin") == 0)
    #expect {
      try ModelFile(path: folder.path + "model/m.onnx")
    } throws: {
      "\($0)".contains(sentence)
    }
  }
}
