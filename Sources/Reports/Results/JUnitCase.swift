import Harness

/// One result as JUnit writes it.
struct JUnitCase {
  private let record: CaseRecord
  private let suite: String
  private let identity: RunIdentity

  init(_ record: CaseRecord, suite: String, identity: RunIdentity) {
    self.record = record
    self.suite = suite
    self.identity = identity
  }

  var element: XMLElement {
    XMLElement(
      "testcase",
      [
        ("classname", suite), ("name", record.case.name),
        ("time", decimal(record.seconds, places: 6)),
      ], children: [result].compactMap { $0 } + attempts)
  }

  private var result: XMLElement? {
    let type = record.outcome == .improvement ? "unexpected-pass" : record.status.description
    let message = record.message ?? type
    switch TestVerdict(record) {
    case .passed: return nil
    case .skipped: return XMLElement("skipped", [("message", message)])
    case .failure:
      return XMLElement("failure", [("message", message), ("type", type)], text: details)
    case .error: return XMLElement("error", [("message", message), ("type", type)], text: details)
    }
  }

  /// What a person needs to go on, as a text of several lines.
  private var details: String {
    let lines = [record.message, "Replay: \(record.replay(identity))"].compactMap { $0 }
    let differences = record.outputs.flatMap { output in
      output.first.map {
        "\(output.output)\($0.index): found \($0.found), expected \($0.expected)"
      }
    }
    return (lines + differences + [record.log].compactMap { $0 }).joined(separator: "\n")
  }

  /// As Surefire has it: failed attempts beside a pass are flaky, those after a failure are reruns.
  private var attempts: [XMLElement] {
    if record.status == .pass {
      return record.attempts.filter { $0.status != .pass }.map { Self.element("flaky", $0) }
    }
    guard [.failure, .error].contains(TestVerdict(record)) else { return [] }
    return record.attempts.dropFirst().map { Self.element("rerun", $0) }
  }

  private static func element(_ prefix: String, _ attempt: CaseRecord.Attempt) -> XMLElement {
    let reason = attempt.reason ?? attempt.status.description
    return XMLElement(
      prefix + (TestVerdict(unexpected: attempt.status) == .failure ? "Failure" : "Error"),
      [("message", reason), ("type", attempt.status.description)],
      children: [
        XMLElement(
          "stackTrace",
          text: "\(attempt.status): \(reason)" + (attempt.isAlone ? "\nIt ran alone." : ""))
      ])
  }
}
