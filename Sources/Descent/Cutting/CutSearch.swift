import Graphs
import Harness
import Runtimes
import Tensors

/// What has been asked so far, and what came of it.
struct CutSearch {
  let second: any ValueSource
  private let first: any ValueSource
  private let graph: Graph
  private let inputs: [ValueID: Value]
  private let judge: any SideJudge
  private let progress: DescentProgress
  /// The largest difference of what is read behind so many nodes.
  private var distances: [Int: Double] = [:]
  /// Nodes by their place, with what is known of them.
  private var known: [Int: DescentStep] = [:]
  private var judged: [Int: (first: TappedStep, second: TappedStep)] = [:]

  init(
    _ graph: Graph, first: any ValueSource, second: any ValueSource, inputs: [Value?],
    judge: any SideJudge, progress: @escaping DescentProgress
  ) {
    self.graph = graph
    self.first = first
    self.second = second
    self.judge = judge
    self.progress = progress
    let given = zip(graph.inputs, inputs).compactMap { id, value in value.map { (id, $0) } }
    self.inputs = graph.constants.merging(given) { $1 }
  }

  /// In order of execution.
  var steps: [DescentStep] { known.sorted { $0.key < $1.key }.map(\.value) }

  /// Nodes that were judged.
  var judgedCount: Int { judged.count }

  /// Looks into the bodies of a node whose outputs differ.
  func inside(_ step: DescentStep) async throws(RuntimeError) -> BodySearch.Found? {
    guard let judge = judge as? PairJudge, step.difference != nil, let number = place(of: step),
      let sides = judged[number],
      let body = BodyPlace().entering(graph.nodes[number], at: number, sides.second.inputs)
    else { return nil }
    return try await BodySearch(
      graph: graph, first: first, second: second, judge: judge, progress: progress
    ).found(in: body, of: sides)
  }

  func node(_ step: DescentStep) -> Node? { place(of: step).map { graph.nodes[$0] } }

  /// The step of the side that is wrong, the second where both are.
  func step(_ step: DescentStep) -> TappedStep? {
    place(of: step).flatMap { judged[$0] }.map { step.isSecondWrong ? $0.second : $0.first }
  }

  private func place(of step: DescentStep) -> Int? { known.first { $0.value == step }?.key }

  /// The first node behind which some value differs by more than `level` of its largest number.
  mutating func place(above level: Double) async throws(RuntimeError) -> Int {
    var (low, high) = (0, graph.nodes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      let distance = try await distance(after: middle)
      progress("behind node \(middle) of \(graph.nodes.count): \(Printed.number(distance))")
      if distance > level { high = middle } else { low = middle }
    }
    return high - 1
  }

  private mutating func distance(after count: Int) async throws(RuntimeError) -> Double {
    if let distance = distances[count] { return distance }
    let ids = graph.frontier(after: count)
    let (a, b) = (try await first.values(ids), try await second.values(ids))
    var largest = 0.0
    for (id, (a, b)) in zip(ids, zip(a, b)) {
      guard let a, let b, let place = maker(of: id) else { continue }
      let difference = ValueDifference(b, from: a)
      largest = max(largest, difference.map { $0.relative ?? .infinity } ?? 0)
      note(difference, of: id, value: b, at: place)
    }
    distances[count] = largest
    return largest
  }

  private func maker(of id: ValueID) -> Int? {
    graph.nodes.firstIndex { $0.outputs.contains(id) }
  }

  private mutating func note(
    _ difference: ValueDifference?, of id: ValueID, value: Value, at place: Int
  ) {
    guard known[place] == nil else { return }
    let node = graph.nodes[place]
    var step = DescentStep(
      node: node.name, operation: node.operatorName, output: graph.names[id] ?? "",
      type: ValueType(of: value).sentence, verdict: difference == nil ? .equal : .unjudged)
    step.difference = difference
    if difference != nil { step.reason = "it was asked for on the way, and not judged" }
    known[place] = step
  }

  /// Judges the nodes around a place, each on its side's own inputs.
  mutating func judge(around place: Int, reach: Int) async throws(RuntimeError) {
    for index in max(0, place - reach)...min(graph.nodes.count - 1, place + reach)
    where judged[index] == nil {
      let node = graph.nodes[index]
      progress("judging \(node.label)")
      let made = node.reads.filter { maker(of: $0) != nil }
      let outputs = node.outputs.compactMap { $0 }
      let ids = made + outputs
      let (a, b) = (try await first.values(ids), try await second.values(ids))
      let one = tapped(node, zip(ids, a))
      let other = tapped(node, zip(ids, b))
      judged[index] = (one, other)
      known[index] = try await judge.record(
        one, other, inputsDiffer: differs(a, b, made.count))
    }
  }

  private func differs(_ a: [Value?], _ b: [Value?], _ count: Int) -> Bool {
    zip(a, b).prefix(count).contains { a, b in
      a.flatMap { a in b.flatMap { ValueDifference($0, from: a) } } != nil
    }
  }

  private func tapped(_ node: Node, _ values: some Sequence<(ValueID, Value?)>) -> TappedStep {
    var all = inputs
    for (id, value) in values { all[id] = value }
    return TappedStep(of: node, in: graph, all)
  }
}
