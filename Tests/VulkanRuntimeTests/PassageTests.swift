import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// How inputs reach a device whose tensors the host does not see, and results the host.
@Suite("Values on their way to a Vulkan device and back")
struct PassageTests {
  static let checks: [VulkanOptions.DebugChecks] = [[], .staging, .window]

  private func floats(_ values: [Float]) -> Value { .tensor(Tensor(vector: values)) }

  @Test("take one submission a run, the first one with its weights too", arguments: checks)
  func oneSubmission(debug: VulkanOptions.DebugChecks) async throws {
    var test = TestGraph()
    let (x, k) = (test.input(), test.input())
    let ten = test.constant(Tensor(vector: [10, 10, 10] as [Float]))
    let sum = try test.add("Add", [x, ten])
    test.graph.outputs = [sum, try test.add("Gather", [sum, k]), try test.add("Neg", [x])]
    let prepared = try await TestDevice.make { $0.debug = debug }.prepared(test.graph)
    for (run, index) in ([2, 0, -2] as [Int64]).enumerated() {
      let x = [1, 2, 3].map { $0 + Float(run) }
      let result = try await prepared.run([floats(x), .tensor(Tensor(vector: [index]))])
      #expect(try result.tensor(0).array(Float.self) == x.map { $0 + 10 })
      #expect(try result.tensor(1).array(Float.self) == [[13, 12, 14][run]])
      #expect(try result.tensor(2).array(Float.self) == x.map { -$0 })
      let statistics = await prepared.statistics
      #expect(statistics.isReplay == (run > 0) && statistics.submissionCount == 1)
    }
  }

  @Test("take one submission for each part of a run that a value divides", arguments: checks)
  func parts(debug: VulkanOptions.DebugChecks) async throws {
    var test = TestGraph()
    let (x, a, b) = (test.input(), test.input(), test.input())
    let extents = try test.add("Add", [a, b])
    test.graph.outputs = [try test.add("Reshape", [try test.add("Neg", [x]), extents]), extents]
    let prepared = try await TestDevice.make { $0.debug = debug }.prepared(test.graph)
    for rows: Int64 in [2, 3] {
      let result = try await prepared.run([
        floats([1, 2, 3, 4, 5, 6]), .tensor(Tensor(vector: [rows, 6 / rows] as [Int64])),
        .tensor(Tensor(vector: [0, 0] as [Int64])),
      ])
      #expect(try result.tensor(0).array(Float.self) == [-1, -2, -3, -4, -5, -6])
      #expect(try result.tensor(0).shape == [Int(rows), 6 / Int(rows)])
      #expect(try result.tensor(1).array(Int64.self) == [rows, 6 / rows])
      let statistics = await prepared.statistics
      #expect(statistics.submissionCount == statistics.segmentCount && !statistics.isReplay)
    }
  }

  @Test("come in parts where they are large beside the memory", arguments: checks)
  func large(debug: VulkanOptions.DebugChecks) async throws {
    var test = TestGraph()
    let x = test.input()
    test.graph.outputs = [try test.add("Neg", [x])]
    let prepared = try await TestDevice.make {
      $0.debug = debug
      $0.budget = MemoryBudget(byteCount: 1 << 17)
    }.prepared(test.graph)
    // 40,000 bytes, of which a sixteenth of the budget goes at once: four whole parts and the rest.
    for shift: Float in [0, 1] {
      let x = (0..<10_000).map { Float($0) + shift }
      let result = try await prepared.run([floats(x)])
      #expect(try result.tensor().array(Float.self) == x.map { -$0 })
    }
    let count = await prepared.statistics.submissionCount
    switch debug {
    case .staging: #expect(count == 4 + 1 + 5)
    case .window: #expect(count == 1 + 5)
    default: #expect(count == 1)
    }
  }

  @Test("may be the same value: an input, a view of one, a constant", arguments: checks)
  func outputs(debug: VulkanOptions.DebugChecks) async throws {
    let flat = Recipe(
      types: { (inference) throws(OperatorError) in
        [.tensor(TensorType(.float, Shape([inference.types[0]?.tensor?.shape?.count ?? 0])))]
      }, work: { (_) throws(OperatorError) in .views([0]) })
    var test = TestGraph()
    let x = test.input()
    let one = test.constant(Tensor(vector: [1, 1] as [Float]))
    let two = try test.add("Add", [one, one])
    let view = test.add(flat, [x])[0]
    test.graph.outputs = [x, view, two, one, view]
    let prepared = try await TestDevice.make { $0.debug = debug }.prepared(test.graph)
    for scale: Float in [1, 2] {
      let given = try Tensor([1, 2, 3, 4].map { $0 * scale } as [Float], shape: [2, 2])
      let result = try await prepared.run([.tensor(given)])
      let values = [1, 2, 3, 4].map { $0 * scale }
      #expect(try result.tensor(0).array(Float.self) == values)
      #expect(try result.tensor(0).shape == [2, 2] && result.tensor(1).shape == [4])
      #expect(try result.tensor(1).array(Float.self) == values)
      #expect(try result.tensor(2).array(Float.self) == [2, 2])
      #expect(try result.tensor(3).array(Float.self) == [1, 1])
      #expect(try result.tensor(4).array(Float.self) == values)
    }
  }

  @Test("bring what nodes find wrong, and the next run is right again", arguments: checks)
  func faults(debug: VulkanOptions.DebugChecks) async throws {
    var test = TestGraph()
    let (x, k) = (test.input(), test.input())
    let three = test.constant(Tensor(vector: [1, 2, 3] as [Float]))
    let last = test.constant(Tensor(vector: [2] as [Int64]))
    let found = try test.add("Gather", [x, k])
    test.graph.outputs = [try test.add("Add", [found, try test.add("Gather", [three, last])])]
    let prepared = try await TestDevice.make { $0.debug = debug }.prepared(test.graph)
    func run(_ index: Int64) async throws -> [Float] {
      try await prepared.run([floats([10, 20, 30]), .tensor(Tensor(vector: [index]))])
        .tensor().array(Float.self)
    }
    for _ in 0..<2 {
      let error = await #expect(throws: RuntimeError.self) { try await run(3) }
      #expect(error?.description == "Gather-13 'n0': index 3 is outside -3...2")
      #expect(try await run(1) == [23])
    }
  }

  @Test("leave no memory behind", arguments: checks)
  func usage(debug: VulkanOptions.DebugChecks) async throws {
    let runtime = try TestDevice.make { $0.debug = debug }
    do {
      var test = TestGraph()
      let x = test.input()
      test.graph.outputs = [try test.add("Neg", [x])]
      let prepared = try await runtime.prepared(test.graph)
      _ = try await prepared.run([floats([1])])
    }
    #expect(
      await runtime.usage == DeviceUsage(graphCount: 0, transientBytes: 0, persistentBytes: 0))
  }
}
