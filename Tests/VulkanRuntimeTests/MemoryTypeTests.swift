import Testing

@testable import VulkanRuntime

/// Types by their properties: 1 is of the device, 2 visible to the host, 4 coherent, 8 cached.
@Suite("Memory types")
struct MemoryTypeTests {
  @Test("of a discrete card: inputs go through its window, results into cached memory")
  func discrete() throws {
    // NVIDIA's: none, of the device, of the host uncached and cached, the device's window.
    let types = try #require(MemoryTypes(flags: [0, 1, 6, 14, 7]))
    #expect(types.tensors == MemoryUse(type: 1, host: .nothing))
    #expect(types.inputs == MemoryUse(type: 4, host: .writes))
    #expect(types.uploads == MemoryUse(type: 2, host: .writes))
    #expect(types.downloads == MemoryUse(type: 3, host: .readsAndWrites))
    #expect(try #require(MemoryTypes(flags: [1, 6, 14])).inputs == nil)
  }

  @Test("of a device that shares the host's memory: nothing is staged unless a check says so")
  func unified() throws {
    let types = try #require(MemoryTypes(flags: [7, 15]))
    #expect(types.tensors == MemoryUse(type: 1, host: .readsAndWrites) && types.inputs == nil)
    let staged = try #require(MemoryTypes(flags: [15], checks: .staging))
    #expect(staged.tensors == MemoryUse(type: 0, host: .nothing) && staged.inputs == nil)
    let window = try #require(MemoryTypes(flags: [15], checks: .window))
    #expect(window.tensors == MemoryUse(type: 0, host: .nothing))
    #expect(window.inputs == MemoryUse(type: 0, host: .writes))
  }

  @Test("that are not coherent, or that a device must be asked for, are left alone")
  func refused() throws {
    // Cached without coherence; coherent as AMD's devices are (64); protected (32).
    let types = try #require(MemoryTypes(flags: [33, 1, 10, 6, 70, 71]))
    #expect(types.tensors.type == 1 && types.uploads.type == 3 && types.downloads.type == 3)
    #expect(types.inputs == nil)
    #expect(MemoryTypes(flags: [1, 10]) == nil)
  }
}
