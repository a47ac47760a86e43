import Archives
import Foundation
import Graphs
import Harness
import ModelFiles
import Runtimes
import Tensors
import Testing

@testable import TensorFiles

@Suite("Inputs from options") struct FeedRequestTests {
  /// `x` float[batch, 3], `ids` int64[batch], and `scale`, which has a default.
  static let model = ModelInterface(
    inputs: [
      .init(name: "x", type: .tensor(TensorType(.float, [.symbol("batch"), 3]))),
      .init(name: "ids", type: .tensor(TensorType(.int64, [.symbol("batch")]))),
      .init(name: "scale", type: .tensor(TensorType(.float, [])), hasDefault: true),
    ], outputs: [])
  static let single = ModelInterface(
    inputs: [.init(name: "a=b", type: .tensor(TensorType(.float, [2])))], outputs: [])

  private func feeding(
    _ inputs: [String], _ data: [String] = [], rest: UInt64? = nil, extents: [String: Int] = [:],
    _ model: ModelInterface = model
  ) throws -> FeedRequest.Feeding {
    var request = FeedRequest()
    (request.inputs, request.data, request.restSeed) = (inputs, data, rest)
    request.extents = extents
    return try request.feeding(model)
  }

  private func shapes(_ feeding: FeedRequest.Feeding) -> [Shape?] {
    feeding.values.map { $0?.tensor?.shape }
  }

  @Test("are numbers, constants or drawn, in the types and shapes that are declared")
  func literals() throws {
    let found = try feeding(["ids=7,-8", "x=ones"])
    #expect(shapes(found) == [[2, 3], [2], nil])
    #expect(try found.values[0]?.tensor?.elements(as: Float.self) == [1, 1, 1, 1, 1, 1])
    #expect(try found.values[1]?.tensor?.elements(as: Int64.self) == [7, -8])
    let drawn = try feeding(
      ["x=random(1, 2, 3)", "ids=random(1)", "scale=0.5"], extents: ["batch": 4])
    #expect(shapes(drawn) == [[4, 3], [4], []])
    #expect(drawn.values[0]?.tensor?.doubles?.allSatisfy { (2...3).contains($0) } == true)
    #expect(drawn.notes.isEmpty)
    #expect(shapes(try feeding(["1,2"], Self.single)) == [[2]])
    #expect(shapes(try feeding(["a=b=zeros"], Self.single)) == [[2]])
  }

  private func feeding(_ inputs: [String], _ model: ModelInterface) throws -> FeedRequest.Feeding {
    try feeding(inputs, [], model)
  }

  @Test("of a list fill the last axis of an input whose others may be one")
  func vectors() throws {
    let tokens = ModelInterface(
      inputs: [
        .init(name: "ids", type: .tensor(TensorType(.int64, [.symbol("batch"), .symbol("n")])))
      ], outputs: [])
    #expect(shapes(try feeding(["ids=7,-8,9"], tokens)) == [[1, 3]])
  }

  @Test("drawn between bounds lie there, however far apart these are")
  func wide() throws {
    let wide = ModelInterface(
      inputs: [.init(name: "x", type: .tensor(TensorType(.double, [64])))], outputs: [])
    let drawn = try feeding(["random(1, -1.5e308, 1.5e308)"], wide).values[0]?.tensor?.doubles
    #expect(drawn?.count == 64 && drawn?.allSatisfy { $0.magnitude <= 1.5e308 } == true)
    #expect(throws: FeedError.self) { try feeding(["ids=7", "x=random(1, 1e39, 1e40)"]) }
  }

  @Test("of one seed are the same again, of another they are not")
  func seeds() throws {
    let first = try feeding(["x=random(3)"], rest: 5)
    let again = try feeding(["x=random(3)"], rest: 5)
    let other = try feeding(["x=random(4)"], rest: 5)
    for (a, b) in zip(first.values, again.values) {
      if let a, let b { #expect(a.hasBits(of: b)) }
    }
    #expect(first.values[0]?.tensor?.doubles != other.values[0]?.tensor?.doubles)
    #expect(shapes(first) == [[1, 3], [1], nil])
    #expect(
      first.notes == ["'batch' of input 'x' counts as 1; --set batch=n says another"])
    #expect(first.values[1]?.tensor?.integers?.allSatisfy { (0...3).contains($0) } == true)
  }

