import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("A Vulkan run")
struct RunTests {
  @Test("adds on the device, and replays for the same shapes")
  func addsAndReplays() async throws {
    var test = TestGraph()
    let (x, y) = (test.input(), test.input())
    test.graph.outputs = [try test.add("Add", [x, y])]
    let prepared = await (try TestDevice.runtime()).prepared(test.graph)
    for shift: Float in [0, 10, 20] {
      let result = try await prepared.run([
        .tensor(Tensor(vector: [1, 2, 3 + shift] as [Float])),
        .tensor(Tensor(vector: [10, 20, 30] as [Float])),
      ])
      #expect(try result.tensor().array(Float.self) == [11, 22, 33 + shift])
      #expect(result.placements.map(\.place) == [.device])
      #expect(await prepared.statistics.isReplay == (shift > 0))
    }
    let result = try await prepared.run([
      .tensor(Tensor(vector: [1] as [Float])), .tensor(Tensor(vector: [2, 3] as [Float])),
    ])
    #expect(try result.tensor().array(Float.self) == [3, 4])
  }
}
