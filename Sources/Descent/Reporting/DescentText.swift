internal import Tensors

/// A descent as a person reads it.
package struct DescentText: Sendable {
  private let report: DescentReport

  package init(_ report: DescentReport) { self.report = report }

  /// What was found: `Conv 'stem' is the first step that makes a difference: …`, a line a fact.
  package var finding: [String] {
    guard let step = report.foundStep else { return clean }
    var lines = [
      "\(DescentText.label(step)) is the first step that makes a difference\(maker(step))."
    ]
    if !step.sources.isEmpty {
      lines.append(
        "It stands for \(step.sources.joined(separator: ", "))."
          + (report.foundSource.map { " Unfused, \($0) is wrong already." } ?? ""))
    }
    if let reason = step.reason { lines.append("Reason: \(reason).") }
    lines += difference(step)
    lines += explanations
    lines += alike
    let others = report.makers.dropFirst()
    if !others.isEmpty {
      lines.append(
        "\(others.count) more \(others.count == 1 ? "step makes" : "steps make") a difference of "
          + "\(others.count == 1 ? "its" : "their") own: "
          + others.prefix(3).map(DescentText.label).joined(separator: ", ")
          + (others.count > 3 ? " …" : "") + ".")
    }
    let passed = report.steps.count { $0.verdict == .passesOn }
    if passed > 0 {
      lines.append(
        passed == 1
          ? "1 step only passes a difference on: on its own inputs it is right."
          : "\(passed) steps only pass a difference on: on their own inputs they are right.")
    }
    return lines
  }

  private var clean: [String] {
    let unjudged = report.steps.filter { $0.verdict == .unjudged }
    let count = report.steps.count == 1 ? "1 step has" : "\(report.steps.count) steps have"
    guard report.method != .cuts else { return [asked] }
    var lines = [
      report.differingCount == 0
        ? "No node differs: \(count) the same numbers on both sides."
        : "No node differs by more than its bound: \(report.differingCount) of \(report.steps.count) "
          + "steps differ, as far as rounding may."
    ]
    lines += alike
    if let first = unjudged.first {
      lines.append(
        "\(unjudged.count) differing steps have no verdict, the first of them "
          + "\(DescentText.label(first))\(first.reason.map { ": \($0)" } ?? "").")
    }
    return lines
  }

  /// What can be said where a runtime was asked for some values alone.
  private var asked: String {
    let most = report.steps.compactMap { $0.difference?.relative }.max() ?? 0
    return report.steps.isEmpty
      ? "No output differs."
      : "No node that was judged differs by more than its bound; the difference reaches "
        + "\(Printed.number(most)) of the largest number on the way."
  }

  /// Steps that both sides get wrong in one way, which makes no difference.
  private var alike: [String] {
    let steps = report.steps.filter { $0.verdict == .passesOn && $0.isSecondWrong }
    guard let first = steps.first else { return [] }
    return [
      "Outside of their operators' bounds on both sides alike: \(DescentText.label(first))"
        + (steps.count > 1 ? " and \(steps.count - 1) more." : ".")
    ]
  }

  private func maker(_ step: DescentStep) -> String {
    let allowed =
      step.basis == .thousandth
      ? "a thousandth of its output's largest number, for its operator states no bound"
      : "its operator's bound"
    var parts: [String] = []
    if step.isSecondWrong {
      parts.append(part(side(report.second, isSecond: true), step.secondShare))
    }
    if step.isFirstWrong {
      parts.append(part(side(report.first, isSecond: false), step.firstShare))
    }
    let sentences = parts.enumerated().map { $0 == 0 ? "\($1) \(allowed)" : "\($1) it" }
    return ": " + sentences.joined(separator: ", and ")
  }

  private func part(_ side: String, _ share: Double?) -> String {
    guard let share, share.isFinite else { return "\(side) on its own inputs, is outside of" }
    return "\(side) on its own inputs, takes \(Printed.share(share)) of"
  }

  /// The runtime's name, or the model's where one runtime runs both.
  private func side(_ side: DescentReport.Side, isSecond: Bool) -> String {
    guard report.first.model == report.second.model else { return "\(side.model)," }
    guard report.first.runtime == report.second.runtime else { return "\(side.runtime)," }
    return "the \(isSecond ? "second" : "first") \(side.runtime),"
  }

  private func difference(_ step: DescentStep) -> [String] {
    guard let difference = step.difference else { return [] }
    if let kind = difference.kind {
      return ["Output '\(step.output.onOneLine)' is not of one type: \(kind)."]
    }
    let place = difference.worst.map { " at \($0)" } ?? ""
    let values = "\(difference.first ?? "?") and \(difference.second ?? "?")"
    return [
      "Output '\(step.output.onOneLine)' (\(step.type)) differs in \(difference.differing) of "
        + "\(difference.elements) elements; the furthest\(place): \(values)"
        + (difference.ulps.map { ", \($0) ULP apart" } ?? "") + "."
    ]
  }

  private var explanations: [String] {
    report.explanations.enumerated().map { index, explanation in
      let own = Printed.number(explanation.ownEqualShare * 100)
      let evidence =
        explanation.isExact
        ? "gives all of its bits (the operator itself: \(own) % of the elements)"
        : "gives \(Printed.number(explanation.equalShare * 100)) % of its elements and leaves "
          + "\(explanation.remaining.map(Printed.number) ?? "?") of the largest (the operator itself: "
          + "\(own) % and \(explanation.ownRemaining.map(Printed.number) ?? "?"))"
      let lead = index == 0 ? "Explained by" : "So does"
      return "\(lead) \(explanation.emulation): \(evidence). \(explanation.summary)"
    }
  }

  /// A row a step: node, operator, worst element, ULP, share of the bound, growth, verdict.
  package static let header = [
    "step", "operator", "worst element", "relative", "ULP", "of its bound", "growth", "verdict",
  ]

  package static func row(_ step: DescentStep) -> [String] {
    let difference = step.difference
    let worst = difference.flatMap { difference in
      difference.worst.map {
        "\($0): \(difference.first ?? "?") / \(difference.second ?? "?")"
      }
    }
    let shares = [step.firstShare, step.secondShare].compactMap { $0 }
    return [
      place(step), step.operation, worst ?? difference?.kind.map { _ in "other kind" } ?? "",
      difference?.relative.map(Printed.number) ?? "", difference?.ulps.map { "\($0)" } ?? "",
      shares.max().map(Printed.share) ?? "", step.growth.map { "\(Printed.number($0)) ×" } ?? "",
      step.verdict.rawValue,
    ]
  }

  private static func place(_ step: DescentStep) -> String {
    (step.path.map { "\($0.node)[\($0.iteration)]" } + [step.node]).joined(separator: " › ")
      .onOneLine
  }

  /// `Conv 'stem'`, with the bodies around it.
  package static func label(_ step: DescentStep) -> String {
    "\(step.operation) '\(step.node.onOneLine)'"
      + step.path.reversed().map { " in \($0.text)" }.joined()
  }

  package var outputs: [String] {
    report.outputs.map { output in
      let name = output.name.onOneLine
      guard let difference = output.difference else {
        return "Output '\(name)' is the same."
      }
      return "Output '\(name)' differs in \(difference.differing) of \(difference.elements) "
        + "elements"
        + (difference.relative.map { ", by \(Printed.number($0)) of its largest at most" } ?? "")
        + "."
    }
  }
}

extension DescentStep.Frame {
  /// `iteration 3 of Loop 'decode'`, `body 'then' of If 'last'`.
  package var text: String {
    let repeats = ["Loop", "Scan", "SequenceMap"].contains(operation)
    return (repeats ? "iteration \(iteration)" : "body '\(body.onOneLine)'")
      + " of \(operation) '\(node.onOneLine)'"
  }
}
