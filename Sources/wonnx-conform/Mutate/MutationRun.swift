import ArgumentParser
import Emulations
import Graphs
import Harness
import Interpreter
import Runtimes

/// The cases of a mutation run, some at a time.
struct MutationRun {
  private let command: MutateCommand
  private let line = CountLine(terminal: .current())

  init(_ command: MutateCommand) { self.command = command }

  func run() async throws(Failure) -> MutationReport {
    let start = Host.now
    let names = try emulations()
    try await GeneratedSuite.provide(for: command.suite)
    let chosen = try choose()
    let runner = MutantRunner(
      runtime: Interpreter(budget: MemoryBudget(byteCount: 1 << 30)), loader: ModelFileLoader(),
      nodeLimit: command.nodes
    ) { graph in
      Self.mutants(of: graph) { names.isEmpty || !names.isDisjoint(with: [$0.name, $0.kind.name]) }
    }
    let interrupt = Interrupt()
    let cases = await tried(chosen.cases, by: runner, interrupt)
    line.finish()
    if let signal = interrupt.signal, let status = ExitStatus(rawValue: 128 + signal) {
      throw Failure(status, "The run was interrupted.")
    }
    return MutationReport(
      program: Version.program.name, host: Host.description, runAt: start,
      git: GitCheckout(Places(command.suite))?.state, suite: chosen.suite.release, cases: cases)
  }

  private func emulations() throws(Failure) -> Set<String> {
    let names = command.emulations.flatMap { $0.split(separator: ",").map { String($0) } }
    let kinds = EmulationKind.all.map(\.name)
    for name in names where !kinds.contains(String(name.prefix { $0 != ":" })) {
      let nearest = NearestNames.of(name, among: kinds, limit: 1).first
      throw Failure(
        .usage,
        "There is no emulation '\(name)'"
          + (nearest.map { ": did you mean '\($0)'?" } ?? ".") + " See 'mutate --list'.")
    }
    return Set(names)
  }

  private func choose() throws(Failure) -> ChosenCases {
    var run: RunCommand
    do { run = try RunCommand.parse([]) } catch { throw Failure(.usage, "\(error)") }
    run.which = command.which
    return try Session(run).choose(Places(command.suite))
  }

  private func tried(
    _ cases: [SuiteCase], by runner: MutantRunner, _ interrupt: Interrupt
  ) async -> [MutatedCase] {
    await withTaskGroup(of: MutatedCase.self) { group in
      var rest = cases[...]
      var done: [MutatedCase] = []
      var count = 0
      for _ in 0..<(command.jobs ?? Host.coreCount) {
        if let first = rest.popFirst() { group.addTask { await runner.run(first) } }
      }
      while let mutated = await group.next() {
        done.append(mutated)
        count += mutated.trials.count
        line.show("\(done.count)/\(cases.count) cases, \(count) mutants")
        if interrupt.signal != nil {
          group.cancelAll()
        } else if let next = rest.popFirst() {
          group.addTask { await runner.run(next) }
        }
      }
      return done
    }
  }

  /// A graph for each node and each emulation of it.
  private static func mutants(
    of graph: Graph, _ isAsked: (Emulation) -> Bool
  ) -> [Mutant] {
    graph.nodes.indices.flatMap { index in
      let node = graph.nodes[index]
      let operation = (node.domain.isEmpty ? "" : "\(node.domain).") + node.operatorName
      return node.emulations.filter(isAsked).compactMap { emulation -> Mutant? in
        guard emulation.nature == .fault || graph.nodes.count == 1 else { return nil }
        return Mutant(
          operation: operation, emulation: emulation.name, isFault: emulation.nature == .fault,
          flushesSubnormals: emulation.flushesSubnormals,
          graph: emulation.applied(to: graph, node: index))
      }
    }
  }
}
