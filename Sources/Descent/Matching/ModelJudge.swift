import Graphs
import Runtimes
import Tensors

/// Judges a node of a second model: by its own operator, then by what the first model's nodes would make
/// of the second model's values.
struct ModelJudge: SideJudge {
  private let first: Graph
  private let second: Graph
  private let values: any ValueSource
  private let inputs: [ValueID: Value]
  private let judge: StepJudge

  init(
    _ first: Graph, _ second: Graph, _ values: any ValueSource, inputs: [Value?],
    on runtime: any Runtime
  ) {
    self.first = first
    self.second = second
    self.values = values
    let given = zip(second.inputs, inputs).compactMap { id, value in value.map { (id, $0) } }
    self.inputs = Dictionary(given, uniquingKeysWith: { first, _ in first })
    judge = StepJudge(flushesSubnormals: runtime.flushesSubnormals)
  }

  func record(
    _ one: TappedStep, _ other: TappedStep, inputsDiffer: Bool
  ) async throws(RuntimeError) -> DescentStep {
    var step = DescentStep(other, beside: one)
    guard !one.named.isEmpty else {
      step.verdict = .unmatched
      return step
    }
    guard step.difference != nil else { return step }
    step.inputsDiffer = inputsDiffer
    step.take(judge.verdict(on: other))
    guard step.verdict != .makes, step.verdict != .random else { return step }
    let targets = other.named.map { (name: $0.0.value, value: $0.1) }
    let known = try await known(behind: targets.map(\.name))
    if let slice = GraphSlice(of: first, making: targets, known: { known[$0] }) {
      let verdict = judge.verdict(on: slice.found, of: slice.graph, slice.inputs)
      if slice.labels != [other.node.label] { step.sources = slice.labels }
      step.take(verdict, of: slice, isOtherModel: true)
    }
    return step
  }

  /// The second model's values that the first model's nodes would start from.
  private func known(behind targets: [String]) async throws(RuntimeError) -> [String: Value] {
    let others = second.madeByName
    let made = first.madeByName
    let makers = Dictionary(
      first.nodes.flatMap { node in node.outputs.compactMap { $0.map { ($0, node) } } },
      uniquingKeysWith: { first, _ in first })
    var pending = targets.compactMap { made[$0].flatMap { makers[$0] } }
    var seen: Set<ValueID> = []
    var wanted: [String: ValueID] = [:]
    while let node = pending.popLast() {
      for id in node.reads where first.constants[id] == nil && seen.insert(id).inserted {
        if let name = first.names[id], !targets.contains(name), let twin = others[name] {
          wanted[name] = twin
        } else if let maker = makers[id] {
          pending.append(maker)
        }
      }
    }
    let names = wanted.keys.sorted()
    let found = try await values.values(names.compactMap { wanted[$0] })
    var known = Dictionary(
      zip(names, found).compactMap { name, value in value.map { (name, $0) } },
      uniquingKeysWith: { first, _ in first })
    for (id, value) in inputs { if let name = second.names[id] { known[name] = value } }
    return known
  }
}
