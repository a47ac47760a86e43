extension CaseRecord {
  /// This result with a further attempt at the same case.
  ///
  /// What passed once can pass, so the passing result stands; it is a flake where another attempt
  /// did not pass, and says how often and why. Without a pass the first result stands.
  package func joined(with later: CaseRecord, isAlone: Bool) -> CaseRecord {
    var result = status != .pass && later.status == .pass ? later : self
    result.attempts =
      (attempts.isEmpty ? [Attempt(self, isAlone: false)] : attempts)
      + (later.attempts.isEmpty ? [Attempt(later, isAlone: isAlone)] : later.attempts)
    result.settleMarks()
    return result
  }

  /// Marks and explains what the attempts show.
  mutating func settleMarks() {
    let failures = attempts.filter { $0.status != .pass }
    guard let first = failures.first, failures.count < attempts.count else { return }
    mark(.flake)
    reason =
      "failed in \(failures.count) of \(attempts.count) attempts: \(first.status), "
      + (first.reason ?? "no reason")
    signature = reason.map(Signature.init)?.text
    settleSeconds()
  }

  private mutating func settleSeconds() {
    seconds = attempts.last { $0.status == .pass }?.seconds ?? seconds
  }
}

extension CaseRecord.Attempt {
  init(_ record: CaseRecord, isAlone: Bool) {
    self.init(
      status: record.status, reason: record.reason, seconds: record.seconds, isAlone: isAlone)
  }
}
