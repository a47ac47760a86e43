import Foundation
import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("A Vulkan device")
struct DeviceTests {
  /// A graph that adds its two inputs.
  private static func sum() throws -> Graph {
    var test = TestGraph()
    let (x, y) = (test.input(), test.input())
    test.graph.outputs = [try test.add("Add", [x, y])]
    return test.graph
  }
  private static let inputs: [Value?] = [
    .tensor(Tensor(vector: [1, 2] as [Float])), .tensor(Tensor(vector: [3, 4] as [Float])),
  ]

  @Test("is chosen by index or part of its name")
  func selection() throws {
    #expect(DeviceSelector("") == .best)
    #expect(DeviceSelector("1") == .index(1))
    #expect(DeviceSelector("LLVM") == .name("LLVM"))
    let found = try VulkanRuntime.devices()
    let software = try #require(found.firstIndex { $0.isLlvmpipe })
    #expect(try DeviceSelector.name("LLVMpipe").choose(from: found) == software)
    #expect(try DeviceSelector.index(software).choose(from: found) == software)
  }

  @Test("that does not exist is an error that lists the others")
  func noSuchDevice() throws {
    let found = try VulkanRuntime.devices()
    let list = found.enumerated().map { "\($0.offset): \($0.element.name)" }.joined(separator: ", ")
    let error = #expect(throws: RuntimeError.self) {
      try TestDevice.make { $0.device = .name("abacus") }
    }
    #expect(error?.description == "No Vulkan device matches 'abacus'; found: \(list).")
    #expect(throws: RuntimeError.self) { try DeviceSelector.best.choose(from: []) }
  }

  /// Without staging the dispatch takes too long, with it the upload before that does.
  @Test(
    "that takes too long is given up", arguments: [[], .staging] as [VulkanOptions.DebugChecks])
  func timeout(debug: VulkanOptions.DebugChecks) async throws {
    let runtime = try TestDevice.make {
      $0.timeout = .zero
      $0.debug = debug
      $0.validates = false
    }
    let prepared = try await runtime.prepared(try Self.sum())
    // Where this thread waits for its turn, the device may be done before the first look at the clock.
    var error: RuntimeError?
    for _ in 0..<100 where error == nil {
      do throws(RuntimeError) { _ = try await prepared.run(Self.inputs) } catch let found {
        error = found
      }
    }
    guard case .timeout = error else {
      Issue.record("\(String(describing: error)) is no timeout")
      return
    }
    let next = await #expect(throws: RuntimeError.self) { try await prepared.run(Self.inputs) }
    guard case .deviceLost = next else {
      Issue.record("\(String(describing: next)) is no lost device")
      return
    }
  }

  @Test("is asked for a submission's end before the thread sleeps")
  func polling() throws {
    let pool = try CommandPool(try VulkanDevice(VulkanOptions()))
    for _ in 0..<20 {
      try Recording(pool).ended().submit(Patience(polling: .seconds(60), timeout: .zero))
    }
  }

  /// OpCapability is 17, Shader 1, GroupNonUniformArithmetic 63.
  @Test("is asked for full subgroups where a shader counts on them")
  func subgroups() {
    let header: [UInt32] = [0x0723_0203, 0x0001_0500, 0, 1, 0]
    let shader: [UInt32] = [2 << 16 | 17, 1]
    #expect(!SpirvModule(header + shader).countsOnSubgroups)
    #expect(SpirvModule(header + shader + [2 << 16 | 17, 63]).countsOnSubgroups)
  }

  @Test("finds compiled shaders on disk, and does without damaged ones")
  func cache() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    func compiled() async throws -> Int {
      let runtime = try TestDevice.make { $0.cache = SpirvCache(folder: folder) }
      let prepared = try await runtime.prepared(try Self.sum())
      #expect(try await prepared.run(Self.inputs).tensor().array(Float.self) == [4, 6])
      return await prepared.statistics.compiledCount
    }
    #expect(try await compiled() == 1)
    #expect(try await compiled() == 0)
    func damage(_ change: (inout Data) -> Void) throws {
      let files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      for file in files {
        var data = try Data(contentsOf: file)
        change(&data)
        try data.write(to: file)
      }
    }
    try damage { $0[$0.count / 2] ^= 1 }
    #expect(try await compiled() == 1)
    try damage { $0 = $0.prefix(40) }
    #expect(try await compiled() == 1)
    #expect(try await compiled() == 0)
  }
}
