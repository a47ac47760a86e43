extension RunReport {
  /// The run in one sentence.
  package var verdict: String {
    guard !records.isEmpty else {
      return stop == nil ? "No case was to run." : "\(opening)no result came."
    }
    let ran = records.count { $0.outcome != .notRun }
    let notRun =
      ran == records.count ? "" : " \(records.count - ran) of \(records.count) did not run."
    guard ran > 0 else { return "\(opening)no result came.\(notRun)" }
    let asExpected = records.count { $0.outcome == .asExpected }
    let passes = records.count { $0.status == .pass }
    let parts: [(CaseRecord.Outcome, String, String)] = [
      (.regression, "unexpected failure", "unexpected failures"),
      (.changed, "changed failure", "changed failures"),
      (.improvement, "unexpected pass", "unexpected passes"),
    ]
    var surprises = parts.compactMap { outcome, one, many -> String? in
      let count = records.count { $0.outcome == outcome && !$0.isOutside }
      return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    let outside = records.count { $0.isOutside && $0.isUnexpected }
    if outside > 0 { surprises.append("\(outside) outside of their operators' bounds") }
    if surprises.isEmpty { surprises = [notRun.isEmpty ? "All as expected" : "no surprise so far"] }
    let flakes = records.count(where: \.isFlake)
    if flakes > 0 { surprises.append("\(flakes) \(flakes == 1 ? "flake" : "flakes")") }
    let superseded = records.count { $0.marks.contains(.superseded) }
    if superseded > 0 { surprises.append("\(superseded) superseded by a later release") }
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
