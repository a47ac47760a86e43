package import Harness
import Runtimes
package import TensorFiles
import Tensors

/// Holds outputs against others, by the rule of ONNX's suite.
package struct OutputJudge: Sendable {
  private let rule: OfficialRule

  package init(rtol: Double, atol: Double) { rule = OfficialRule(rtol: rtol, atol: atol) }

  /// Whether all outputs of a step are within the tolerance of another runtime's.
  func isWithin(_ found: [Value], _ expected: [Value], of plan: DecodingPlan) -> Bool {
    zip(found, expected).allSatisfy {
      rule.judge($0, expected: $1, output: plan.model.outputs[0].name).mismatch == nil
    }
  }

  /// What came of one output.
  package struct Line: Sendable {
    package let name: String
    package let judgement: Judgement
    package var isEqual: Bool { judgement.mismatch == nil }
  }

  /// - Returns: a line an output that both have.
  package func lines(_ found: [NamedValue], against expected: [NamedValue]) -> [Line] {
    found.compactMap { output in
      guard let other = expected.first(where: { $0.name == output.name }) else { return nil }
      return Line(
        name: output.name.onOneLine,
        judgement: rule.judge(output.value, expected: other.value, output: output.name.onOneLine))
    }
  }
}

extension OutputJudge.Line {
  /// `Y  equal`, `Y  within: 2e-07 at most, 3 ULP`, or what differs, with the worst element.
  package var text: String {
    let comparisons = judgement.comparisons
    let largest = comparisons.map(\.maxAbs).max() ?? 0
    let ulps = comparisons.compactMap(\.maxULP).max()
    let size = "\(Float(largest)) at most" + (ulps.map { ", \($0) ULP" } ?? "")
    guard let mismatch = judgement.mismatch else {
      return "\(name)  \(largest == 0 ? "equal" : "within the tolerance: \(size)")"
    }
    let worst = comparisons.compactMap { comparison in
      comparison.worst.first.map { (comparison.output, $0) }
    }.max { ($0.1.abs ?? .infinity) < ($1.1.abs ?? .infinity) }
    guard let (output, worst) = worst else { return "\(name)  differs: \(mismatch.reason)" }
    return "\(name)  differs: \(mismatch.reason); the worst is \(output)\(worst.index): "
      + "\(worst.found), expected \(worst.expected)"
      + (worst.abs.map { " (off by \(Float($0))" + (worst.ulp.map { ", \($0) ULP" } ?? "") + ")" }
        ?? "")
  }
}
