import Harness

/// What a test report calls a result.
///
/// A failure that is expected is a skip, and a pass that is not is a failure: its expectation has
/// to go. What is not supported is a skip, expected or not: nothing that could be wrong was
/// computed.
enum TestVerdict: Hashable, CaseIterable {
  case passed, failure, error, skipped

  init(_ record: CaseRecord) {
    switch record.outcome {
    case .notRun: self = .skipped
    case .asExpected: self = record.status == .pass ? .passed : .skipped
    case .regression, .improvement, .changed: self.init(unexpected: record.status)
    }
  }

  /// What a result of this status is called where nobody expected it.
  init(unexpected status: Status) {
    switch status {
    case .pass, .fail: self = .failure
    case .error, .crash, .timeout, .deviceLost, .validationError, .missing: self = .error
    case .unsupported, .unpredictable, .skipped: self = .skipped
    }
  }
}

extension CaseRecord {
  /// Status and explanation; `nil` for a plain pass.
  var message: String? {
    let parts = [status == .pass ? nil : status.description, explanation].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ": ")
  }

  /// The reason, and what was expected where the verdict does not tell.
  var explanation: String? {
    let reason = outcome == .improvement ? "passes" : reason
    let isClear = expected == Status.pass.description && TestVerdict(self) != .skipped
    guard isUnexpected, !isClear else { return reason }
    return "\(reason ?? "no reason") (expected: \(expected))"
  }

  /// The command line that runs the case again, with those of its run's options that it takes too.
  func replay(_ identity: RunIdentity) -> String {
    let pattern = self.case.description.map { character in
      ".+*?^$()[]{}|\\".contains(character) ? "\\\(character)" : "\(character)"
    }.joined()
    let column = identity.runtimes.first { $0.name == runtime }?.request ?? runtime
    return "wonnx-conform --filter \(Shell.quoted("^\(pattern)$")) "
      + "--runtime \(Shell.isPlain(column) ? column : Shell.quoted(column))"
      + (identity.options.map { " \($0)" } ?? "")
  }
}

/// Words of a command line.
enum Shell {
  static func isPlain(_ word: String) -> Bool {
    !word.isEmpty
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=:+@".contains($0)) }
  }

  static func quoted(_ word: String) -> String { "'\(word.replacing("'", with: "'\\''"))'" }
}
