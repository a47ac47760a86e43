package import Harness

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
