package import Graphs
package import Runtimes
internal import Tensors

/// Runs the mutants of a case and holds what they give against what the case expects.
package struct MutantRunner: Sendable {
  package let runtime: any Runtime
  package let loader: any CaseLoader
  /// Graphs of more nodes than this are left alone: each node's mutants run the whole graph.
  package let nodeLimit: Int
  /// The mutants of a graph.
  package let mutants: @Sendable (Graph) -> [Mutant]
  /// What judges instead of the case's own judges, in tests.
  package let judges: MutantJudges?

  package init(
    runtime: any Runtime, loader: any CaseLoader, nodeLimit: Int = 8,
    judges: MutantJudges? = nil, mutants: @escaping @Sendable (Graph) -> [Mutant]
  ) {
    self.runtime = runtime
    self.loader = loader
    self.nodeLimit = nodeLimit
    self.judges = judges
    self.mutants = mutants
  }

  /// Never throws: what keeps a case from being tried is in its record.
  @concurrent package func run(_ suiteCase: SuiteCase) async -> MutatedCase {
    do throws(CaseObstacle) { return try await trials(of: suiteCase) } catch {
      return MutatedCase(suiteCase.id, obstacle: error.reason)
    }
  }

  private func trials(of suiteCase: SuiteCase) async throws(CaseObstacle) -> MutatedCase {
    if suiteCase.refusal != nil { throw CaseObstacle(reason: "no values are expected") }
    if suiteCase.isModel { throw CaseObstacle(reason: "it is a whole network") }
    if let defect = suiteCase.defect { throw CaseObstacle(reason: defect) }
    let (graph, model, feeds) = try load(suiteCase)
    guard graph.nodes.count <= nodeLimit else {
      throw CaseObstacle(reason: "its graph has more than \(nodeLimit) nodes")
    }
    let prepared = try await prepare(graph)
    let own = try await outputs(of: prepared, feeds)
    let judges = judges ?? MutantJudges(suiteCase, graph, model, feeds)
    // A judge that objects to the graph's own outputs can't tell a mutant by an objection.
    var silent = judges.objections(to: own, flushes: runtime.flushesSubnormals)
    silent[.draws] = await drawn(graph, prepared, feeds, own)
    guard silent[.official] == nil || silent[.bound] == nil else {
      throw CaseObstacle(reason: "the judges object to the outputs without a fault")
    }
    var trials: [MutantTrial] = []
    for mutant in mutants(graph) {
      if Task.isCancelled { break }
      trials.append(
        MutantTrial(mutant, await outcome(of: mutant, in: graph, feeds, own: own, judges, silent)))
    }
    return MutatedCase(suiteCase.id, trials: trials, silent: Set(silent.keys))
  }

  private func load(
    _ suiteCase: SuiteCase
  ) throws(CaseObstacle) -> (Graph, ModelInterface, [Feeds]) {
    do throws(LoadError) {
      let source = try loader.source(suiteCase.modelPath)
      var feeds: [Feeds] = []
      for set in 0..<suiteCase.dataSetCount {
        feeds.append(try suiteCase.feeds(set: set, of: source.interface, loader: loader))
      }
      return (try source.graph(), source.interface, feeds)
    } catch { throw CaseObstacle(reason: error.description) }
  }

  private func outcome(
    of mutant: Mutant, in graph: Graph, _ feeds: [Feeds], own: [[Value]], _ judges: MutantJudges,
    _ silent: [MutantJudgement.Judge: String]
  ) async -> MutantTrial.Outcome {
    guard let prepared = try? await runtime.prepare(mutant.graph),
      let found = try? await outputs(of: prepared, feeds)
    else { return .inapplicable }
    let isSame = zip(found, own).allSatisfy { found, own in
      found.count == own.count
        && zip(found, own).allSatisfy {
          mutant.isFault ? $0.hasNumbers(of: $1) : $0.hasBits(of: $1)
        }
    }
    if isSame { return .unchanged }
    var objections = judges.objections(
      to: found, flushes: mutant.flushesSubnormals || runtime.flushesSubnormals)
    objections[.draws] = await drawn(graph, prepared, feeds, found)
    objections = objections.filter { silent[$0.key] == nil }
    guard let reason = objections.sorted(by: { $0.key.rawValue < $1.key.rawValue }).last?.value
    else { return .accepted }
    return .rejected(by: Set(objections.keys), reason)
  }

  /// What is wrong with the outputs as draws of a graph that draws them; `nil` of another graph.
  private func drawn(
    _ graph: Graph, _ prepared: any PreparedGraph, _ feeds: [Feeds], _ outputs: [[Value]]
  ) async -> String? {
    for (set, first) in zip(feeds, outputs) {
      guard let check = DrawsCheck(graph, set.inputs) else { return nil }
      if let odd = await check.mismatch(prepared, set.inputs, first: first) { return odd.reason }
    }
    return nil
  }

  private func prepare(_ graph: Graph) async throws(CaseObstacle) -> any PreparedGraph {
    do throws(RuntimeError) { return try await runtime.prepare(graph) } catch {
      throw CaseObstacle(reason: error.description)
    }
  }

  /// The outputs of each data set.
  private func outputs(
    of prepared: any PreparedGraph, _ feeds: [Feeds]
  ) async throws(CaseObstacle) -> [[Value]] {
    do throws(RuntimeError) {
      var outputs: [[Value]] = []
      for set in feeds { outputs.append(try await prepared.run(set.inputs).outputs) }
      return outputs
    } catch { throw CaseObstacle(reason: error.description) }
  }
}

extension MutantJudges {
  /// The first objection of each judge, over all data sets.
  fileprivate func objections(
    to outputs: [[Value]], flushes: Bool
  ) -> [MutantJudgement.Judge: String] {
    outputs.enumerated().reduce(into: [:]) { sum, set in
      sum.merge(judge(set.element, set.offset, flushes).objections) { first, _ in first }
    }
  }
}

/// What keeps a case from being tried.
private struct CaseObstacle: Error {
  let reason: String
}

/// What came of a case's mutants.
package struct MutatedCase: Sendable {
  package let id: CaseID
  package let trials: [MutantTrial]
  /// Judges that object to the outputs without a fault, and so are not heard.
  package let silent: Set<MutantJudgement.Judge>
  /// Why nothing was tried; `nil` where something was.
  package let obstacle: String?

  package init(_ id: CaseID, trials: [MutantTrial], silent: Set<MutantJudgement.Judge> = []) {
    self.id = id
    self.trials = trials
    self.silent = silent
    obstacle = nil
  }

  init(_ id: CaseID, obstacle: String) {
    self.id = id
    self.obstacle = obstacle
    trials = []
    silent = []
  }
}
