import Graphs
import Harness
import Runtimes
import Tensors

/// Holds two runs against each other of which one, or both, only give what a model gives: they are asked
/// for values by models that end there.
///
/// Bisection over the order of execution finds where the difference grows past a level: all values that
/// are read behind a place are asked for at once. The nodes around the place are then judged one by one,
/// each on the runtime's own inputs; of two models those of the second.
struct CutDescent: Sendable {
  private let descent: Descent
  /// The graph that is searched: the second side's.
  private let graph: Graph
  /// One value an input of the second side's graph.
  private let secondInputs: [Value?]

  /// Nodes to either side of a place that are judged.
  private static let reach = 3
  /// Differences below this are not looked for: a few units of float32.
  private static let floor = 0x1p-21
  /// The levels, between the floor and the final difference on a scale of logarithms.
  private static let levels = [0.5, 0.2, 0.8]

  /// - Parameter secondInputs: where the sides' models are two, the second one's inputs in its order.
  init(_ descent: Descent, secondInputs: [Value?]? = nil) {
    self.descent = descent
    self.secondInputs = secondInputs ?? descent.inputs
    graph = descent.second.graph
  }

  func report() async throws(RuntimeError) -> DescentReport {
    let (first, second) = (descent.first, descent.second)
    var report = DescentReport(first: first.report, second: second.report, method: .cuts)
    let whole = try await outputs(of: first, descent.inputs)
    let others = try await outputs(of: second, secondInputs)
    let interface = ModelInterface(first.graph)
    report.outputs = zip(whole, others).enumerated().map { index, pair in
      DescentOutput(
        name: interface.outputName(index), difference: ValueDifference(pair.1, from: pair.0))
    }
    guard report.outputs.contains(where: { $0.difference != nil }) else {
      report.remarks.append("The model's outputs are the same; nothing within it was asked for.")
      return report
    }
    let values = try await source(second, secondInputs)
    var given = try await source(first, descent.inputs)
    var judge: any SideJudge = PairJudge(first.runtime, second.runtime)
    if first.source.path != second.source.path {
      given = NamedValues(given, of: first.graph, for: graph)
      judge = ModelJudge(first.graph, graph, values, inputs: secondInputs, on: second.runtime)
    }
    var search = CutSearch(
      graph, first: given, second: values, inputs: secondInputs, judge: judge,
      progress: descent.progress)
    let final = report.outputs.compactMap { $0.difference.map { $0.relative ?? 1 } }.max() ?? 1
    let last = min(final, 1)
    for level in Self.levels where report.found == nil {
      let threshold = last > Self.floor ? Self.floor * power(last / Self.floor, level) : last / 2
      let place = try await search.place(above: threshold)
      try await search.judge(around: place, reach: Self.reach)
      report.steps = search.steps
      report.found = report.steps.firstIndex { $0.verdict == .makes }
    }
    if let found = report.found, let culprit = search.step(report.steps[found]) {
      report.explanations = Explainer().explanations(of: culprit)
    }
    try await enterBodies(search, &report)
    report.remarks.append(
      "\(search.judgedCount) of \(graph.nodes.count) nodes were judged, each on its side's own inputs: "
        + "those around the places where the difference grows.")
    try await check(search, others, &report)
    return report
  }

  /// Where a node that runs bodies differs, no later than the one that was found, a node inside may be
  /// what makes the difference.
  private func enterBodies(
    _ search: CutSearch, _ report: inout DescentReport
  ) async throws(RuntimeError) {
    for (place, step) in report.steps.enumerated() where place <= report.found ?? .max {
      guard let inside = try await search.inside(step) else { continue }
      report.steps[place].verdict = .passesOn
      report.steps[place].isFirstWrong = false
      report.steps[place].isSecondWrong = false
      report.steps[place].reason = "a node of its body makes the difference"
      report.steps.insert(contentsOf: inside.steps, at: place)
      report.found = place + inside.steps.count - 1
      report.explanations = Explainer().explanations(of: inside.culprit)
      return
    }
  }

  private func power(_ base: Double, _ share: Double) -> Double {
    share == 0.5
      ? base.squareRoot()
      : share < 0.5
        ? base.squareRoot().squareRoot() : base / base.squareRoot().squareRoot()
  }

  private func outputs(
    of side: DescentSide, _ inputs: [Value?]
  ) async throws(RuntimeError) -> [Value] {
    descent.progress("running \(side.runtime.name)")
    let prepared = try await side.runtime.prepare(side.source)
    let outputs = try await prepared.run(inputs).outputs
    try await prepared.finish()
    return outputs
  }

  private func source(
    _ side: DescentSide, _ inputs: [Value?]
  ) async throws(RuntimeError) -> any ValueSource {
    guard side.showsSteps else { return CutValues(side, inputs, scratch: descent.scratch) }
    let store = ValueStore(byteLimit: descent.byteLimit, folder: descent.scratch)
    return try await TappedValues(side, inputs, store)
  }

  /// Asks once more for all outputs together with what was found, to say whether cutting changes them.
  private func check(
    _ search: CutSearch, _ whole: [Value], _ report: inout DescentReport
  ) async throws(RuntimeError) {
    guard let cuts = search.second as? CutValues else { return }
    let made = Set(graph.nodes.flatMap { $0.outputs.compactMap { $0 } })
    let outputs = graph.outputs.filter(made.contains)
    let inner =
      report.found.flatMap { search.node(report.steps[$0]) }
      .map { $0.inputs + $0.outputs } ?? []
    let asked = inner.compactMap { $0 }.filter { made.contains($0) && !outputs.contains($0) }
    let answers = try await cuts.values(outputs + Set(asked).sorted())
    let pairs = zip(graph.outputs, whole).filter { made.contains($0.0) }.map(\.1)
    let differences = zip(answers, pairs).compactMap { answer, whole in
      answer.flatMap { ValueDifference($0, from: whole) }
    }
    let name = descent.second.runtime.name
    let worst = differences.map { $0.relative ?? 1 }.max()
    report.remarks.append(
      "\(name) was asked \(cuts.questionCount) times by models that end within this one. That may change "
        + "what it fuses: "
        + (worst.map {
          "with the found values as outputs too, its final outputs differ from those of the whole model "
            + "by \(Printed.number($0)) of the largest."
        } ?? "with the found values as outputs too, its final outputs are those of the whole model.")
    )
  }
}
