/// What came of the checks that the project satisfies strict concurrency.
package struct ConcurrencyReport: Sendable, Codable, Equatable {
  package var program: String
  package var host: String
  /// When the checks began, in UTC.
  package var runAt: String
  /// The sources that were checked; `nil` where no checkout tells.
  package var git: GitState?
  package var records: [CheckRecord]

  package init(
    program: String, host: String, runAt: String, git: GitState? = nil, records: [CheckRecord]
  ) {
    self.program = program
    self.host = host
    self.runAt = runAt
    self.git = git
    self.records = records
  }

  /// A broken claim counts for more than one that was not judged.
  package var exitStatus: ExitStatus {
    let outcomes = Set(records.map(\.outcome))
    if outcomes.contains(.broken) { return .unexpected }
    return outcomes.contains(.unavailable) || outcomes.isEmpty ? .infrastructure : .asExpected
  }

  /// The checks in one sentence.
  package var verdict: String {
    let holds = records.count { $0.outcome == .holds }
    let broken = records.count { $0.outcome == .broken }
    let rest = records.count - holds - broken
    return "\(holds) of \(records.count) checks hold"
      + (broken == 0 ? "" : ", \(broken) \(broken == 1 ? "does" : "do") not")
      + (rest == 0 ? "." : ", \(rest) could not be made.")
  }
}

/// What came of one check.
package struct CheckRecord: Sendable, Codable, Equatable {
  package enum Outcome: String, Sendable, Codable {
    case holds, broken
    /// The check could not be made: never a success.
    case unavailable
  }
  package var name: String
  package var claim: String
  package var outcome: Outcome
  /// What was shown, or what is wrong.
  package var summary: String
  package var details: [String]
  package var seconds: Double

  package init(
    name: String, claim: String, outcome: Outcome, summary: String, details: [String],
    seconds: Double
  ) {
    self.name = name
    self.claim = claim
    self.outcome = outcome
    self.summary = summary
    self.details = details
    self.seconds = seconds
  }
}