  @Test("come from a file of each kind")
  func files() throws {
    let folder = NSTemporaryDirectory() + "feeds-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let x = try Tensor([Float(1), 2, 3, 4, 5, 6], shape: [2, 3])
    let ids = try Tensor([Int64(7), -8], shape: [2])
    try Files.write(try #require(NumpyFile.bytes(of: x)), to: "\(folder)/x.npy")
    try Value.tensor(x).write(to: "\(folder)/x.pb", name: "x")
    try Files.write("1 2 3\n4 5 6\n", to: "\(folder)/x.txt")
    try Files.write("a,b,c\n1,2,3\n4,5,6\n", to: "\(folder)/x.csv")
    try Files.write("a\tb\tc\n1\t2\t3\n4\t5\t6\n", to: "\(folder)/x.tsv")
    try Files.write(
      try NumpyArchive.bytes(of: [("x", x), ("ids", ids)]), to: "\(folder)/all.npz")
    try Files.write(
      try NumpyArchive.bytes(of: [("arr_0", x), ("arr_1", ids)]), to: "\(folder)/places.npz")
    let archive = try Archive(creating: "\(folder)/all.h5")
    try archive.makeGroup("group")
    try archive.write(x, as: "group/x")
    try archive.write(x, as: "x")
    try archive.write(ids, as: "ids")
    try archive.finish()
    try Value.tensor(x).write(to: "\(folder)/input_0.pb")
    try Value.tensor(ids).write(to: "\(folder)/input_1.pb")
    for spec in [
      "x.npy", "x.pb", "x.txt", "x.csv", "x.tsv", "all.npz", "all.npz:x", "all.h5",
      "all.h5:/group/x",
    ] {
      let found = try feeding(["x=\(folder)/\(spec)", "ids=7,-8"])
      #expect(try #require(found.values[0]).hasBits(of: .tensor(x)), "\(spec)")
      #expect(found.notes.isEmpty)
    }
    for data in ["all.npz", "places.npz", "all.h5", "."] {
      let found = try feeding([], ["\(folder)/\(data)"])
      #expect(try #require(found.values[0]).hasBits(of: .tensor(x)), "\(data)")
      #expect(try #require(found.values[1]).hasBits(of: .tensor(ids)), "\(data)")
    }
    // One that is given by itself counts before one of several.
    let mixed = try feeding(["ids=1,2"], ["\(folder)/all.npz"])
    #expect(mixed.values[1]?.tensor?.integers == [1, 2])
    let converted = try feeding(["x=zeros", "ids=\(folder)/x.npy"], extents: ["batch": 2])
    #expect(
      converted.notes == [
        "input 'ids': float of '\(folder)/x.npy' is converted to int64"
      ])
  }

  @Test("of strings are the lines of a text")
  func lines() throws {
    let path = NSTemporaryDirectory() + "lines-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Files.write("ein Satz, kurz\n日本\n", to: path)
    let model = ModelInterface(
      inputs: [.init(name: "text", type: .tensor(TensorType(.string, [.unknown, 1])))], outputs: [])
    let found = try feeding(["text=lines:\(path)"], model).values[0]?.tensor
    #expect(found?.shape == [2, 1])
    #expect(try found?.elements(as: String.self) == ["ein Satz, kurz", "日本"])
  }

  @Test("that would not fit into memory are refused before they are drawn")
  func huge() {
    for dims in [[1 << 40], [1 << 40, 1 << 40], [-1]] {
      let type = TensorType(.float, Shape(dims))
      let model = ModelInterface(inputs: [.init(name: "x", type: .tensor(type))], outputs: [])
      for spec in ["zeros", "random(1)"] {
        let error = #expect(throws: FeedError.self) { try feeding([spec], model) }
        #expect(
          error?.description == "Input 'x' is \(type), which does not fit into memory.")
      }
    }
  }

  @Test("have an image where --image says how it is prepared")
  func images() {
    var request = FeedRequest()
    (request.inputs, request.images) = (["1,2"], ImagePreparation())
    let error = #expect(throws: FeedError.self) { try request.feeding(Self.single) }
    #expect(error?.description.hasPrefix("--image says how images become numbers") == true)
  }

  static let wrong: [(inputs: [String], sentence: String)] = [
    (["x=ones"], "Input 'ids' (int64[batch]) is not given. Give it by one of"),
    (["y=ones"], "The model has no input 'y'; it has 'x', 'ids', 'scale'"),
    (["idx=ones"], "did you mean 'ids'?"),
    (["ones"], "'ones' is for no input: the model has 3"),
    (["x=ones", "x=zeros"], "Input 'x' is given twice."),
    (["x=one"], "'one' is no file, and input 'x' has 'one', expected a number of type float."),
    (["ids=1.5"], "has '1.5', expected a number of type int64."),
    (["x=random(a)"], "'random(a)' draws nothing: expected random(seed)"),
    (["x=random(1, 3, 2)"], "draws nothing"),
    (["ids=random(1, 0.2, 0.8)"], "Input 'ids' is int64, which has no number in 0.2...0.8."),
    (["ids=random(1, 0, 1e19)"], "Input 'ids' is int64, which does not hold 0.0...1e+19."),
    (["x=nowhere.npy"], "'nowhere.npy' can't be read: No such file or directory."),
    (["x=nowhere.png"], "'nowhere.png' can't be read: No such file or directory."),
  ]

  @Test("that can't be fed say why, and what would do", arguments: wrong)
  func refused(inputs: [String], sentence: String) {
    let error = #expect(throws: FeedError.self) { try feeding(inputs) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
  }
}
