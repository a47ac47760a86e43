package import Graphs
package import Tensors

/// Something that runs ONNX models.
package protocol Runtime: Sendable {
  /// A short name for reports and options, such as `cpu`.
  var name: String { get }
  /// What runs: version, device, driver, precision.
  var identity: String { get }
  /// What it runs on; `nil` for the machine's own processor.
  var device: (name: String, driver: String)? { get }
  /// Whether equal graphs and inputs give equal bits, on every machine.
  var isReproducible: Bool { get }
  /// Whether equal graphs and inputs give equal bits in every run on this machine, operators that
  /// draw random numbers aside.
  var isDeterministic: Bool { get }
  /// Whether float32 operations take subnormal operands or results for zero.
  var flushesSubnormals: Bool { get }
  /// The runtime whose results this one's equal to the bit, unless it changes a graph within a bound.
  var baseline: (any Runtime)? { get }

  /// The runtime that this one hands models to; `nil` where it runs them itself.
  var inner: (any Runtime)? { get }
  /// Whether it runs graphs as the project imports them; a foreign runtime reads the file itself.
  var takesGraphs: Bool { get }

  /// Makes a model ready to run, once for many runs.
  @concurrent func prepare(_ source: ModelSource) async throws(RuntimeError) -> any PreparedGraph

  /// Makes a graph ready to run, once for many runs.
  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph
}

extension Runtime {
  package var inner: (any Runtime)? { nil }
  package var takesGraphs: Bool { true }
  package var device: (name: String, driver: String)? { nil }
  package var isReproducible: Bool { false }
  package var isDeterministic: Bool { true }
  package var flushesSubnormals: Bool { false }
  package var baseline: (any Runtime)? { nil }

  @concurrent package func prepare(
    _ source: ModelSource
  ) async throws(RuntimeError) -> any PreparedGraph {
    let graph: Graph
    do throws(LoadError) { graph = try source.graph() } catch { throw .load(error) }
    return try await prepare(graph)
  }
}

/// A graph that a runtime has made ready.
package protocol PreparedGraph: Sendable {
  /// What was done to the graph first; `nil` where it runs as it was given.
  var changes: GraphChanges? { get }
  /// The graph's plan, and where its nodes are to run as far as that is known before a run; `nil` of a
  /// runtime that does not say.
  var plan: PreparedPlan? { get async }
  /// What the last run's nodes took; none of a runtime that does not time them.
  var nodeTimes: [NodeTime] { get async }
  /// Seconds of `prepare` that optimising took; 0 where nothing is optimised.
  var optimizationSeconds: Double { get }

  /// Runs the graph.
  ///
  /// - Parameter inputs: one value a graph input, in order; `nil` takes the input's default.
  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult

  /// Says that no run follows: what went wrong unnoticed shows now at the latest.
  @concurrent func finish() async throws(RuntimeError)
}

extension PreparedGraph {
  package var changes: GraphChanges? { nil }
  package var plan: PreparedPlan? { nil }
  package var nodeTimes: [NodeTime] { [] }
  package var optimizationSeconds: Double { 0 }
  @concurrent package func finish() async throws(RuntimeError) {}
}

/// What a runtime made of a graph before the first run.
package struct PreparedPlan: Sendable {
  package let plan: Plan
  package let settled: SettledPlan
  /// Steps of the graph that are done, once for all runs.
  package let doneCount: Int
  /// `nil` where the work could not be laid out before a run: a value decides what is done, or a node
  /// on the host reads what the device makes.
  package let placements: [NodePlacement]?
  /// Shapes that the model declares and its nodes do not make.
  package var warnings: [String]
  /// The memory that runs have for their values; `nil` of a runtime that keeps none between them.
  package let blocks: Blocks?

  package init(
    plan: Plan, settled: SettledPlan, doneCount: Int = 0, placements: [NodePlacement]?,
    blocks: Blocks? = nil
  ) {
    self.blocks = blocks
    warnings = settled.warnings
    self.plan = plan
    self.settled = settled
    self.doneCount = doneCount
    self.placements = placements
  }
}

