internal import Emulations
import Graphs
internal import Harness
package import Runtimes
import Tensors

/// Tries what is known of other runtimes' ways on a node, to say which gives a runtime's values.
package struct Explainer: Sendable {
  /// Explanations that are as good as the best are named too, up to so many.
  private static let most = 4
  /// How much nearer than the operator itself an emulation has to come that gives other bits.
  private static let leastGain = 16.0

  package init() {}

  /// What reproduces a step's outputs from its inputs, best first: an emulation that gives all of their
  /// bits, or comes much nearer to them than the operator itself.
  package func explanations(of step: TappedStep) -> [Explanation] {
    var values = step.surroundings
    for (id, value) in zip(step.node.inputs, step.inputs) { if let id { values[id] = value } }
    let graph = Graph(of: step.node, reading: values.keys.sorted())
    let found = zip(step.node.outputs, step.outputs).compactMap { $0 == nil ? nil : $1 }
    return explanations(of: found, by: graph, graph.inputs.map { values[$0] })
  }

  /// - Parameter graph: one node.
  private func explanations(
    of found: [Value], by graph: Graph, _ inputs: [Value?]
  ) -> [Explanation] {
    guard let node = graph.nodes.first, let own = try? GraphEvaluation(graph).outputs(inputs)
    else { return [] }
    let nearness = Nearness(own, to: found) ?? Nearness(equalShare: 0, remaining: .infinity)
    var all: [Explanation] = []
    for emulation in node.emulations {
      let emulated = emulation.applied(to: graph, node: 0)
      guard let outputs = try? GraphEvaluation(emulated).outputs(inputs),
        let near = Nearness(outputs, to: found)
      else { continue }
      let isNearer = (near.remaining ?? .infinity) * Self.leastGain < (nearness.remaining ?? 0)
      guard near.equalShare == 1 && nearness.equalShare < 1 || isNearer else { continue }
      all.append(
        Explanation(
          emulation: emulation.name, summary: emulation.kind.summary,
          isFault: emulation.nature == .fault, equalShare: near.equalShare,
          remaining: near.remaining, ownEqualShare: nearness.equalShare,
          ownRemaining: nearness.remaining))
    }
    let ranked = all.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.equalShare != y.equalShare { return x.equalShare > y.equalShare }
      let (near, far) = (x.remaining ?? .infinity, y.remaining ?? .infinity)
      return near == far ? a.offset < b.offset : near < far
    }.map(\.element)
    guard let best = ranked.first else { return [] }
    let others = ranked.dropFirst().filter { best.isExact ? $0.isExact : true }
    return [best] + others.prefix(Self.most - 1)
  }
}

/// How near values are to others of the same types and shapes.
private struct Nearness {
  let equalShare: Double
  let remaining: Double?

  init(equalShare: Double, remaining: Double?) {
    (self.equalShare, self.remaining) = (equalShare, remaining)
  }

  /// `nil` where they are of other types or shapes.
  init?(_ values: [Value?], to found: [Value]) {
    guard values.count == found.count else { return nil }
    var (elements, differing) = (0, 0)
    var remaining: Double? = 0
    for (value, found) in zip(values, found) {
      guard let value else { return nil }
      elements += found.tensor?.count ?? 1
      guard let difference = ValueDifference(value, from: found) else { continue }
      guard difference.kind == nil else { return nil }
      differing += difference.differing
      remaining = difference.relative.flatMap { own in remaining.map { max($0, own) } }
    }
    equalShare = elements == 0 ? 1 : 1 - Double(differing) / Double(elements)
    self.remaining = remaining
  }
}
