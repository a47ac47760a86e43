extension CaseRecord {
  /// The result of two records of the same case: one, where they are the same; else both are
  /// attempts, and a flake where one passed and the other did not.
  ///
  /// It does not matter which comes first, nor in which order a third one joins.
  func merged(with other: CaseRecord) -> CaseRecord {
    if self == other { return self }
    let candidates = [base, other.base]
    let passing = candidates.filter { $0.status == .pass }
    let sorted = (passing.isEmpty ? candidates : passing).sorted { $0.text < $1.text }
    var result = sorted.first ?? self
    result.attempts = Set(history + other.history).sorted { $0.order < $1.order }
    result.marks = Set(marks + other.marks).sorted()
    result.company = [company, other.company].compactMap { $0 }.min {
      ($0.count, "\($0)") < ($1.count, "\($1)")
    }
    result.settleMarks()
    return result
  }

  private var history: [Attempt] {
    attempts.isEmpty ? [Attempt(self, isAlone: false)] : attempts
  }

  /// The result without what attempts add to it.
  private var base: CaseRecord {
    var record = self
    record.attempts = []
    record.marks = []
    record.company = nil
    if record.status == .pass {
      record.reason = nil
      record.signature = nil
    }
    return record
  }

  private var text: String { (try? JSONLine.encode(self)) ?? "" }
}

extension CaseRecord.Attempt {
  fileprivate var order: (String, String, Double) {
    (status.description, reason ?? "", seconds)
  }
}
