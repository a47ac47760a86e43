package import Tensors

/// A runtime that gives something else behind another run in one prepared graph than by itself.
package struct StaleRun: Sendable {
  package let side: Int
  /// What each data set gives by itself.
  package let alone: [[Value]]
  /// The rest of a sentence whose subject is the runtime.
  package let sentence: String

  package var symptom: Symptom { Symptom(.stale, side: side) }

  /// The two ways of running, as the sides of a finding.
  package var outcomes: [RunOutcome] {
    [.values(alone, isExact: true), .failure(.init(.stale, sentence))]
  }

  package func names(_ name: String) -> [String] {
    ["\(name), each data set by itself", "\(name), one after the other"]
  }
}
