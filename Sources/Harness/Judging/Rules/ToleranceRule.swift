/// The verdict by a tolerance that the suite's `tolerances.toml` or the run's options say.
///
/// `|a - e| <= atol + rtol · |e|` as in ``OfficialRule``, or with `relative-to-largest`
/// `|a - e| <= max(atol, share · max |e|)`, in double, where `max |e|` is over the output's finite
/// numbers: whole networks have elements near zero whose own size says nothing of the error.
///
/// - Special values, shapes, types, strings and containers: as in ``OfficialRule``. An output
///   without elements passes with its shape and type; one of zeros is judged by `atol`.
/// - Random outputs keep ``StatisticalRule``.
package struct ToleranceRule: JudgingRule {
  package static let name = "tolerance"
  package static let summary = "by a tolerance that the suite or the run says"

  /// How a case is judged by these, after "judged".
  package static func summary(_ tolerances: CaseTolerances) -> String {
    "\(summary): \(tolerances)"
  }

  private let rule: OfficialRule

  package init(_ suiteCase: SuiteCase) {
    rule = OfficialRule(suiteCase.tolerances ?? suiteCase.official)
  }

  package static func claims(_ suiteCase: SuiteCase) -> Bool {
    suiteCase.tolerances != nil && !StatisticalRule.claims(suiteCase)
  }

  package func judge(_ output: JudgedOutput) -> Judgement { rule.judge(output) }
}
