package import Graphs
import Operators
package import Runtimes
package import Tensors

/// The CPU reference runtime: each node's `evaluate`, in order.
package struct Interpreter: Runtime {
  private let runner: PlanRunner
  private let loadsConstants: Bool
  private let timesNodes: Bool
  package let flushesSubnormals: Bool

  /// - Parameters:
  ///   - loadsConstants: whether preparing reads weights from their files, so that the first run need
  ///     not.
  ///   - flushesSubnormals: whether subnormal floats count as zero, as on many GPUs.
  ///   - timesNodes: whether each run notes what its nodes take.
  package init(
    precision: Precision = .native, seed: UInt64 = 0, budget: MemoryBudget = .machine,
    loadsConstants: Bool = true, flushesSubnormals: Bool = false, timesNodes: Bool = false
  ) {
    self.timesNodes = timesNodes
    self.flushesSubnormals = flushesSubnormals
    runner = PlanRunner(precision: precision, seed: seed, budget: budget)
    self.loadsConstants = loadsConstants
  }

  package var precision: Precision { runner.precision }
  package var name: String { "cpu" }
  package var isReproducible: Bool { true }
  package var identity: String {
    "CPU reference interpreter, \(precision.rawValue) precision"
      + (KernelLevel.limit.map { ", at most \($0.rawValue)" } ?? "")
      + (flushesSubnormals ? ", subnormals flushed" : "")
  }

  @concurrent package func prepare(
    _ graph: Graph
  ) async throws(RuntimeError) -> any PreparedGraph {
    let prepared: InterpretedGraph
    var runner = runner
    if timesNodes { runner.stopwatch = Stopwatch() }
    do throws(NodeError) {
      prepared = try InterpretedGraph(
        graph, runner, packs: loadsConstants, flushesSubnormals: flushesSubnormals)
    } catch {
      throw RuntimeError(error)
    }
    if loadsConstants { prepared.loadConstants() }
    return prepared
  }
}

/// A graph's plan, with what depends on constants alone computed once.
struct InterpretedGraph: TappableGraph {
  private let whole: Plan
  private let constants: ConstantsOnce
  /// The memory of values, from run to run.
  private let blocks: Blocks
  private let runner: PlanRunner
  private let flushesSubnormals: Bool
  /// Whether constants are laid out as operators read them.
  private let packs: Bool
  private let placements: [NodePlacement]
  /// For the types that the model declares.
  private let settled: SettledPlan

  /// - Throws: the first node that contradicts what is known of its inputs' types.
  init(
    _ graph: Graph, _ runner: PlanRunner, packs: Bool, flushesSubnormals: Bool
  ) throws(NodeError) {
    self.runner = runner
    self.flushesSubnormals = flushesSubnormals
    self.packs = packs
    constants = ConstantsOnce(packs: packs)
    blocks = Blocks(byteLimit: runner.budget.byteCount)
    whole = Plan(graph)
    placements = graph.nodes.map {
      NodePlacement(
        node: $0.name, operation: $0.operatorName, opset: $0.opset, dtype: "",
        place: .host(.byNature("CPU")))
    }
    #if ConstantFolding
      let plan = Subnormals.flushed(flushesSubnormals) { [constants, whole] in
        constants.folded(whole, runner).plan
      }
    #else
      // The task of the first run computes them.
      let plan = whole
    #endif
    settled = try plan.settle(within: runner.budget, evaluatingIn: runner.precision)
  }

  func loadConstants() {
    let folded = constants.known
    let (plan, unread) = (folded?.plan ?? whole, folded?.packed ?? [])
    for (slot, value) in plan.frame.enumerated() where !unread.contains(slot) {
      value?.tensor?.elements.load()
    }
    settled.provide(blocks, for: plan, within: runner.budget)
  }

  var plan: PreparedPlan? {
    let folded = constants.known
    return PreparedPlan(
      plan: folded?.plan ?? whole, settled: settled, doneCount: folded?.doneCount ?? 0,
      placements: placements, blocks: blocks)
  }

  var nodeTimes: [NodeTime] { runner.stopwatch?.times ?? [] }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let folded = Subnormals.flushed(flushesSubnormals) { constants.folded(whole, runner) }
    let given = zip(whole.graph.inputs, inputs).lazy.filter { $1 != nil }.map(\.0)
    let plan = given.contains(where: folded.assumed.contains) ? whole : folded.plan
    return try run(plan, inputs, by: runner)
  }

  /// Does the steps that depend on constants alone too.
  @concurrent func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult {
    let (packed, slots) = packs ? whole.packed(runner.precision) : (whole, [])
    let isGiven = zip(whole.inputs, inputs).contains { slots.contains($0) && $1 != nil }
    return try run(isGiven ? whole : packed, inputs, by: runner.tapped(by: PlacedTap(tap)))
  }

  private func run(
    _ plan: Plan, _ inputs: [Value?], by runner: PlanRunner
  ) throws(RuntimeError) -> RunResult {
    do throws(InputError) { try whole.graph.check(inputs: inputs) } catch {
      throw .input(error.description)
    }
    let settled: SettledPlan
    let outputs: [Value?]
    do throws(NodeError) {
      settled = try plan.settle(
        for: inputs, within: runner.budget, evaluatingIn: runner.precision)
      runner.stopwatch?.restart()
      outputs = try blocks.serve {
        Subnormals.flushed(flushesSubnormals) {
          Result { () throws(NodeError) in
            try runner.run(plan, plan.frame(inputs), as: settled)
          }
        }
      }.get()
    } catch {
      throw RuntimeError(error)
    }
    return RunResult(
      outputs: try present(outputs), placements: placements, warnings: settled.warnings)
  }

  private func present(_ outputs: [Value?]) throws(RuntimeError) -> [Value] {
    try zip(outputs, whole.graph.outputs).map { value, id throws(RuntimeError) in
      guard let value else {
        throw .input("output '\(whole.graph.names[id] ?? "?")' has no value")
      }
      return value.tensor.map { .tensor($0.compacted) } ?? value
    }
  }
}
