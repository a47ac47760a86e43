package import Graphs
internal import Synchronization
package import Tensors

/// What a run did at one node.
package struct TappedStep: Sendable {
  package let path: BodyPath
  /// The graph that holds the node as the runtime runs it: the model's, optimised or not, or a body.
  package let graph: Graph
  package let node: Node
  /// One value an input; `nil` where it is absent.
  package let inputs: [Value?]
  /// One value an output; `nil` where nobody asked for it.
  package let outputs: [Value?]
  /// What the node's bodies take from around it.
  package let surroundings: [ValueID: Value]

  package init(
    path: BodyPath, graph: Graph, node: Node, inputs: [Value?], outputs: [Value?],
    surroundings: [ValueID: Value]
  ) {
    self.path = path
    self.graph = graph
    self.node = node
    self.inputs = inputs
    self.outputs = outputs
    self.surroundings = surroundings
  }
}

/// Sees each step of a run after it is done, in the order of execution, and before what it read goes.
package typealias StepTap = @Sendable (TappedStep) -> Void

/// A graph whose runs can be seen step by step.
///
/// Kernels are those of a run that nobody sees, and so are the bits of its results. What an earlier run
/// made of constants alone is seen all the same.
package protocol TappableGraph: PreparedGraph {
  @concurrent func run(
    _ inputs: [Value?], tap: @escaping StepTap
  ) async throws(RuntimeError) -> RunResult
}

/// A tap at a place in a run.
package struct PlacedTap: Sendable {
  package let see: StepTap
  package let path: BodyPath

  package init(_ see: @escaping StepTap, at path: BodyPath = BodyPath()) {
    self.see = see
    self.path = path
  }

  /// The tap within a body that a node runs.
  package func entering(
    _ body: Body, named name: String, of node: Node, _ counter: BodyCounter
  ) -> PlacedTap {
    let frame = BodyPath.Frame(
      node: node.name, operation: node.operatorName, body: name, number: body.number,
      iteration: counter.next(body.number))
    return PlacedTap(see, at: BodyPath(path.frames + [frame]))
  }
}

/// Counts how often a node has run each of its bodies.
package final class BodyCounter: Sendable {
  private let counts = Mutex<[Int?: Int]>([:])

  package init() {}

  fileprivate func next(_ number: Int?) -> Int {
    counts.withLock { counts in
      let count = counts[number] ?? 0
      counts[number] = count + 1
      return count
    }
  }
}

extension Body {
  /// Which of the operator's bodies it is; `nil` of one that it wrote for a run.
  fileprivate var number: Int? { if case .own(let number) = self { number } else { nil } }
}
