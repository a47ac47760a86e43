package import Graphs
package import Runtimes
package import Tensors

/// Runs graphs on a Vulkan device.
package struct VulkanRuntime: Runtime {
  package let profile: DeviceProfile
  private let host: DeviceHost
  /// What was chosen on this device; `nil` where nothing is cached.
  package let kernelTable: KernelTable?

  package let name: String
  package var identity: String { profile.identity }
  package var flushesSubnormals: Bool { profile.flushesSubnormals == true }
  package var device: (name: String, driver: String)? { (profile.name, profile.driver) }

  package init(_ options: VulkanOptions = VulkanOptions()) throws(RuntimeError) {
    name = options.name
    let engine = try Engine(options)
    profile = engine.device.profile
    try engine.device.checkValidation()
    host = DeviceHost(engine)
    kernelTable = KernelTable(profile, options.cache)
  }

  /// The machine's Vulkan devices, in the order of their indices.
  package static func devices() throws(RuntimeError) -> [DeviceProfile] {
    let instance = try VulkanInstance(validates: false)
    var profiles: [DeviceProfile] = []
    for device in try instance.physicalDevices() { profiles.append(try DeviceProfile(device)) }
    return profiles
  }

  /// The device without what a runtime keeps for the next run.
  package var context: GPUContext { GPUContext(host: host, profile: profile) }

  /// What the device holds at the moment.
  package var usage: DeviceUsage {
    get async { await host.usage }
  }

  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    try await prepared(graph)
  }

  /// Like ``prepare(_:)``, as the runtime's own type.
  ///
  /// - Parameter choices: the kernels that sites take, if not those of the device.
  package func prepared(
    _ graph: Graph, choices: [KernelSite: String]? = nil
  ) async throws(RuntimeError) -> VulkanPreparedGraph {
    VulkanPreparedGraph(host: host, id: try await host.prepare(graph, choices: choices))
  }
}

/// A graph on a Vulkan device. Its weights stay there; runs of equal shapes replay recorded commands.
package final class VulkanPreparedGraph: TappableGraph {
  private let host: DeviceHost
  private let id: Int

  fileprivate init(host: DeviceHost, id: Int) {
    self.host = host
    self.id = id
  }

  deinit { host.release(id) }

  @concurrent package func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    try await host.run(id, inputs)
  }

  @concurrent package func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    try await host.run(id, inputs, tap: tap)
  }

  package var plan: PreparedPlan? { get async { await host.plan(id) } }

  package var nodeTimes: [NodeTime] { get async { await statistics.nodeTimes } }

  /// What the last run took.
  package var statistics: RunStatistics {
    get async { await host.statistics(id) }
  }
}

/// What a device holds between runs.
package struct DeviceUsage: Sendable, Equatable {
  /// Prepared graphs that somebody holds.
  package let graphCount: Int
  /// Bytes of values of runs; 0 but for what plans keep.
  package let transientBytes: Int
  /// Bytes of weights, and of what plans keep from run to run.
  package let persistentBytes: Int
}
