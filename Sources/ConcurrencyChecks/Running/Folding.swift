import Graphs
import Interpreter
package import Optimizer
package import Runtimes
import Synchronization
import VulkanRuntime

/// The passes that a check gives to the optimizer, folding with a runtime.
package typealias FoldingPasses = @Sendable (any Runtime) -> [any Pass]

/// A runtime that constants are folded with, and what it holds.
struct Folder: Sendable {
  let runtime: any Runtime
  /// Runs whole graphs on the same device.
  let runner: any Runtime
  let usage: @Sendable () async -> DeviceUsage?
}

/// The folders of this machine; the device is opened when it is first asked for.
package final class Folders: Sendable {
  private let opened = Mutex<VulkanRuntime?>(nil)

  package init() {}

  /// - Throws: `.unavailable` where there is no device: what runs on none shows nothing.
  func vulkan() throws(CheckFailure) -> VulkanRuntime {
    if let runtime = opened.withLock({ $0 }) { return runtime }
    do throws(RuntimeError) {
      let made = try VulkanRuntime()
      opened.withLock { $0 = made }
      return made
    } catch { throw .unavailable("Folding on the GPU can't be checked: \(error)") }
  }

  func all() throws(CheckFailure) -> [Folder] {
    let cpu = Interpreter()
    let vulkan = try vulkan()
    var folders = [Folder(runtime: cpu, runner: cpu, usage: { nil })]
    #if ConstantFolding
      folders.append(
        Folder(
          runtime: DeviceFolder(vulkan.context), runner: vulkan, usage: { await vulkan.usage }))
    #endif
    return folders
  }
}

extension Optimizer {
  /// The optimised graph as a model file.
  func bytes(of graph: Graph) async throws(CheckFailure) -> [UInt8] {
    let optimized: Graph
    do throws(PassError) { optimized = try await optimize(graph).graph } catch {
      throw .broken("A sample model can't be optimised: \(error)")
    }
    return try optimized.serialized()
  }
}
