import Harness
import Runtimes

extension Session {
  func identity(
    _ chosen: ChosenCases, _ columns: [Column], _ expectations: RunExpectations, _ places: Places
  ) -> RunIdentity {
    let suite = chosen.suite
    let runtimes = columns.map { column in
      RunIdentity.Runtime(
        name: column.name, identity: column.runtime.identity, device: column.runtime.device?.name,
        driver: column.runtime.device?.driver,
        request: column.request == column.name ? nil : column.request,
        reference: column.referenceName, profile: column.profile)
    }
    let runAt = Host.now
    let id = Host.runID
    var identity = RunIdentity(
      id: id, program: Version.program, suite: suite.release, stamp: suite.stamp,
      suiteCount: suite.cases.count, selectedCount: chosen.all.count, runtimes: runtimes,
      host: Host.description, isolation: isInProcess ? "in this process" : "worker processes",
      command: Replay.command(of: command), options: Replay.options(of: command), runAt: runAt,
      digests: RunIdentity.Digests(
        corpus: Self.digest(suite.cases.map { "\($0.id) \($0.digest ?? "")" }),
        selection: Self.digest(chosen.all.map(\.id.description)),
        expectations: expectations.digest,
        devices: Self.digest(runtimes.map { "\($0.name) \($0.identity)" })),
      git: GitCheckout(places)?.state)
    let request = command.how.tolerance.request
    identity.tolerance = request.isEmpty ? nil : request
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
