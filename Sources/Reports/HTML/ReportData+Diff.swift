internal import Harness

extension ReportData {
  /// Entries of a group that the page holds; it says how many there are.
  static let entryLimit = 300

  /// What changed since another run; groups are `[name, title, count, entries]`.
  func diff(_ diff: RunDiff) -> JSONText {
    .object([
      ("verdict", .string(diff.verdict)), ("before", side(diff.before)),
      ("after", side(diff.after)), ("notes", .strings(diff.notes)),
      ("compared", .int(diff.comparedCount)), ("exit", .int(Int(diff.exitStatus().rawValue))),
      (
        "groups",
        .array(
          diff.groups.map { group, entries in
            .array([
              .string(group.rawValue), .string(group.title), .int(entries.count),
              .array(entries.prefix(Self.entryLimit).map(entry)),
            ])
          })
      ),
    ])
  }

  /// What is worse than in the baseline, each with the runs in a row that it has been failing for.
  func stillWorse(_ diff: RunDiff) -> JSONText {
    let worse = diff.entries.filter { $0.direction == .worse }
    return .object([
      ("before", side(diff.before)), ("notes", .strings(diff.notes)), ("count", .int(worse.count)),
      ("compared", .int(diff.comparedCount)),
      ("entries", .array(worse.prefix(Self.entryLimit).map(entry))),
      (
        "nights",
        .array(
          worse.prefix(Self.entryLimit).map { entry in
            .optional(
              entry.runtime.map {
                report.context.trail.nights(failing: ResultKey(entry.case, $0))
              })
          })
      ),
    ])
  }

  /// `[id, time, commit]`.
  private func side(_ side: RunDiff.Side) -> JSONText {
    .array([
      .string(side.id), .string(side.runAt),
      side.commit.map { .string(String($0.prefix(12))) } ?? .null,
    ])
  }

  /// `[case, runtime, before, after, reason, direction, ratio, deviations, group]`.
  private func entry(_ entry: RunDiff.Entry) -> JSONText {
    func text(_ text: String?) -> JSONText {
      text.map { .string(String($0.prefix(thrift.reasonLimit))) } ?? .null
    }
    return .array([
      .string(entry.case.description), text(entry.runtime), text(entry.before), text(entry.after),
      text(entry.reason), .string(entry.direction.rawValue), .optional(entry.ratio),
      .optional(entry.deviations), .string(entry.group.rawValue),
    ])
  }
}
