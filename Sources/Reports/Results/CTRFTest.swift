import Harness

/// One result as CTRF writes it.
struct CTRFTest: Codable {
  var name: String
  var suite: [String]
  var type = "conformance"
  var status: Status
  var rawStatus: String
  var duration: Int
  var flaky: Bool
  var retries: Int
  var retryAttempts: [Attempt]?
  var message: String?
  var trace: String?
  var device: String?
  var extra: Extra

  /// What never ran is pending; the rest is as in JUnit, where errors are failures too.
  enum Status: String, Codable {
    case passed, failed, skipped, pending

    init(_ record: CaseRecord) {
      self = record.outcome == .notRun ? .pending : Status(TestVerdict(record))
    }

    init(_ verdict: TestVerdict) {
      switch verdict {
      case .passed: self = .passed
      case .failure, .error: self = .failed
      case .skipped: self = .skipped
      }
    }
  }

  /// The first attempt has number 1.
  struct Attempt: Codable {
    var attempt: Int
    var status: Status
    var duration: Int
    var message: String?

    init(_ attempt: CaseRecord.Attempt, number: Int) {
      self.attempt = number
      status =
        attempt.status == .pass ? .passed : Status(TestVerdict(unexpected: attempt.status))
      duration = milliseconds(attempt.seconds)
      message = attempt.reason.map { "\(attempt.status): \($0)" }
    }
  }

  struct Extra: Codable {
    var runtime: String
    var expected: String
    var outcome: CaseRecord.Outcome
    var rule: String
    var replay: String
  }

  init(_ record: CaseRecord, device: String?, identity: RunIdentity) {
    name = record.case.description
    suite = [record.runtime, record.case.kind]
    status = Status(record)
    rawStatus = record.status.description
    duration = milliseconds(record.seconds)
    flaky = record.isFlake
    retries = max(record.attempts.count - 1, 0)
    retryAttempts =
      record.attempts.count > 1
      ? record.attempts.enumerated().map { Attempt($0.element, number: $0.offset + 1) } : nil
    message = record.message
    trace = record.log
    self.device = device
    extra = Extra(
      runtime: record.runtime, expected: record.expected, outcome: record.outcome,
      rule: record.rule, replay: record.replay(identity))
  }
}
