import Graphs
import Runtimes

/// Holds two models against each other: one before and after an export, quantisation or optimisation.
struct ModelDescent: Sendable {
  private let descent: Descent

  init(_ descent: Descent) { self.descent = descent }

  func report() async throws(RuntimeError) -> DescentReport {
    let (first, second) = (descent.first, descent.second)
    let matching = ModelMatching(first.graph, second.graph)
    let order = try inputOrder()
    var graph = matching.second
    // Both are given the first model's inputs in its order.
    graph.inputs = order.map { graph.inputs[$0] }
    for (position, id) in graph.inputs.enumerated() {
      graph.names[id] = first.graph.names[first.graph.inputs[position]]
    }
    let matched = DescentSide(second.source, graph, on: second.runtime)
    let both = Descent(
      first, matched, inputs: descent.inputs, judgesAll: descent.judgesAll,
      byteLimit: descent.byteLimit,
      scratch: descent.scratch, progress: descent.progress)
    guard first.showsSteps, second.showsSteps else {
      var report = try await asked(both, order)
      report.remarks.append(matching.sentence + ".")
      return report
    }
    var report = try await TapDescent(both, method: .models).report()
    let unmatched = report.steps.count { $0.verdict == .unmatched }
    report.remarks.append(
      "\(matching.sentence); \(unmatched) steps of the second model make none that the first has.")
    return report
  }

  /// - Parameter order: for each input of the first model the second's place of it.
  private func asked(
    _ both: Descent, _ order: [Int]
  ) async throws(RuntimeError) -> DescentReport {
    var graph = both.second.graph
    var inputs = descent.inputs + Array(repeating: nil, count: order.count - descent.inputs.count)
    // The file has its inputs in its own order.
    let places = order.indices.sorted { order[$0] < order[$1] }
    graph.inputs = places.map { graph.inputs[$0] }
    inputs = places.map { inputs[$0] }
    let second = DescentSide(both.second.source, graph, on: both.second.runtime)
    let asked = Descent(
      both.first, second, inputs: both.inputs, byteLimit: both.byteLimit, scratch: both.scratch,
      progress: both.progress)
    return try await CutDescent(asked, secondInputs: inputs).report()
  }

  /// For each input of the first model the second's place of it: by name, else by place.
  private func inputOrder() throws(RuntimeError) -> [Int] {
    let (first, second) = (descent.first.graph, descent.second.graph)
    let names = second.inputs.map { second.names[$0] ?? "" }
    let wanted = first.inputs.map { first.names[$0] ?? "" }
    guard first.inputs.count == second.inputs.count else {
      throw .input(
        "the models take \(wanted.count) inputs (\(wanted.joined(separator: ", "))) and "
          + "\(names.count) (\(names.joined(separator: ", ")))")
    }
    guard Set(names) == Set(wanted) else { return Array(names.indices) }
    return wanted.compactMap { names.firstIndex(of: $0) }
  }
}