/// What was done to a graph before it ran.
package struct GraphChanges: Sendable, Hashable, Codable {
  /// Nodes, those of bodies included.
  package let nodeCountBefore: Int
  package let nodeCountAfter: Int
  /// Edits, by pass.
  package let edits: [String: Int]
  /// Whether every edit keeps every bit of the results.
  package let isExact: Bool

  package init(nodeCountBefore: Int, nodeCountAfter: Int, edits: [String: Int], isExact: Bool) {
    self.nodeCountBefore = nodeCountBefore
    self.nodeCountAfter = nodeCountAfter
    self.edits = edits
    self.isExact = isExact
  }
}

/// What a run gives.
package struct RunResult: Sendable {
  /// One value a graph output, in order.
  package let outputs: [Value]
  /// Where each node ran, in order of execution; bodies' nodes once each.
  package let placements: [NodePlacement]
  /// What is wrong with the model and does not keep it from running: shapes that it declares and its
  /// nodes do not make.
  package let warnings: [String]

  package init(outputs: [Value], placements: [NodePlacement], warnings: [String] = []) {
    self.outputs = outputs
    self.placements = placements
    self.warnings = warnings
  }
}

/// Where a node ran.
package struct NodePlacement: Sendable, Hashable {
  package enum Place: Sendable, Hashable {
    /// On the GPU, or wholly in its memory plan (a view).
    case device
    /// On the host because its value decides shapes or control flow.
    case hostValue
    case host(HostReason)
  }
  package let node: String
  package let operation: String
  /// The operator's revision.
  package let opset: Int
  package let dtype: String
  package let place: Place

  /// Why the node ran on the host; `nil` where it did not, or for its value.
  package var hostReason: HostReason? { if case .host(let reason) = place { reason } else { nil } }

  package init(node: String, operation: String, opset: Int, dtype: String, place: Place) {
    self.node = node
    self.operation = operation
    self.opset = opset
    self.dtype = dtype
    self.place = place
  }
}

/// Where a foreign runtime failed, in the words of the adapters' protocol.
package enum ForeignPhase: String, Sendable, Codable {
  case start, load, `import`, infer, plan, compile, run, readback, memory, placement, `protocol`
}

/// Why a graph could not be prepared or run.
package enum RuntimeError: Error, Sendable, CustomStringConvertible {
  case node(NodeError)
  /// The model gave no graph.
  case load(LoadError)
  case input(String)
  /// The graph's work could not be compiled for the device.
  case compile(String)
  /// The runtime says that it does not do what the model asks for.
  case unsupported(String)
  /// A foreign runtime says that it failed, and where.
  case foreign(ForeignPhase, String)
  /// The process of a foreign runtime ended by this signal, or with this exit code.
  case crash(String, String)
  /// A foreign runtime's adapter did not keep to the protocol.
  case protocolBroken(String)
  /// A host node under `--require-gpu`.
  case placement(NodePlacement)
  case device(String)
  case deviceLost(String)
  case outOfMemory(String)
  case timeout(String)
  /// The task that ran it was cancelled, at this node where one was at work.
  case cancelled(at: String? = nil)

  package init(_ error: NodeError) {
    self = error.reason == .cancelled ? .cancelled(at: error.place) : .node(error)
  }

  package var description: String {
    switch self {
    case .node(let error): error.description
    case .load(let error): error.description
    case .unsupported(let sentence), .foreign(_, let sentence), .crash(_, let sentence): sentence
    case .input(let sentence), .compile(let sentence), .device(let sentence),
      .outOfMemory(let sentence), .protocolBroken(let sentence), .timeout(let sentence):
      sentence
    case .deviceLost(let sentence): "the device was lost: \(sentence)"
    case .placement(let placement):
      "\(placement.operation) '\(placement.node.onOneLine)' runs on the host, but the GPU is required"
        + (placement.hostReason.map { ": \($0)" } ?? "")
    case .cancelled(let place): "the run was cancelled" + (place.map { " at \($0)" } ?? "")
    }
  }
}
