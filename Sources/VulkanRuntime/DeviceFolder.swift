#if ConstantFolding || ForceConstantFolding
  package import Graphs
  package import Runtimes
  import Tensors

  /// Computes constants on a Vulkan device: each graph runs once, and nothing of it stays there.
  package struct DeviceFolder: Runtime {
    private let context: GPUContext

    package var name: String { "vulkan" }
    package var identity: String { context.profile.identity }

    package init(_ context: GPUContext) { self.context = context }

    @concurrent package func prepare(
      _ graph: Graph
    ) async throws(RuntimeError) -> any PreparedGraph {
      SingleUse(context: context, graph: graph)
    }
  }

  private struct SingleUse: PreparedGraph {
    let context: GPUContext
    let graph: Graph

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      try await context.compute(graph, inputs)
    }
  }
#endif
