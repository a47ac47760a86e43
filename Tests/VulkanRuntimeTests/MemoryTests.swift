import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("Memory of a Vulkan run")
struct MemoryTests {
  private func runtime(
    _ byteCount: Int, debug: VulkanOptions.DebugChecks = []
  ) throws -> VulkanRuntime {
    try TestDevice.make {
      $0.budget = MemoryBudget(byteCount: byteCount)
      $0.debug = debug
    }
  }

  /// 1024 floats, which take 4096 bytes, and their negatives.
  private func negation() throws -> Graph {
    var test = TestGraph()
    let x = test.input()
    test.graph.types[x] = .tensor(TensorType(.float, [1024]))
    test.graph.outputs = [try test.add("Neg", [x])]
    return test.graph
  }

  @Test("counts inputs beside outputs, which the host need not count")
  func inputs() async throws {
    let x = Value.tensor(Tensor(vector: Array(repeating: 1 as Float, count: 1024)))
    let prepared = try await runtime(8192).prepared(try negation())
    #expect(try await prepared.run([x]).tensor().array(Float.self).first == -1)
    let short = try await runtime(8191).prepared(try negation())
    let error = await #expect(throws: RuntimeError.self) { try await short.run([x]) }
    guard case .outOfMemory(let sentence)? = error else {
      Issue.record("\(String(describing: error)) is not about memory")
      return
    }
    #expect(
      sentence
        == "a tensor on the device takes 4096 bytes, which does not fit into memory: 4095 bytes are "
        + "left of the 8191 bytes (--memory raises them)")
  }

  @Test("counts staging beside the values that go through it")
  func staging() async throws {
    // An input and a weight of 8192 bytes each, by way of 4096; then 2048 booleans, which have as much
    // again where the host reads them.
    var test = TestGraph()
    let x = test.input()
    let weight = test.constant(Tensor(vector: Array(repeating: 1 as Float, count: 2048)))
    test.graph.types[x] = .tensor(TensorType(.float, [2048]))
    test.graph.outputs = [try test.add("Equal", [x, weight])]
    let graph = test.graph
    func run(_ byteCount: Int, _ debug: VulkanOptions.DebugChecks) async throws {
      let ones = Tensor(vector: Array(repeating: 1 as Float, count: 2048))
      _ = try await runtime(byteCount, debug: debug).prepared(graph).run([.tensor(ones)])
    }
    try await run(18432, [])
    try await run(22528, .staging)
    await #expect(throws: RuntimeError.self) { try await run(22527, .staging) }
  }

  @Test("says that an input is another one than declared, however large that would be")
  func mismatch() async throws {
    let prepared = try await runtime(4096).prepared(try negation())
    let error = await #expect(throws: RuntimeError.self) {
      try await prepared.run([.tensor(Tensor(vector: [1] as [Float]))])
    }
    guard case .input? = error else {
      Issue.record("\(String(describing: error)) is not about the input")
      return
    }
  }

  @Test("counts scratch tensors with the outputs, before any work")
  func scratch() async throws {
    // Two operands of 64 · 64 less their zero points, in int32.
    var test = TestGraph()
    let (a, b) = (test.input(), test.input())
    for id in [a, b] { test.graph.types[id] = .tensor(TensorType(.uint8, [64, 64])) }
    test.graph.outputs = [try test.add("MatMulInteger", [a, b])]
    let graph = test.graph
    let matrix = Value.tensor(
      try Tensor(Array(repeating: 1 as UInt8, count: 4096), shape: [64, 64]))
    let prepared = try await runtime(16384 + 32768 - 1).prepared(graph)
    let error = await #expect(throws: RuntimeError.self) {
      try await prepared.run([matrix, matrix])
    }
    guard case .node(let node)? = error, case .memory(let demand) = node.reason else {
      Issue.record("\(String(describing: error)) is not about memory")
      return
    }
    #expect(demand.purpose == .work && demand.byteCount == ByteCount(32768))
  }

  /// 1024 floats and as many constants; whether they are equal.
  private func equality(declared: Bool) throws -> Graph {
    var test = TestGraph()
    let x = test.input()
    let ones = test.constant(Tensor(vector: Array(repeating: 1 as Float, count: 1024)))
    if declared { test.graph.types[x] = .tensor(TensorType(.float, [1024])) }
    test.graph.outputs = [try test.add("Equal", [x, ones])]
    return test.graph
  }

  private func runtime(deviceBytes: Int) throws -> VulkanRuntime {
    try TestDevice.make { $0.deviceByteLimit = deviceBytes }
  }

  @Test("of the device is held against what a model takes at least, before any work")
  func device() async throws {
    let (name, bytes) = (try TestDevice.runtime().profile.name, 4096 + 4096 + 1024)
    let ones = Value.tensor(Tensor(vector: Array(repeating: 1 as Float, count: 1024)))
    let fitting = try await runtime(deviceBytes: bytes).prepared(try equality(declared: true))
    for _ in 0..<2 { #expect(try await fitting.run([ones]).tensor().array(Bool.self)[0]) }
    let small = try runtime(deviceBytes: bytes - 1)
    let sentence =
      "The model takes at least 9216 bytes of device memory (constants 4096 bytes, inputs 4096 "
      + "bytes, other values 1024 bytes at once), but \(name) has 9215 bytes left."
    func expect(_ error: RuntimeError?) {
      guard case .outOfMemory(sentence)? = error else {
        Issue.record("\(String(describing: error)) does not say '\(sentence)'")
        return
      }
    }
    expect(
      await #expect(throws: RuntimeError.self) {
        try await small.prepared(try equality(declared: true))
      })
    #expect(await small.usage == DeviceUsage(graphCount: 0, transientBytes: 0, persistentBytes: 0))
  }

  @Test("of the device is asked for again by a run whose extents are not declared")
  func undeclared() async throws {
    let prepared = try await runtime(deviceBytes: 4096 + 4096).prepared(
      try equality(declared: false))
    let ones = Value.tensor(Tensor(vector: Array(repeating: 1 as Float, count: 1024)))
    let error = await #expect(throws: RuntimeError.self) { try await prepared.run([ones]) }
    guard case .outOfMemory? = error else {
      Issue.record("\(String(describing: error)) is not about memory")
      return
    }
  }

  @Test("of the device is what its driver says")
  func heap() throws {
    #expect(try VulkanDevice(VulkanOptions()).heapBytes(of: 0) > 1 << 20)
  }
}
