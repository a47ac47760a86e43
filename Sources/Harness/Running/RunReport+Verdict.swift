extension RunReport {
  /// The run in one sentence.
  package var verdict: String {
    guard !records.isEmpty else { return "No case was to run." }
    let ran = records.count { $0.outcome != .notRun }
    let asExpected = records.count { $0.outcome == .asExpected }
    let passes = records.count { $0.status == .pass }
    let parts: [(CaseRecord.Outcome, String, String)] = [
      (.regression, "regression", "regressions"), (.changed, "changed failure", "changed failures"),
      (.improvement, "unexpected pass", "unexpected passes"),
    ]
    var surprises = parts.compactMap { outcome, one, many -> String? in
      let count = records.count { $0.outcome == outcome }
      return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    let flakes = records.count(where: \.isFlake)
    if surprises.isEmpty { surprises = ["All as expected"] }
    if flakes > 0 { surprises.append("\(flakes) \(flakes == 1 ? "flake" : "flakes")") }
    let notRun =
      ran == records.count ? "" : " \(records.count - ran) of \(records.count) did not run."
    return "\(opening)\(surprises.joined(separator: ", ")); \(asExpected) of \(ran) results as "
      + "expected, \(passes) pass.\(notRun)"
  }

  private var opening: String {
    switch stop {
    case .interrupted: "Interrupted: "
    case .failFast: "Stopped at the first unexpected result: "
    case .infrastructure: "The run could not be finished: "
    case nil: records.contains { $0.outcome == .notRun } ? "Incomplete: " : ""
    }
  }
}
