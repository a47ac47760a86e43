package import Tensors

/// What a run stored of a case: values, without what made them.
package struct StoredCase: Sendable {
  package var suiteCase: SuiteCase
  /// Of each data set what went in.
  package let inputs: [[StoredValue]]
  /// Of each data set what is expected.
  package let expected: [[StoredValue]]
  /// Sorted by runtime.
  package let runs: [StoredRun]

  package init(
    suiteCase: SuiteCase, inputs: [[StoredValue]], expected: [[StoredValue]], runs: [StoredRun]
  ) {
    self.suiteCase = suiteCase
    self.inputs = inputs
    self.expected = expected
    self.runs = runs
  }
}

package struct StoredValue: Sendable {
  package let name: String
  package let value: Value

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

/// What one runtime gave.
package struct StoredRun: Sendable {
  package let runtime: String
  package let identity: String
  /// What the run said of it; `nil` where nobody wrote it down.
  package let status: Status?
  package let reason: String?
  /// Of each data set the outputs; fewer where the run ended before.
  package let outputs: [[StoredValue]]

  package init(
    runtime: String, identity: String = "", status: Status? = nil, reason: String? = nil,
    outputs: [[StoredValue]]
  ) {
    self.runtime = runtime
    self.identity = identity
    self.status = status
    self.reason = reason
    self.outputs = outputs
  }
}

/// Where stored values are.
package protocol StoredResults {
  /// Sorted.
  var cases: [CaseID] { get }
  func load(_ id: CaseID) throws(SuiteError) -> StoredCase
}

extension StoredCase {
  /// The record of one runtime's values, judged by the case's rule. What gave no values keeps the status
  /// that the run said.
  package func record(of run: StoredRun) -> CaseRecord {
    var record = CaseRecord(suiteCase, runtime: run.runtime, .pass)
    guard !expected.isEmpty, run.outputs.contains(where: { !$0.isEmpty }) else {
      let hasValues = [Status.pass.family, "fail"].contains(run.status?.family)
      record.status = hasValues ? .missing : run.status ?? .missing
      record.reason =
        record.status != .missing
        ? run.reason
        : expected.isEmpty ? "no data set is stored" : "no outputs are stored"
      return judged(record)
    }
    let rule = JudgingRules.rule(for: suiteCase).init(suiteCase)
    var judgement = Judgement()
    for (set, expected) in expected.enumerated() {
      let found = run.outputs.indices.contains(set) ? run.outputs[set] : []
      guard found.count == expected.count else {
        judgement =
          judgement
          + Judgement(
            .count,
            "\(found.count) outputs are stored of data set \(set), expected \(expected.count)")
        continue
      }
      for (found, expected) in zip(found, expected) {
        judgement =
          judgement
          + rule.judge(
            JudgedOutput(
              name: found.name, found: found.value, expected: expected.value,
              inputs: inputs.indices.contains(set) ? inputs[set].map(\.value) : []))
      }
    }
    record.outputs = judgement.comparisons
    if let mismatch = judgement.mismatch {
      record.status = .fail(mismatch.cause)
      record.reason = mismatch.reason
    }
    return judged(record)
  }

  private func judged(_ record: CaseRecord) -> CaseRecord {
    var record = record
    record.signature = record.reason.map { Signature($0).text }
    record.outcome = record.status == .pass ? .asExpected : .regression
    return record
  }
}
