import Foundation
import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("The file of chosen kernels") struct KernelTableTests {
  private static let site = KernelSite("product-nn", .float, [1, 64, 96, 128])

  /// A runtime whose cache is a new folder, and the file's place there.
  private func runtime(
    _ folder: URL, _ change: (inout VulkanOptions) -> Void = { _ in }
  ) throws -> (VulkanRuntime, KernelTable, URL) {
    let runtime = try TestDevice.make {
      $0.kernels = .groups
      $0.cache = SpirvCache(folder: folder.appending(path: "spirv"))
      change(&$0)
    }
    let table = try #require(runtime.kernelTable)
    return (runtime, table, URL(filePath: table.path))
  }

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test("has a line a site, and keeps what was chosen before")
  func lines() async throws {
    try await withFolder { folder in
      let (_, table, url) = try runtime(folder)
      #expect(table.found == .nothing)
      let other = KernelSite("convolution-1x3x3", .float16, [1, 8, 8, 8])
      try table.add([Self.site: "a", other: "b"], device: "card")
      try table.add([Self.site: "c, 2 slices"], device: "card")
      #expect(
        try String(contentsOf: url, encoding: .utf8) == """
          wonnx-conform tune: card
          convolution-1x3x3 float16 1×8×8×8\tb
          product-nn float 1×64×96×128\tc, 2 slices

          """)
      #expect(table.found == .choices([Self.site: "c, 2 slices", other: "b"]))
    }
  }

  @Test(
    "is not used where it is damaged",
    arguments: [
      "", "something else\n", "wonnx-conform tune: card\nproduct-nn float 1×64\n",
      "wonnx-conform tune: card\nproduct-nn float 1×64\ta", "wonnx-conform tune: card\n\u{0}\ta\n",
    ])
  func damage(text: String) async throws {
    try await withFolder { folder in
      let (_, table, url) = try runtime(folder)
      try Data(text.utf8).write(to: url)
      guard case .damaged(let sentence) = table.found else {
        Issue.record("\(table.found)")
        return
      }
      #expect(sentence.hasPrefix("\(table.path) is damaged"))
      let (runtime, _, _) = try runtime(folder)
      #expect(runtime.profile.choices.isEmpty)
    }
  }

  @Test("is what later runtimes take, unless they are told otherwise")
  func later() async throws {
    try await withFolder { folder in
      let (first, table, _) = try runtime(folder)
      let work = SharedKernelTests.Work(name: "MatMul", shapes: [[60, 120], [120, 90]])
      let graph = try work.graph(isTyped: true)
      let choice = try #require(
        await first.prepared(graph).statistics.kernels.first?.choice)
      let name = try #require(choice.alternatives.last)
      try #require(name != choice.taken)
      try table.add([choice.site: name], device: "card")
      let (later, _, _) = try runtime(folder)
      #expect(
        try await later.prepared(graph).statistics.kernels.map(\.choice.taken) == [name])
      let (told, _, _) = try runtime(folder) { $0.choices = [:] }
      #expect(
        try await told.prepared(graph).statistics.kernels.map(\.choice.taken) == [choice.taken])
    }
  }

  @Test("comes of times: the best where it gains, each alternative once a round")
  func tuning() async throws {
    try await withFolder { folder in
      let (runtime, _, _) = try runtime(folder) { $0.profiles = true }
      let work = SharedKernelTests.Work(name: "MatMul", shapes: [[36, 40], [40, 50]])
      let trials = try await runtime.tune(
        work.graph(), work.inputs(areIntegers: true), rounds: 2
      ) { _ in }
      let trial = try #require(trials.first)
      #expect(trials.count == 1 && trial.nodeCount == 1)
      #expect(trial.site == KernelSite("product-nn", .float, [1, 48, 64, 48]))
      #expect(trial.nanoseconds.count == trial.alternatives.count)
      #expect(trial.nanoseconds.allSatisfy { $0 > 0 })
    }
  }

  @Test("takes another kernel than the table's where it is faster by more than noise")
  func best() {
    func best(_ times: [Double]) -> Int {
      KernelTrial(
        site: Self.site, nodeCount: 1, alternatives: times.map { "\($0)" }, nanoseconds: times
      ).best
    }
    #expect(best([100, 99, 98]) == 0)
    #expect(best([100, 90, 95]) == 1)
    #expect(best([100, 120]) == 0)
  }
}
