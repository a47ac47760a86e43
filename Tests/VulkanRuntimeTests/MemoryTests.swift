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
    let error = await #expect(throws: RuntimeError.self) {
      try await runtime(8191).prepared(try negation())
    }
    guard case .outOfMemory(let sentence)? = error else {
      Issue.record("\(String(describing: error)) is not about memory")
      return
    }
    #expect(
      sentence
        == "a tensor on the device takes 4096 bytes, which does not fit into memory: 4095 bytes are "
        + "left of the 8191 bytes (--memory raises them)")
  }

  @Test("counts staging beside the weight that goes through it")
  func staging() async throws {
    // An input and a weight of 8192 bytes each, the weight by way of 4096; then 2048 booleans.
    var test = TestGraph()
    let x = test.input()
    let weight = test.constant(Tensor(vector: Array(repeating: 1 as Float, count: 2048)))
    test.graph.types[x] = .tensor(TensorType(.float, [2048]))
    test.graph.outputs = [try test.add("Equal", [x, weight])]
    let graph = test.graph
    _ = try await runtime(18432).prepared(graph)
    _ = try await runtime(20480, debug: .staging).prepared(graph)
    await #expect(throws: RuntimeError.self) {
      try await runtime(20479, debug: .staging).prepared(graph)
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
}
