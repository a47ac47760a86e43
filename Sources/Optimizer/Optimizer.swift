package import Graphs
import Tensors

/// Passes in order, repeated until none finds anything to change.
package struct Optimizer: Sendable {
  package let passes: [any Pass]

  package init(_ passes: [any Pass]) { self.passes = passes }

  /// More rounds than any model takes; passes that undo each other would take them all.
  private static let mostRounds = 64

  /// The optimised graph. It takes the inputs and gives the outputs of the one given, under the same
  /// names and in the same order.
  ///
  /// The result depends on the graph and the passes alone: not on threads, time or chance.
  ///
  /// - Parameters:
  ///   - inputs: the types of the graph's inputs, where they are known better than the model declares
  ///     them, one an input.
  ///   - isForFile: whether the result is to be written, so that one version of each domain has to
  ///     suit all nodes.
  /// - Throws: `.graph` where the graph's types contradict each other, what a pass throws, and
  ///   `.cancelled` as soon as the task is.
  @concurrent package func optimize(
    _ graph: Graph, inputs: [ValueType?] = [], isForFile: Bool = false
  ) async throws(PassError) -> OptimizedGraph {
    let inference: TypeInference
    do { inference = try TypeInference(graph, inputs: inputs) } catch { throw .graph(error) }
    var state = OptimizationState(inference, versions: isForFile ? VersionRanges(graph) : nil)
    // Passes in a row that found nothing; once all have, none would.
    var idleCount = 0
    for round in 1...Self.mostRounds {
      for pass in passes where idleCount < passes.count {
        guard !Task.isCancelled else { throw .cancelled }
        let before = state.trace.steps.count
        try await state.run(pass, round: round)
        idleCount = state.trace.steps.count == before ? idleCount + 1 : 0
      }
      if idleCount >= passes.count {
        return OptimizedGraph(
          graph: state.graph, trace: state.trace, contradictions: inference.contradictions)
      }
    }
    let last = state.trace.steps.last?.pass ?? ""
    throw .defect(pass: last, "it still finds something after \(Self.mostRounds) rounds")
  }
}

/// A graph and what was done to it.
package struct OptimizedGraph: Sendable {
  package let graph: Graph
  package let trace: OptimizationTrace
  /// Shapes that the graph declared and does not have.
  package let contradictions: [Contradiction]
}

/// A graph between two passes.
private struct OptimizationState {
  var graph: Graph
  var trace = OptimizationTrace()
  private var nextID: Int
  /// `nil` where the graph need not fit into a file.
  private var versions: VersionRanges?

  /// More rewrites than a pass takes for one graph: each leaves fewer nodes, or simpler ones.
  private static let mostRewrites = 100_000

  init(_ inference: TypeInference, versions: VersionRanges?) {
    self.versions = versions
    graph = inference.graph
    nextID = graph.greatestID + 1
    trace.nodeCountBefore = graph.totalNodeCount
    trace.nodeCountAfter = trace.nodeCountBefore
    trace.foreign = graph.foreignNodes.map(\.label)
  }

  mutating func run(_ pass: any Pass, round: Int) async throws(PassError) {
    let before = trace.steps.count
    let changed = try await rewriting(graph, with: pass, round: round, around: Surroundings())
    guard trace.steps.count > before else { return }
    let inference: TypeInference
    do { inference = try TypeInference(changed) } catch {
      throw .defect(pass: pass.name, error.description)
    }
    if let other = inference.contradictions.first(where: { !graph.assumed.contains($0.id) }) {
      throw .defect(pass: pass.name, other.description)
    }
    graph = inference.graph
    trace.nodeCountAfter = graph.totalNodeCount
  }

  private mutating func rewriting(
    _ original: Graph, with pass: any Pass, round: Int, around: Surroundings
  ) async throws(PassError) -> Graph {
    var graph = original
    let holders = graph.nodes.indices.filter {
      !graph.nodes[$0].operation.bodies.isEmpty && !graph.nodes[$0].isForeign
    }
    let inner = holders.isEmpty ? around : around.entering(graph)
    for index in holders {
      let node = graph.nodes[index]
      var bodies: [Graph] = []
      let before = trace.steps.count
      for body in node.bodies {
        bodies.append(try await rewriting(body, with: pass, round: round, around: inner))
      }
      guard trace.steps.count > before else { continue }
      do { graph.nodes[index] = try node.replacing(bodies: bodies) } catch {
        throw .defect(pass: pass.name, "\(error)")
      }
    }
    for _ in 0..<Self.mostRewrites {
      guard !Task.isCancelled else { throw .cancelled }
      var rewrite = try await pass.rewrite(around.view(of: graph))
      rewrite.keep { versions?.admit($0.inserts) ?? true }
      guard !rewrite.isEmpty else { return graph }
      do throws(RewriteDefect) {
        let next = try graph.applying(rewrite, nextID: &nextID, outer: around)
        for edit in rewrite.edits {
          trace.steps.append(
            OptimizationTrace.Step(
              pass: pass.name, round: round, graph: graph.name, reason: edit.reason,
              effect: pass.effect,
              removed: edit.removes.sorted().map { graph.nodes[$0].label },
              added: edit.inserts.map(\.label)))
        }
        graph = next
      } catch {
        throw .defect(pass: pass.name, error.sentence)
      }
    }
    throw .defect(
      pass: pass.name, "it still finds something after \(Self.mostRewrites) rewrites")
  }
}
