internal import Harness

extension ReportData {
  var identity: JSONText {
    let identity = report.identity
    return .object([
      ("id", .string(identity.id)), ("program", program(identity.program)),
      ("git", git(identity.git)), ("suite", .string(identity.suite)),
      ("stamp", identity.stamp.map { .string($0) } ?? .null),
      ("suiteCount", .int(identity.suiteCount)), ("selectedCount", .int(identity.selectedCount)),
      ("runtimes", .array(identity.runtimes.map(runtime))),
      ("host", .string(identity.host)), ("isolation", .string(identity.isolation)),
      ("command", .string(identity.command)),
      ("options", identity.options.map { .string($0) } ?? .null),
      ("runAt", .string(identity.runAt)),
      ("seconds", .number(identity.seconds.rounded(digits: 1))),
      ("parts", .array(identity.parts.sorted().map(part))),
    ])
  }

  /// `[name and version, build, compiler, first digits of the digest]`.
  private func program(_ program: RunIdentity.Program) -> JSONText {
    .strings([program.name, program.build, program.compiler, String(program.digest.prefix(12))])
  }

  /// `[commit, has changes, sources are newer]`.
  func git(_ state: GitState?) -> JSONText {
    guard let state else { return .null }
    return .array([
      .string(String(state.commit.prefix(12))), .int(state.isDirty ? 1 : 0),
      .int(state.isNewerThanProgram ? 1 : 0),
    ])
  }

  /// `[name, identity, device, driver, what --runtime takes, reference]`.
  private func runtime(_ runtime: RunIdentity.Runtime) -> JSONText {
    .array([
      .string(runtime.name), .string(runtime.identity),
      runtime.device.map { .string($0) } ?? .null, runtime.driver.map { .string($0) } ?? .null,
      runtime.request.map { .string($0) } ?? .null,
      runtime.reference.map { .string($0) } ?? .null,
    ])
  }

  /// `[number, of how many, run, host, begun, seconds, why it ended early]`.
  private func part(_ part: RunIdentity.Part) -> JSONText {
    let seconds = part.end.map { $0.seconds.rounded(digits: 1) }
    // A part that nobody ended was killed.
    let stop = part.end == nil ? RunStop.interrupted : part.end?.stop
    return .array([
      .int(part.shard.index), .int(part.shard.count), .string(part.id), .string(part.host),
      .string(part.runAt), .optional(seconds), stop.map { .string($0.rawValue) } ?? .null,
    ])
  }

  /// `rows`: `[name, claim, outcome, summary, seconds, details]`.
  var concurrency: JSONText {
    guard let checks = report.concurrency else { return .null }
    let rows = checks.records.map { record in
      JSONText.array([
        .string(record.name), .string(record.claim), .string(record.outcome.rawValue),
        .string(record.summary), .number(record.seconds.rounded(digits: 1)),
        .strings(Array(record.details.prefix(40))),
      ])
    }
    return .object([
      ("verdict", .string(checks.verdict)), ("program", .string(checks.program)),
      ("host", .string(checks.host)), ("runAt", .string(checks.runAt)),
      ("git", git(checks.git)), ("rows", .array(rows)),
    ])
  }
}
