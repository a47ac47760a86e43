import ModelFiles
import Tensors
import Testing

@Suite("Elements of tensors in files")
struct ElementTests {
  /// What the fixture's script gave the onnx package to encode, once a type.
  static let numbers: [(DType, [Double])] =
    [
      .float, .float16, .double, .bfloat16, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2,
      .float8e5m2fnuz, .float4e2m1, .float6e2m3, .float6e3m2,
    ].map { ($0, [1, -0.5, 1.5, -4, 0]) }
    + [.uint8, .uint16, .uint32, .uint64].map { ($0, [1, 0, 200, 3, 255]) }
    + [.int8, .int16, .int32, .int64].map { ($0, [1, 0, -100, -1, 127]) }
    + [
      (.float8e8m0, [1, 2, 4, 0.5, 8]), (.uint4, [1, 0, 15, 8, 7]), (.int4, [1, 0, -8, -1, 7]),
      (.uint2, [1, 0, 3, 2, 1]), (.int2, [1, 0, -2, -1, 1]),
    ]

  @Test("are the same from raw data and from the type's own field, odd counts included")
  func bothEncodings() throws {
    let file = try ModelFile(path: Fixture.elements.path)
    let tensors = Dictionary(
      uniqueKeysWithValues: file.graph.initializers.map { ($0.name, $0.tensor) })
    for (dtype, expected) in Self.numbers {
      for kind in ["typed", "raw"] {
        let tensor = try #require(tensors["\(kind)\(dtype.rawValue)"])
        #expect(tensor.dtype == dtype)
        #expect(tensor.doubles == expected, "\(kind) \(dtype.name)")
      }
    }
    for kind in ["typed", "raw"] {
      #expect(tensors["\(kind)9"]?.integers == [1, 0, 1, 1, 0])
      let narrow = try tensors["\(kind)14"]?.elements(as: Complex64.self)
      #expect(
        narrow?.map(\.real) == [1, 0, 4, 0, 1] && narrow?.map(\.imaginary) == [-2, 3, 5, 0, 0])
      let wide = try tensors["\(kind)15"]?.elements(as: Complex128.self)
      #expect(wide?.map(\.real) == [1, 0, 4, 0, 1] && wide?.map(\.imaginary) == [-2, 3, 5, 0, 0])
    }
    #expect(try tensors["typed8"]?.elements(as: String.self).map { $0 } == ["a", "", "ü"])
  }

  @Test("are read from lists that are not packed")
  func unpacked() throws {
    let floats = WireBytes.tensor([2], 1).fixed32(4, 0x3f80_0000).fixed32(4, 0xc000_0000)
    #expect(try Value(bytes: floats.bytes).tensor?.doubles == [1, -2])
    let integers = WireBytes.tensor([2], 7).varint(7, 5).varint(7, -6)
    #expect(try Value(bytes: integers.bytes).tensor?.integers == [5, -6])
  }

  @Test("of a big misaligned tensor are copied when they are first read")
  func misaligned() throws {
    let count = 5000
    let raw = (0..<count).flatMap { i in
      withUnsafeBytes(of: Float(i).bitPattern.littleEndian) { Array($0) }
    }
    for name in ["", "a", "ab", "abc"] {
      let bytes = WireBytes.tensor([Int64(count)], 1).text(8, name).bytes(9, raw)
      let value = try Value(bytes: bytes.bytes)
      let tensor = try #require(value.tensor)
      #expect(try tensor.elements(as: Float.self).elementsEqual((0..<count).map { Float($0) }))
    }
  }

  @Test("a boolean is any byte that is not zero")
  func booleans() throws {
    let bytes = WireBytes.tensor([3], 9).bytes(9, [0, 2, 255])
    #expect(try Value(bytes: bytes.bytes).tensor?.integers == [0, 1, 1])
  }

  struct Wrong: CustomTestStringConvertible {
    let testDescription: String
    let tensor: WireBytes
    let fact: ModelFileError.Fact
  }

  static let wrong: [Wrong] = [
    Wrong(
      testDescription: "too little raw data",
      tensor: .tensor([2, 2], 1).bytes(9, .init(repeating: 0, count: 12)),
      fact: .rawByteCount(12, dtype: .float, shape: [2, 2], needed: 16)),
    Wrong(
      testDescription: "too many nibbles", tensor: .tensor([3], 22).bytes(9, [1, 2, 3]),
      fact: .rawByteCount(3, dtype: .int4, shape: [3], needed: 2)),
    Wrong(
      testDescription: "too few entries", tensor: .tensor([3], 3).varint(5, 1),
      fact: .elementCount(1, field: "int32_data", dtype: .int8, shape: [3], needed: 3)),
    Wrong(
      testDescription: "a negative extent", tensor: .tensor([2, -3], 1),
      fact: .negativeExtent([2, -3])),
    Wrong(
      testDescription: "more elements than can be counted",
      tensor: .tensor([1 << 40, 1 << 40], 15), fact: .tooManyElements([1 << 40, 1 << 40])),
    Wrong(
      testDescription: "bytes that overflow", tensor: .tensor([1 << 59], 15),
      fact: .tooManyElements([1 << 59])),
    Wrong(testDescription: "no element type", tensor: .tensor([1], 0), fact: .elementType(0)),
    Wrong(
      testDescription: "an unknown element type", tensor: .tensor([1], 99), fact: .elementType(99)),
    Wrong(
      testDescription: "raw strings", tensor: .tensor([1], 8).bytes(9, [65]), fact: .rawStrings),
    Wrong(
      testDescription: "a string that is not UTF-8", tensor: .tensor([1], 8).bytes(6, [0xff]),
      fact: .notUTF8(what: "a string, element 0,")),
    Wrong(
      testDescription: "elements twice",
      tensor: .tensor([1], 6).varint(5, 1).bytes(9, [1, 0, 0, 0]),
      fact: .severalData(["raw_data", "int32_data"])),
    Wrong(
      testDescription: "a packed list that breaks off", tensor: .tensor([1], 7).bytes(7, [0x80]),
      fact: .malformedList(message: "TensorProto", field: 7)),
    Wrong(
      testDescription: "external data without a folder",
      tensor: .tensor([1], 1).varint(14, 1)
        .message(13, WireBytes().text(1, "location").text(2, "w.bin")),
      fact: .externalData("location 'w.bin', but the model has no folder")),
  ]

  @Test("that contradict the tensor are an error that says so", arguments: wrong)
  func contradictions(row: Wrong) {
    #expect {
      try Value(bytes: WireBytes().text(8, "w").adding(row.tensor.bytes).bytes, name: "w.pb")
    } throws: { error in
      (error as? ModelFileError)?.fact == row.fact
        && (error as? ModelFileError)?.places == ["tensor 'w'"]
    }
  }

  @Test("errors are sentences with file, place, fact and expectation")
  func sentence() {
    let tensor = WireBytes.tensor([2, 2], 1).text(8, "w").bytes(9, .init(repeating: 0, count: 12))
    let model = WireBytes().message(7, WireBytes().text(2, "g").message(5, tensor))
    #expect {
      try ModelFile(bytes: model.bytes, name: "model.onnx")
    } throws: {
      "\($0)" == "model.onnx: graph 'g', tensor 'w' says 12 bytes of raw data for float [2, 2], "
        + "which needs 16."
    }
  }
}
