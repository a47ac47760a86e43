/// What an entry says of a case: what it may give, and why.
struct Claim: Hashable, Comparable {
  let statuses: [String]
  let reason: String
  let issue: String?
  let superseded: String?

  init(statuses: [String], reason: String, issue: String? = nil, superseded: String? = nil) {
    self.statuses = statuses
    self.reason = reason
    self.issue = issue
    self.superseded = superseded
  }

  init(_ entry: Expectation) {
    self.init(
      statuses: entry.statuses, reason: entry.reason, issue: entry.issue,
      superseded: entry.superseded)
  }

  /// What to say from now on of a result that `earlier` was said of; `nil` for a plain pass.
  ///
  /// What still holds stays as it is. What comes and goes goes on doing so, in one way more. An
  /// issue stays with its case, a reason with its status.
  init?(_ record: CaseRecord, earlier: Claim?) {
    guard let earlier else {
      if record.result == Status.pass.description { return nil }
      self.init(statuses: [record.result], reason: record.cause)
      return
    }
    let comesAndGoes = record.isFlake || earlier.statuses.contains(Status.pass.description)
    if earlier.allows(record) {
      self = earlier
    } else if comesAndGoes {
      let statuses = [Status.pass.description] + earlier.statuses + [record.result]
      self.init(
        statuses: statuses.enumerated().filter { !statuses[..<$0.offset].contains($0.element) }
          .map(\.element), reason: earlier.reason, issue: earlier.issue,
        superseded: earlier.superseded)
    } else if record.result == Status.pass.description {
      return nil
    } else {
      self.init(
        statuses: [record.result], reason: record.cause, issue: earlier.issue)
    }
  }

  func allows(_ record: CaseRecord) -> Bool { record.isAmong(statuses) }

  private var order: (String, String, String, String) {
    (statuses.joined(separator: ","), reason, issue ?? "", superseded ?? "")
  }
  static func < (a: Self, b: Self) -> Bool { a.order < b.order }

  /// For a runtime that passes where a more general entry says otherwise.
  static let pass = Claim(
    statuses: [Status.pass.description],
    reason: "It passes here, where a more general entry expects another result.")
}

extension CaseRecord {
  fileprivate var cause: String {
    let cause = signature ?? reason ?? ""
    return cause.allSatisfy(\.isWhitespace) ? "no reason" : cause
  }
}
