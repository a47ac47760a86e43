internal import Graphs
internal import Tensors

/// Holds a run's outputs against what its graph's operators state of their errors.
struct BoundCheck {
  /// Errors of more nodes than these add up to bounds that say nothing.
  static let nodeLimit = 256
  /// A larger share of a bound is no number that says something.
  private static let tellingShare = 1e6
  /// Elements of weights; estimates of whole networks take longer than all else.
  static let weightLimit = 1 << 20

  /// Why a graph is left out; `nil` where it is not.
  static func objection(to graph: Graph) -> String? {
    if graph.nodeCount > nodeLimit {
      return "a graph of \(graph.nodeCount) nodes, more than \(nodeLimit)"
    }
    let weights = graph.weightCount
    return weights > weightLimit ? "a graph of \(weights) weights, more than \(weightLimit)" : nil
  }

  private let graph: Graph
  private let rule: BoundRule
  /// Whether the case is a whole network, whose nodes may make what are its weights.
  private let isModel: Bool

  init(_ graph: Graph, _ rule: BoundRule, isModel: Bool) {
    self.graph = graph
    self.rule = rule
    self.isModel = isModel
  }

  /// Adds the verdict to each output's comparison, or why there is none.
  ///
  /// - Parameter inputs: one value a graph input; `nil` takes its default.
  func judge(
    _ outputs: [Value], _ inputs: [Value?], named name: (Int) -> String,
    into record: inout CaseRecord
  ) {
    if let objection = isModel ? "a whole network" : Self.objection(to: graph) {
      record.unbounded = objection
      return
    }
    let estimates: [Estimate?]
    do throws(OperatorError) { estimates = try EstimateRun(graph).outputs(inputs) } catch {
      record.unbounded = error.description
      return
    }
    for (index, (found, estimate)) in zip(outputs, estimates).enumerated() {
      guard let estimate else {
        record.unbounded = "output '\(name(index))' has no estimate"
        continue
      }
      for (part, verdict) in rule.judge(found, against: estimate, named: name(index)) {
        guard let place = record.outputs.firstIndex(where: { $0.output == part }) else { continue }
        record.outputs[place].bound = verdict
        record.outputs[place].budget = verdict.share
        if verdict.outside > 0, record.reason == nil {
          record.reason = sentence(record.outputs[place], verdict)
        }
      }
    }
  }

  private func sentence(_ output: Comparison, _ verdict: BoundRule.Verdict) -> String {
    let share = verdict.share ?? 0
    let excess =
      share < Self.tellingShare
      ? "takes \(Int(saturating: (share * 100).rounded())) % of" : "is far beyond"
    let index = verdict.worst.map { " at \(Shape(output.shape).index(of: $0))" } ?? ""
    return "output '\(output.output)' is outside of its operator's bound in \(verdict.outside) of "
      + "\(verdict.bounded) elements; the worst\(index) \(excess) what it allows"
  }
}

extension Graph {
  /// With those of bodies.
  fileprivate var nodeCount: Int {
    nodes.reduce(0) { $0 + 1 + $1.operation.bodies.reduce(0) { $0 + $1.nodeCount } }
  }

  /// Elements of constants, with those of bodies.
  fileprivate var weightCount: Int {
    let own = constants.values.reduce(0) { $0 + ($1.tensor?.count ?? 0) }
    return nodes.reduce(own) { $0 + $1.operation.bodies.reduce(0) { $0 + $1.weightCount } }
  }
}
