package import Tensors

/// A way to judge a case's outputs. Each is a file in `Rules`, found by its name.
package protocol JudgingRule: Sendable {
  /// What records call it.
  static var name: String { get }
  /// How it judges, after "judged".
  static var summary: String { get }
  /// Whether this rule judges the case; the suite's own rule takes the rest.
  static func claims(_ suiteCase: SuiteCase) -> Bool

  init(_ suiteCase: SuiteCase)
  func judge(_ output: JudgedOutput) -> Judgement
}

extension JudgingRule {
  package static func claims(_ suiteCase: SuiteCase) -> Bool { false }
}

/// One output of a run, with what it is held against.
package struct JudgedOutput: Sendable {
  /// On one line, as sentences have it.
  package let name: String
  package let found: Value
  package let expected: Value
  /// What the graph took, one value an input; `nil` is an input's default.
  package let inputs: [Value?]

  package init(name: String, found: Value, expected: Value, inputs: [Value?] = []) {
    self.name = name.onOneLine
    self.found = found
    self.expected = expected
    self.inputs = inputs
  }
}

/// The rules that there are.
package enum JudgingRules {
  package static func rule(for suiteCase: SuiteCase) -> any JudgingRule.Type {
    all.first { $0.claims(suiteCase) } ?? OfficialRule.self
  }

  package static var summaries: [(name: String, summary: String)] {
    all.map { ($0.name, $0.summary) }
  }
}
