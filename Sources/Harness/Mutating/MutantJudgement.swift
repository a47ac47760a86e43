internal import Graphs
internal import Runtimes
package import Tensors

/// The verdicts of a run on one data set's outputs.
package struct MutantJudgement: Sendable {
  package enum Judge: String, Sendable, Codable, CaseIterable {
    /// The suite's rule, or what the suite says instead of it.
    case official
    /// The operator's own error bound.
    case bound
    /// What random outputs are drawn from.
    case draws
  }
  /// The reasons of the judges that object.
  package let objections: [Judge: String]

  package init(_ objections: [Judge: String]) { self.objections = objections }
}

/// Holds the outputs of a case's mutants against what the case expects, as a run does.
package struct MutantJudges: Sendable {
  /// - Parameters:
  ///   - set: the number of the data set.
  ///   - flushes: whether subnormal numbers may be zero.
  package typealias Body =
    @Sendable (
      _ outputs: [Value], _ set: Int, _ flushes: Bool
    ) -> MutantJudgement

  package let judge: Body

  package init(_ judge: @escaping Body) { self.judge = judge }

  init(_ suiteCase: SuiteCase, _ graph: Graph, _ model: ModelInterface, _ feeds: [Feeds]) {
    let rule = JudgingRules.rule(for: suiteCase).init(suiteCase)
    let estimates = feeds.map { set in
      rule is StatisticalRule ? nil : try? EstimateRun(graph).outputs(set.inputs)
    }
    self.init { outputs, set, flushes in
      let expected = feeds[set].expected
      guard outputs.count == expected.count else {
        let reason = "the run gave \(outputs.count) outputs, expected \(expected.count)"
        return MutantJudgement([.official: reason])
      }
      var objections: [MutantJudgement.Judge: String] = [:]
      for (index, found) in outputs.enumerated() {
        let name = model.outputName(index)
        let judgement = rule.judge(
          JudgedOutput(
            name: name, found: found, expected: expected[index], inputs: feeds[set].inputs))
        if let mismatch = judgement.mismatch, objections[.official] == nil {
          objections[.official] = mismatch.reason
        }
        guard objections[.bound] == nil, let estimates = estimates[set], index < estimates.count,
          let estimate = estimates[index]
        else { continue }
        objections[.bound] = Self.objection(
          BoundRule(flushesSubnormals: flushes).judge(found, against: estimate, named: name))
      }
      return MutantJudgement(objections)
    }
  }

  private static func objection(_ verdicts: [(String, BoundRule.Verdict)]) -> String? {
    verdicts.first { $0.1.outside > 0 }.map { name, verdict in
      "output '\(name)' is outside of its operator's bound in \(verdict.outside) of "
        + "\(verdict.bounded) elements, up to \(verdict.share ?? .infinity) of it"
    }
  }
}
