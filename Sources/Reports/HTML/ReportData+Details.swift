internal import Harness

extension ReportData {
  /// `{d: [load, optimise, plan, first run, compare in ms], p: placement, l: log, o: outputs, a:
  /// attempts as [status, reason, ms, alone], c: company, w: warnings}`; `nil` for a pass that has no
  /// more to tell than its row.
  func detail(_ record: CaseRecord) -> JSONText? {
    guard record.outcome != .notRun else { return nil }
    guard
      record.status != .pass || !record.attempts.isEmpty || record.company != nil
        || record.warnings != nil
    else { return nil }
    let durations = record.durations
    let optimize = durations.optimize ?? 0
    var members: [(String, JSONText)] = [
      (
        "d",
        .array(
          [
            durations.load, optimize, durations.prepare - optimize, durations.run,
            durations.compare,
          ].map { .number(($0 * 1000).rounded(digits: 1)) })
      )
    ]
    if let placement = record.placement { members.append(("p", self.placement(placement))) }
    if let log = record.log { members.append(("l", .string(String(log.suffix(1500))))) }
    if !record.attempts.isEmpty { members.append(("a", attempts(record.attempts))) }
    if let warnings = record.warnings {
      members.append(("w", .strings(warnings.prefix(8).map { String($0.prefix(300)) })))
    }
    if let company = record.company {
      members.append(("c", .strings(company.prefix(60).map(\.description))))
    }
    let outputs = record.outputs.filter { $0.mismatches > 0 || $0.compared != $0.elements }
    if !outputs.isEmpty { members.append(("o", .array(outputs.prefix(8).map(output)))) }
    return .object(members)
  }

  private func placement(_ placement: Placement) -> JSONText {
    .array([
      .int(placement.device), .int(placement.hostValue),
      .strings(Array(placement.host.prefix(20))), .int(placement.host.count),
    ])
  }

  private func attempts(_ attempts: [CaseRecord.Attempt]) -> JSONText {
    .array(
      attempts.prefix(40).map { attempt in
        .array([
          .string(attempt.status.description),
          attempt.reason.map { .string(String($0.prefix(300))) } ?? .null,
          .number((attempt.seconds * 1000).rounded(significant: 3)), .int(attempt.isAlone ? 1 : 0),
        ])
      })
  }

  /// `[name, type, shape, elements, compared, mismatches, max abs, max rel, max ULP, expected NaN,
  /// found NaN, first, worst, max abs of the largest]`.
  private func output(_ output: Comparison) -> JSONText {
    .array([
      .string(output.output), .string(output.dtype), .array(output.shape.map { .int($0) }),
      .int(output.elements), .int(output.compared), .int(output.mismatches),
      .number(output.maxAbs.rounded(significant: 4)),
      .number(output.maxRel.rounded(significant: 4)), .optional(output.maxULP),
      .int(output.expectedNaN), .int(output.foundNaN),
      .array(output.first.prefix(thrift.elementLimit).map(element)),
      .array(output.worst.prefix(thrift.elementLimit).map(element)),
      .optional(output.relativeToLargest?.rounded(significant: 4)),
    ])
  }

  /// `[index, expected, found, reference, abs, rel, ULP]`.
  private func element(_ difference: Difference) -> JSONText {
    .array([
      .string("[\(difference.index.map(String.init).joined(separator: ", "))]"),
      .string(String(difference.expected.prefix(120))),
      .string(String(difference.found.prefix(120))),
      difference.reference.map { .string(String($0.prefix(120))) } ?? .null,
      .optional(difference.abs?.rounded(significant: 4)),
      .optional(difference.rel?.rounded(significant: 4)), .optional(difference.ulp),
    ])
  }
}
