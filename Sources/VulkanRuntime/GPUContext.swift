package import Graphs
package import Runtimes
package import Tensors

/// A Vulkan device in the hands of whoever computes values on it that are computed once.
///
/// It is `Sendable` only with the trait `ConstantFolding`. Without it, as on a target with one
/// thread, a context stays where it was made: the compiler refuses to hold one across an `await`
/// that resumes elsewhere.
package struct GPUContext {
  private let host: DeviceHost
  package let profile: DeviceProfile

  init(host: DeviceHost, profile: DeviceProfile) {
    self.host = host
    self.profile = profile
  }

  /// Runs a graph once. Its plan and its memory end with the run; compiled shaders stay.
  package func compute(
    _ graph: Graph, _ inputs: [Value?]
  ) async throws(RuntimeError) -> RunResult {
    try await host.compute(graph, inputs)
  }
}

#if ConstantFolding
  extension GPUContext: Sendable {}
#else
  @available(*, unavailable, message: "a GPU context stays on the one thread that has it")
  extension GPUContext: Sendable {}
#endif
