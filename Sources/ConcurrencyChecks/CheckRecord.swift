package import Harness

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

extension ConcurrencyCheck {
  /// Makes the check.
  package func record(in surroundings: Surroundings) async -> CheckRecord {
    let clock = ContinuousClock()
    let start = clock.now
    let outcome: CheckRecord.Outcome
    let showing: Showing
    do throws(CheckFailure) {
      showing = try await show(in: surroundings)
      outcome = .holds
    } catch {
      switch error {
      case .broken(let sentence, let details):
        (outcome, showing) = (.broken, Showing(sentence, details: details))
      case .unavailable(let sentence): (outcome, showing) = (.unavailable, Showing(sentence))
      }
    }
    return CheckRecord(
      name: name, claim: claim, outcome: outcome, summary: showing.summary,
      details: showing.details, seconds: (clock.now - start).seconds)
  }
}

extension Sequence<CheckRecord> {
  /// What the records tell the shell: a broken claim counts for more than one that was not judged.
  package var exitStatus: ExitStatus {
    let outcomes = Set(map(\.outcome))
    if outcomes.contains(.broken) { return .unexpected }
    return outcomes.contains(.unavailable) ? .infrastructure : .asExpected
  }
}
