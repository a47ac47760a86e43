package import Graphs
package import Runtimes

/// A way to make a graph smaller or faster without changing what it computes.
///
/// A pass is a value without state: it looks at a graph and says what to change. It never changes
/// the graph itself, so any number of tasks may ask one pass about any number of graphs.
package protocol Pass: Sendable {
  /// The name for options and traces, such as `constant-folding`.
  var name: String { get }
  /// What the pass does, in a sentence.
  var summary: String { get }
  /// What the pass may do to the numbers.
  var effect: Effect { get }

  /// What to change.
  ///
  /// - Parameter graph: a model's graph or the body of a control-flow node, with the types of all
  ///   its values as far as they are known. A body comes with the types and constants around it.
  @concurrent func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite
}

/// What a pass may do to a model's results.
package enum Effect: Sendable, Equatable, CustomStringConvertible {
  /// Every bit stays.
  case exact
  /// Results may differ as the sentence says, and by no more than twice what the operators of the graph
  /// as it was state of their errors.
  case bounded(String)

  package var description: String {
    switch self {
    case .exact: "exact"
    case .bounded(let sentence): sentence
    }
  }
}

/// Why a graph could not be optimised. The graph that was given stays as it is.
package enum PassError: Error, Sendable, CustomStringConvertible {
  /// The graph contradicts itself before any pass has seen it.
  case graph(NodeError)
  /// The runtime that a pass computes with failed.
  case runtime(pass: String, RuntimeError)
  /// The pass asked for a graph that is none.
  case defect(pass: String, String)
  case cancelled

  package var description: String {
    switch self {
    case .graph(let error): error.description
    case .runtime(let pass, let failure): "\(pass): \(failure)"
    case .defect(let pass, let sentence): "\(pass) gave a graph that is none: \(sentence)"
    case .cancelled: "optimising was cancelled"
    }
  }
}
