import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Operators whose outputs' extents the device finds: against the interpreter bit for bit, and
/// against values worked by hand.
@Suite("Work that counts its outputs")
struct CountedWorkTests {
  static let types: [DType] = TypeSet.classicAndBFloat16.tensors.members.filter { $0 != .string }
  /// Those that the standard allows Compress and Unique.
  static let classicTypes = types.filter { $0 != .bfloat16 }

  private static func conditions(_ count: Int) -> Tensor {
    Tensor(vector: (0..<count).map { $0 % 3 == 1 || $0 % 7 == 0 })
  }

  @Test("finds what is not zero, of every type", arguments: types)
  func nonZero(dtype: DType) async throws {
    for (seed, shape) in [[5, 41, 33], [63], [], [0, 3]].enumerated() as EnumeratedSequence<[Shape]>
    {
      let x = try Tensor.notable(dtype, shape, seed: UInt64(seed + 1))
      expectSame(try await TestDevice.run("NonZero", [x]), "\(shape)")
    }
  }

  @Test("keeps the slices where a condition holds, of every type", arguments: classicTypes)
  func compress(dtype: DType) async throws {
    let x = try Tensor.notable(dtype, [6, 70, 5], seed: 7)
    expectSame(try await TestDevice.run("Compress", [x, Self.conditions(2100)]))
    expectSame(try await TestDevice.run("Compress", [x, Self.conditions(70)], ["axis": .int(1)]))
    expectSame(try await TestDevice.run("Compress", [x, Self.conditions(4)], ["axis": .int(-1)]))
  }

  @Test("finds the distinct elements and slices, of every type", arguments: classicTypes)
  func unique(dtype: DType) async throws {
    for sorted: Int64 in [0, 1] {
      let x = try Tensor.notable(dtype, [4300], seed: 11)
      expectSame(try await TestDevice.run("Unique", [x], ["sorted": .int(sorted)], outputs: 4))
      let rows = try Tensor.notable(dtype, [2, 100, 2], seed: 13)
      expectSame(
        try await TestDevice.run(
          "Unique", [rows], ["axis": .int(1), "sorted": .int(sorted)], outputs: 4))
    }
  }

  @Test("takes tensors without elements")
  func empty() async throws {
    let none = try Tensor([] as [Float], shape: [0])
    expectSame(try await TestDevice.run("Unique", [none], outputs: 4))
    let thin = try Tensor([] as [Float], shape: [0, 3])
    expectSame(try await TestDevice.run("Unique", [thin], ["axis": .int(1)], outputs: 4))
    expectSame(try await TestDevice.run("Compress", [thin, Self.conditions(3)], ["axis": .int(1)]))
    expectSame(try await TestDevice.run("Compress", [none, Self.conditions(0)]))
  }

  /// Worked by hand: rows 0 and 3 are equal, rows 1 and 2 differ from them, and from each other, far
  /// behind what one invocation may compare.
  @Test("compares slices that are longer than an invocation's loop budget")
  func longSlices() async throws {
    let length = 130_000
    var x = [Float](repeating: 1, count: 4 * length)
    x[2 * length - 1] = 3
    x[3 * length - 1] = 2
    let results = try await TestDevice.run(
      "Unique", [try Tensor(x, shape: [4, length])], ["axis": .int(0)], outputs: 4)
    #expect(results.device[0].shape == [3, length])
    #expect(try results.device[1].array(Int64.self) == [0, 2, 1])
    #expect(try results.device[2].array(Int64.self) == [0, 2, 1, 0])
    #expect(try results.device[3].array(Int64.self) == [2, 1, 1])
    let y = try results.device[0].array(Float.self)
    #expect([1, 2, 3].map { y[$0 * length - 1] } == [1, 2, 3])
  }

