package import Graphs
internal import Harness
package import Runtimes
package import Tensors

/// Holds what a runtime made at a node against what the node's operator makes of the same inputs.
///
/// The reference runs in double on the runtime's own inputs, so an error that came with them is none of
/// the node's: this is what tells a node that makes an error from one that passes it on.
package struct StepJudge: Sendable {
  private let rule: BoundRule

  /// - Parameter flushesSubnormals: whether the runtime says that it does.
  package init(flushesSubnormals: Bool) {
    rule = BoundRule(flushesSubnormals: flushesSubnormals)
  }

  /// What the reference says of a node's outputs.
  package enum Verdict: Sendable, Hashable {
    /// The largest share of the operator's bound that an element takes; above 1 is outside.
    case share(Double, of: Basis)
    /// Type, shape or number of outputs are not what the operator makes.
    case otherKind(String)
    /// The operator draws random numbers.
    case random
    /// The reference can't say.
    case unjudged(String)

    package var isOutside: Bool {
      switch self {
      case .share(let share, _): share > 1
      case .otherKind: true
      case .random, .unjudged: false
      }
    }
  }

  /// What a share is of.
  package enum Basis: String, Sendable, Codable {
    /// What the operator states of its errors.
    case bound
    /// A thousandth of the largest number of the output: the operator states none.
    case thousandth
  }

  /// Judges a step on its own inputs.
  package func verdict(on step: TappedStep) -> Verdict {
    guard !step.node.drawsRandomNumbers else { return .random }
    var values = step.surroundings
    for (id, value) in zip(step.node.inputs, step.inputs) { if let id { values[id] = value } }
    let graph = Graph(of: step.node, reading: values.keys.sorted())
    return verdict(
      on: zip(step.node.outputs, step.outputs).compactMap { $0 == nil ? nil : $1 }, of: graph,
      graph.inputs.map { values[$0] })
  }

  /// Judges the outputs of a graph on its inputs.
  package func verdict(
    on found: [Value], of graph: Graph, _ inputs: [Value?]
  ) -> Verdict {
    do throws(OperatorError) {
      return try bounded(found, of: graph, inputs)
    } catch {
      guard case .unbounded = error else {
        return .unjudged("the reference can't run it on these inputs: \(error)")
      }
    }
    return byThousandth(found, of: graph, inputs)
  }

  private func bounded(
    _ found: [Value], of graph: Graph, _ inputs: [Value?]
  ) throws(OperatorError) -> Verdict {
    let estimates = try EstimateRun(graph).outputs(inputs)
    guard estimates.count == found.count else {
      return .otherKind("\(found.count) outputs, expected \(estimates.count)")
    }
    var worst = 0.0
    for (value, estimate) in zip(found, estimates) {
      guard let estimate else { return .unjudged("the reference has no value for an output") }
      if let other = Self.otherKind(value, estimate) { return .otherKind(other) }
      for (_, verdict) in rule.judge(value, against: estimate, named: "") {
        let isEmpty = value.tensor?.count == 0
        guard verdict.bounded > 0 || isEmpty else { throw .unbounded("any element") }
        worst = max(worst, verdict.share ?? 0)
      }
    }
    return .share(worst, of: .bound)
  }

  /// Where operators state no bound: against the reference in double.
  private func byThousandth(
    _ found: [Value], of graph: Graph, _ inputs: [Value?]
  ) -> Verdict {
    let outputs: [Value?]
    do throws(NodeError) {
      outputs = try GraphEvaluation(graph, .double).outputs(inputs)
    } catch { return .unjudged("the reference can't run it on these inputs: \(error.reason)") }
    var worst = 0.0
    for (value, expected) in zip(found, outputs) {
      guard let expected else { return .unjudged("the reference has no value for an output") }
      guard let a = value.tensor, let e = expected.tensor, a.dtype.isFloat, let x = a.doubles,
        let y = e.doubles
      else {
        worst = max(worst, value.hasBits(of: expected) ? 0 : .infinity)
        continue
      }
      guard a.dtype == e.dtype, a.shape == e.shape else {
        return .otherKind("\(a.dtype.name) \(a.shape), expected \(e.dtype.name) \(e.shape)")
      }
      let largest = e.largestMagnitude
      for (x, y) in zip(x, y) where x != y && !(x.isNaN && y.isNaN) {
        let distance = (x - y).magnitude
        worst = max(worst, distance.isNaN || largest == 0 ? .infinity : 1e3 * distance / largest)
      }
    }
    return .share(worst, of: .thousandth)
  }

  private static func otherKind(_ found: Value, _ estimate: Estimate) -> String? {
    if case .sequence(let a, _) = found, case .sequence(let e, _) = estimate.value {
      return a.count == e.count ? nil : "a sequence of \(a.count), expected \(e.count)"
    }
    guard let tensor = found.tensor, let expected = estimate.type.tensor else { return nil }
    let type = TensorType(tensor)
    return type == expected ? nil : "\(type), expected \(expected)"
  }
}

extension Node {
  /// Whether the node, or one in its bodies, draws random numbers.
  package var drawsRandomNumbers: Bool {
    !type(of: operation).isDeterministic || type(of: operation).tolerance == .statistical
      || operation.bodies.contains { $0.drawsRandomNumbers }
  }
}

extension Graph {
  /// One node with all that it reads as inputs.
  package init(of node: Node, reading ids: [ValueID]) {
    self.init(
      name: node.name, inputs: ids, outputs: node.outputs.compactMap { $0 }, nodes: [node])
  }
}
