import Graphs
import Runtimes
import Tensors

/// Looks into bodies for the first iteration, and its first node, at which two sides part.
struct BodySearch: Sendable {
  let graph: Graph
  let first: any ValueSource
  let second: any ValueSource
  let judge: PairJudge
  let progress: DescentProgress

  struct Found: Sendable {
    /// The steps that differ, in order; the last of them makes the difference.
    let steps: [DescentStep]
    let culprit: TappedStep
  }

  /// - Parameters:
  ///   - sides: the step of the node around the body, as both sides have it.
  ///   - around: the iterations of that step.
  /// - Returns: `nil` where no node of the body makes a difference, or its values can't be had.
  func found(
    in place: BodyPlace, of sides: (first: TappedStep, second: TappedStep), around: [Int] = []
  ) async throws(RuntimeError) -> Found? {
    let body = graph.body(at: place)
    let ids = body.inputs + body.nodes.flatMap { $0.outputs.compactMap { $0 } }
    progress("asking for \(ids.count) values in \(sides.second.node.label)")
    let a = try await first.bodyValues(ids, in: place, like: BodyValues())
    let b = try await second.bodyValues(ids, in: place, like: a)
    var steps: [DescentStep] = []
    let all = Set(a.runs.keys).intersection(b.runs.keys).filter { $0.starts(with: around) }
    for iterations in all.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let path = graph.path(to: place, iterations)
      let own = [(sides.first, a), (sides.second, b)].map { side, values in
        side.surroundings.merging(body.constants) { $1 }
          .merging(values.runs[iterations] ?? [:]) { $1 }
      }
      for (number, node) in body.nodes.enumerated() {
        let pair = own.map { TappedStep(of: node, in: body, at: path, $0) }
        let step = judge.record(
          pair[0], pair[1], inputsDiffer: node.reads.contains { Self.differs($0, own) })
        guard step.difference != nil else { continue }
        if let inner = place.entering(node, at: number, pair[1].inputs),
          let found = try await found(in: inner, of: (pair[0], pair[1]), around: iterations)
        {
          return Found(steps: steps + found.steps, culprit: found.culprit)
        }
        steps.append(step)
        guard step.verdict == .makes else { continue }
        return Found(steps: steps, culprit: step.isSecondWrong ? pair[1] : pair[0])
      }
    }
    return nil
  }

  private static func differs(_ id: ValueID, _ sides: [[ValueID: Value]]) -> Bool {
    guard let a = sides[0][id], let b = sides[1][id] else { return false }
    return ValueDifference(b, from: a) != nil
  }
}

extension TappedStep {
  /// A node's step, of values by their identities.
  init(of node: Node, in graph: Graph, at path: BodyPath = BodyPath(), _ values: [ValueID: Value]) {
    let reads = Set(node.reads)
    self.init(
      path: path, graph: graph, node: node, inputs: node.inputs.map { $0.flatMap { values[$0] } },
      outputs: node.outputs.map { $0.flatMap { values[$0] } },
      surroundings: values.filter { reads.contains($0.key) })
  }
}