  /// The standard's example.
  @Test("numbers the distinct elements in both orders")
  func uniqueByHand() async throws {
    let x = Tensor(vector: [2, 1, 1, 3, 4, 3] as [Float])
    let sorted = try await TestDevice.run("Unique", [x], outputs: 4).device
    #expect(try sorted[0].array(Float.self) == [1, 2, 3, 4])
    #expect(
      try sorted[1...].map { try $0.array(Int64.self) }
        == [[1, 0, 3, 4], [1, 0, 0, 2, 3, 2], [2, 1, 2, 1]])
    let occurring = try await TestDevice.run("Unique", [x], ["sorted": .int(0)], outputs: 4).device
    #expect(try occurring[0].array(Float.self) == [2, 1, 3, 4])
    #expect(
      try occurring[1...].map { try $0.array(Int64.self) }
        == [[0, 1, 3, 4], [0, 1, 1, 2, 3, 2], [1, 2, 2, 1]])
  }

  @Test("refuses a true condition past the axis, as the host does")
  func conditionPastTheAxis() async throws {
    let x = Tensor(vector: [1, 2, 3] as [Float])
    let harmless = Tensor(vector: [true, false, true, false])
    #expect(
      try await TestDevice.run("Compress", [x, harmless]).device[0].array(Float.self) == [1, 3])
    let error = await #expect(throws: RuntimeError.self) {
      try await TestDevice.run("Compress", [x, Tensor(vector: [true, false, false, false, true])])
    }
    guard case .node(let error)? = error, error.reason == .index(4, extent: 3) else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  struct Selection: CustomTestStringConvertible, Sendable {
    let most: Int64, overlap: Float, score: Float?, center: Int64
    var testDescription: String {
      "at most \(most), overlap \(overlap), score \(score.map { "\($0)" } ?? "any"), \(center)"
    }
  }
  static let selections = [
    Selection(most: 3, overlap: 0.5, score: 0.25, center: 0),
    Selection(most: .max, overlap: 0.2, score: nil, center: 1),
    Selection(most: 1000, overlap: 0.7, score: -1, center: 0),
    Selection(most: 0, overlap: 0.7, score: 0, center: 0),
  ]

  @Test("selects boxes over several tiles as the host does", arguments: selections)
  func nonMaxSuppression(selection: Selection) async throws {
    var state: UInt64 = 3
    func random(_ count: Int) -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int(state >> 33) % count)
    }
    let (batches, classes, count) = (2, 3, 150)
    let boxes = try Tensor(
      (0..<batches * count * 4).map { _ in random(64) / 8 }, shape: [batches, count, 4])
    // Few scores, so that many are equal, and some are NaN.
    var scores = (0..<batches * classes * count).map { _ in random(20) / 20 }
    scores[5] = .nan
    scores[77] = .nan
    scores[78] = -0.0
    var inputs = [
      boxes, try Tensor(scores, shape: [batches, classes, count]),
      Tensor(scalar: selection.most), Tensor(vector: [selection.overlap]),
    ]
    if let score = selection.score { inputs.append(Tensor(scalar: score)) }
    let results = try await TestDevice.run(
      "NonMaxSuppression", inputs, ["center_point_box": .int(selection.center)])
    expectSame(results)
    #expect((results.device[0].count > 0) == (selection.most > 0))
  }

  /// Worked by hand: box 1 covers 9/11 of its union with box 0, box 2 is apart from both.
  @Test("drops the box that overlaps a better one")
  func suppressionByHand() async throws {
    let boxes = try Tensor(
      [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 5, 1, 6] as [Float], shape: [1, 3, 4])
    let scores = try Tensor([0.9, 0.95, 0.5] as [Float], shape: [1, 1, 3])
    for (overlap, expected) in [(0.8, [1, 2]), (0.82, [1, 0, 2])] as [(Float, [Int64])] {
      let y = try await TestDevice.run(
        "NonMaxSuppression",
        [boxes, scores, Tensor(scalar: 10 as Int64), Tensor(scalar: overlap)]
      ).device[0]
      #expect(try y.array(Int64.self) == expected.flatMap { [0, 0, $0] })
    }
  }

  @Test(
    "counts anew in each run",
    arguments: [[], .barriers, [.poison, .canaries], .staging] as [VulkanOptions.DebugChecks])
  func runs(debug: VulkanOptions.DebugChecks) async throws {
    let runtime = try TestDevice.make { $0.debug = debug }
    var test = TestGraph()
    let x = test.input()
    let doubled = try test.add("Add", [x, x])
    let found = try test.add("NonZero", [doubled])
    test.graph.outputs = [try test.add("Add", [found, found]), doubled]
    let prepared = try await runtime.prepared(test.graph)
    for pattern in [[0, 1, 0, 2], [3, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 2]] {
      let result = try await prepared.run([.tensor(Tensor(vector: pattern.map { Float($0) }))])
      let expected = pattern.indices.filter { pattern[$0] != 0 }.map { Int64(2 * $0) }
      #expect(try result.tensor(0).shape == [1, expected.count])
      #expect(try result.tensor(0).array(Int64.self) == expected)
      #expect(try result.tensor(1).array(Float.self) == pattern.map { Float(2 * $0) })
      #expect(result.placements.map(\.place) == [.device, .device, .device])
      #expect(await !prepared.statistics.isReplay)
    }
  }

  @Test("counts constants once, and what is known beforehand without asking the device")
  func constants() async throws {
    var test = TestGraph()
    let x = test.input()
    let mask = test.constant(Tensor(vector: [1, 0, 2, 0] as [Float]))
    let conditions = test.constant(Tensor(vector: [true, false, true, true]))
    test.graph.outputs = [
      try test.add("Compress", [x, conditions]), try test.add("NonZero", [mask]),
    ]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for shift: Float in [0, 10] {
      let x = Tensor(vector: [1, 2, 3, 4].map { $0 + shift })
      let result = try await prepared.run([.tensor(x)])
      #expect(try result.tensor(0).array(Float.self) == [1, 3, 4].map { $0 + shift })
      #expect(try result.tensor(1).array(Int64.self) == [0, 2])
      #expect(await prepared.statistics.isReplay == (shift > 0))
    }
    #expect(await prepared.statistics.dispatchCount == 1)
  }

  @Test("stays on the host for a few integers that the host knows")
  func hostPlane() async throws {
    var test = TestGraph()
    let x = test.input()
    let shape = try test.add("Shape", [x])
    test.graph.outputs = [try test.add("NonZero", [shape])]
    let result = try await TestDevice.runtime().prepared(test.graph).run([
      .tensor(try Tensor([] as [Float], shape: [2, 0, 3]))
    ])
    #expect(try result.tensor().array(Int64.self) == [0, 2])
    #expect(result.placements.map(\.place) == [.hostValue, .hostValue])
  }
}
