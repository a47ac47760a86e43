import Adapters
import Graphs
import Harness
import Interpreter
import Reduction
import Runtimes
import VulkanRuntime

/// What says whether a model shows it.
protocol ReductionSubject: Sendable {
  var names: [String] { get }
  /// What nodes give.
  func values(of fed: FedGraph) async -> KnownValues?
  /// What to make smaller; `nil` where the model shows nothing.
  func reducible(_ start: FedGraph) async throws(Failure) -> Reducible?
  func finding(_ small: FedGraph) async throws(Failure) -> Finding
}

/// A model, and what says of smaller ones whether they show what it does.
struct Reducible: Sendable {
  let start: FedGraph
  let shows: @Sendable (FedGraph) async -> Bool
}

/// Two runtimes.
struct PairSubject: ReductionSubject {
  private let pair: PairTrial
  private let runners: [any GraphRunner]
  private let columns: [Column]
  private let nearness: Nearness?
  /// A fault that the second has.
  private let plant: String?

  init(
    _ what: RuntimeOptions, nearness: Nearness?, plant: String?, timeout: Duration,
    scratch: String
  ) throws(Failure) {
    self.nearness = nearness
    self.plant = plant
    var options = what
    // Without an exact fma a device's sums differ in their last bits.
    options.computing.fused = what.fused ?? .exact
    var factory = try RuntimeFactory(options)
    factory.loadsConstants = false
    var columns = try factory.columns(what.runtime) { Terminal.note($0) }
    // A model may be held against itself with a planted fault.
    if columns.count == 1, plant != nil { columns.append(columns[0]) }
    guard columns.count == 2, !what.runtime.isEmpty else {
      throw Failure(
        .usage,
        "--runtime names \(Self.text(what.runtime.isEmpty ? 0 : columns.count)), expected two: "
          + "--runtime cpu,ort=onnxruntime.")
    }
    self.columns = columns
    runners = try columns.enumerated().map { place, column throws(Failure) in
      let plant = place == 1 ? plant : nil
      let outputs = KeptOutputs("\(scratch)/outputs")
      return WorkerRunner(
        RuntimeJob(
          name: column.name, identity: try column.runtime.planted(plant).identity, width: 1),
        isReproducible: column.runtime.isReproducible,
        isDeterministic: column.runtime.isDeterministic,
        command: WorkerCommand(
          of: options, column, replays: 0, budget: .machine, keeping: outputs, bounds: false,
          plant: plant),
        outputs: outputs, limits: Limits(timeout: timeout))
    }
    pair = PairTrial(runners[0], runners[1], nearness: nearness, scratch: "\(scratch)/trial")
  }

  private static func text(_ count: Int) -> String {
    count == 0 ? "no runtime" : count == 1 ? "one runtime" : "\(count) runtimes"
  }

  var names: [String] { pair.names }
  func values(of fed: FedGraph) async -> KnownValues? { await pair.values(of: fed) }

  func reducible(_ start: FedGraph) async throws(Failure) -> Reducible? {
    _ = try columns[1].runtime.planted(plant, in: start.graph)
    guard let outcomes = await pair.outcomes(of: start) else {
      throw Failure(.infrastructure, "The model can't be written as this program reads it.")
    }
    for case .lost(let sentence) in outcomes {
      throw Failure(.infrastructure, "\(sentence).")
    }
    if let found = pair.symptom(of: outcomes) {
      Terminal.note(found.sentence)
      return Reducible(start: start) { [pair] in await pair.shows(found.symptom, $0) }
    }
    let repeated = FedGraph(graph: start.graph, sets: start.sets + start.sets.prefix(1))
    guard let stale = await pair.staleness(of: repeated) else { return nil }
    Terminal.note("\(names[stale.side]): \(stale.sentence)")
    return Reducible(start: repeated) { [pair] in await pair.shows(stale.symptom, $0) }
  }

  func finding(_ small: FedGraph) async throws(Failure) -> Finding {
    let onnxruntime = columns.firstIndex { $0.foreign?.connection.boxName == "onnxruntime" }
    if let outcomes = await pair.outcomes(of: small), let found = pair.symptom(of: outcomes) {
      return Finding(
        fed: small, names: names, identities: runners.map(\.identity), outcomes: outcomes,
        sentence: "\(names.joined(separator: " and ")): \(found.sentence)",
        nearness: nearness ?? .usual, onnxruntime: onnxruntime)
    }
    guard let stale = await pair.staleness(of: small) else {
      throw Failure(
        .infrastructure, "The small model no longer shows it: the fault comes and goes.")
    }
    let (name, identity) = (names[stale.side], runners[stale.side].identity)
    return Finding(
      fed: small, names: stale.names(name), identities: [identity, identity],
      outcomes: stale.outcomes, sentence: "\(name): \(stale.sentence)",
      nearness: nearness ?? .usual, onnxruntime: onnxruntime == stale.side ? 1 : nil)
  }
}

/// A command.
struct CheckedSubject: ReductionSubject {
  let command: String
  let check: CommandCheck

  var names: [String] { [command] }
  func values(of fed: FedGraph) async -> KnownValues? { await NodeValues.of(fed) }

  func reducible(_ start: FedGraph) async throws(Failure) -> Reducible? {
    if let objection = await check.objection(to: start) {
      throw Failure(.usage, "'\(command)' \(objection).")
    }
    return Reducible(start: start) { [check] in await check.shows($0) }
  }

  /// What the interpreter gives stands for what is expected.
  func finding(_ small: FedGraph) async throws(Failure) -> Finding {
    let folder = try AdapterScratch.folder()
    let runner = RuntimeRunner(Interpreter())
    let outcome: RunOutcome
    do { outcome = await runner.outcome(of: try TrialFiles(small, in: folder)) } catch {
      throw Failure(.infrastructure, "\(folder) can't be written: \(error)")
    }
    return Finding(
      fed: small, names: [runner.name], identities: [runner.identity], outcomes: [outcome],
      sentence: "'\(command)' ends with exit status 0", nearness: .usual, onnxruntime: nil)
  }
}
