internal import Harness

extension ReportData {
  private static let listLimit = 200

  /// Scores are `[caught, of how many]`: `judges` as `[name, score]`, `kinds` and `operators` as
  /// `[name, caught, of]` with the least score first; `missed` as `[operator, fault, case]`, `alarms` as
  /// `[case, operator, emulation, reason]`.
  var mutation: JSONText {
    guard let mutation = report.mutation else { return .null }
    func score(_ score: MutationReport.Score) -> JSONText {
      .ints([score.caught, score.exercised])
    }
    func rows(_ scores: [(name: String, score: MutationReport.Score)]) -> JSONText {
      .array(
        scores.sorted { ($0.score.share, $0.name) < ($1.score.share, $1.name) }.map {
          .array([.string($0.name), .int($0.score.caught), .int($0.score.exercised)])
        })
    }
    return .object([
      ("program", .string(mutation.program)), ("host", .string(mutation.host)),
      ("runAt", .string(mutation.runAt)), ("git", git(mutation.git)),
      ("cases", .int(mutation.caseCount)), ("score", score(mutation.score)),
      (
        "judges",
        .array(
          MutantJudgement.Judge.allCases.map {
            .array([.string($0.rawValue), score(mutation.score(of: $0))])
          })
      ),
      ("legitimate", .int(mutation.legitimateCount)),
      ("kinds", rows(mutation.scores { $0.kind })),
      ("operators", rows(mutation.scores { $0.operation }.filter { $0.score.share < 1 })),
      (
        "missed",
        .array(
          mutation.missed.prefix(Self.listLimit).map {
            .strings([$0.operation, $0.emulation, $0.missedIn.map(\.description) ?? ""])
          })
      ),
      (
        "alarms",
        .array(
          mutation.alarms.prefix(Self.listLimit).map {
            .strings([$0.case.description, $0.operation, $0.emulation, $0.reason])
          })
      ),
    ])
  }
}
