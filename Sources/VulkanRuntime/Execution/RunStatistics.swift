package import Graphs
package import Runtimes

/// What a run took.
package struct RunStatistics: Sendable {
  /// Whether the run replayed an earlier run's commands.
  package var isReplay = false
  package var dispatchCount = 0
  package var barrierCount = 0
  /// Parts of the recorded work; each ends where the host acts on a value.
  package var segmentCount = 0
  /// Submissions to the device, those of weights included.
  package var submissionCount = 0
  /// Bytes of the values at the moment when they took most.
  package var peakBytes = 0
  /// Bytes of all values that the run wrote on the device.
  package var tensorBytes = 0
  /// Bytes of weights and plans.
  package var persistentBytes = 0
  /// What each node took, where the options ask for it.
  package var nodeTimes: [NodeTime] = []
  /// Which kernels nodes took, where there are several.
  package var kernels: [NodeKernel] = []
  /// Shaders compiled since the runtime started, not found in a cache.
  package var compiledCount = 0
}

/// The kernel of a part of a node's work.
package struct NodeKernel: Sendable {
  package let node: String
  package let choice: KernelChoice
}
