package import Runtimes

/// What came of holding two runs against each other, step by step.
package struct DescentReport: Sendable, Hashable, Codable {
  /// What runs one of the sides.
  package struct Side: Sendable, Hashable, Codable {
    /// The model's file.
    package var model: String
    package var runtime: String
    package var identity: String

    package init(model: String, runtime: String, identity: String) {
      self.model = model
      self.runtime = runtime
      self.identity = identity
    }
  }

  /// Of the form, in JSON.
  package var schema = 1
  package var first: Side
  package var second: Side
  /// How the steps' values were had.
  package var method: Method
  /// In the second side's order of execution.
  package var steps: [DescentStep] = []
  /// The first step that makes a difference, by its place in `steps`.
  package var found: Int?
  /// What reproduces the values of the found step, best first.
  package var explanations: [Explanation] = []
  /// The node that makes the difference among those that a fused step stands for.
  package var foundSource: String?
  /// The model's outputs, end to end.
  package var outputs: [DescentOutput] = []
  /// What a reader has to know about how this was found.
  package var remarks: [String] = []

  package enum Method: String, Sendable, Codable {
    /// Both runs show their steps.
    case taps
    /// A runtime was asked for values by models that end there.
    case cuts
    /// Two models' values were matched.
    case models
  }

  package init(first: Side, second: Side, method: Method) {
    self.first = first
    self.second = second
    self.method = method
  }

  package var foundStep: DescentStep? { found.map { steps[$0] } }
  package var makers: [DescentStep] { steps.filter { $0.verdict == .makes } }
  package var differingCount: Int { steps.count { $0.difference != nil } }
}

/// An output of the model on both sides.
package struct DescentOutput: Sendable, Hashable, Codable {
  package var name: String
  /// `nil` where both are the same.
  package var difference: ValueDifference?

  package init(name: String, difference: ValueDifference?) {
    self.name = name
    self.difference = difference
  }
}

/// A step of the second side, and how its outputs differ from the first side's.
package struct DescentStep: Sendable, Hashable, Codable {
  package enum Verdict: String, Sendable, Codable, CaseIterable {
    /// The same numbers.
    case equal
    /// Others, as far as the operator's bound allows on equal inputs.
    case within
    /// Others, since the inputs are: on its own inputs each side is within the bound.
    case passesOn = "passes on"
    /// Others than the operator allows on the side's own inputs.
    case makes
    /// Random numbers.
    case random
    /// The reference has no verdict.
    case unjudged
    /// The first side has no such value.
    case unmatched
  }

  package var node: String
  package var operation: String
  /// The bodies around it, from the outside in.
  package var path: [Frame] = []
  /// The nodes of the model that it stands for, where it is none of them.
  package var sources: [String] = []
  /// The output that differs most; the first where none does.
  package var output: String
  package var type: String
  package var verdict: Verdict
  package var difference: ValueDifference?
  /// Shares of the bound that the sides take on their own inputs; above 1 is outside. `nil` where that
  /// was not asked.
  package var firstShare: Double?
  package var secondShare: Double?
  package var basis: StepJudge.Basis?
  /// Whether an input is not the same on both sides.
  package var inputsDiffer = false
  package var isFirstWrong = false
  package var isSecondWrong = false
  /// The relative difference over the largest one among the inputs; `nil` where they have none.
  package var growth: Double?
  /// A sentence on the verdict, where it needs one.
  package var reason: String?

  package struct Frame: Sendable, Hashable, Codable {
    package var node: String
    package var operation: String
    package var body: String
    package var iteration: Int

    package init(_ frame: BodyPath.Frame) {
      (node, operation, body) = (frame.node, frame.operation, frame.body)
      iteration = frame.iteration
    }
  }

  package init(
    node: String, operation: String, output: String, type: String, verdict: Verdict
  ) {
    self.node = node
    self.operation = operation
    self.output = output
    self.type = type
    self.verdict = verdict
  }
}
