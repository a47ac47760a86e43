import Harness
import Runtimes

extension Session {
  func identity(
    _ chosen: ChosenCases, _ runtimes: [any Runtime], _ expectations: ExpectationsSource,
    _ places: Places
  ) -> RunIdentity {
    let suite = chosen.suite
    let columns = runtimes.map { runtime in
      RunIdentity.Runtime(
        name: runtime.name, identity: runtime.identity, device: runtime.device?.name,
        driver: runtime.device?.driver)
    }
    let runAt = Host.now
    let id = Host.runID
    var identity = RunIdentity(
      id: id, program: Version.program, suite: suite.release, stamp: suite.stamp,
      suiteCount: suite.cases.count, selectedCount: chosen.all.count, runtimes: columns,
      host: Host.description, isolation: isInProcess ? "in this process" : "worker processes",
      command: Replay.command(of: command), options: Replay.options(of: command), runAt: runAt,
      digests: RunIdentity.Digests(
        corpus: Self.digest(suite.cases.map { "\($0.id) \($0.digest ?? "")" }),
        selection: Self.digest(chosen.all.map(\.id.description)),
        expectations: Digest.of(expectations.text),
        devices: Self.digest(columns.map { "\($0.name) \($0.identity)" })),
      git: GitCheckout(places)?.state)
    if let part = chosen.part {
      identity.parts = [
        RunIdentity.Part(
          shard: part.shard, durations: part.durations, id: id, host: identity.host, runAt: runAt)
      ]
    }
    return identity
  }

  private static func digest(_ lines: [String]) -> String {
    Digest.of(lines.map { "\($0)\n" }.joined())
  }

  /// Workers send records, not values: a dump needs the cases here.
  var isInProcess: Bool { command.how.inProcess || command.out.dump != nil }
}
