@testable import Harness

extension SyntheticHistory {
  /// What a history would hold, without making every record of it.
  func trail(endingIn last: RunRecord) -> Trail {
    let line = HistoryLine(last)
    var failures = Array(
      repeating: Array(repeating: (failed: 0, flaky: 0), count: runtimes.count), count: runCount)
    var steps: [ResultKey: [Trail.Step?]] = [:]
    let places = Dictionary(uniqueKeysWithValues: (0..<caseCount).map { (suiteCase($0).id, $0) })
    for record in last.results {
      let place = runtimes.firstIndex(of: record.runtime) ?? 0
      let result = (places[record.case] ?? 0) * runtimes.count + place
      let newest = Trail.Step(record)
      let failure =
        failureStride > 0 && result % failureStride == 1
        ? failureStatus(result).description : ""
      steps[ResultKey(record)] = (0..<runCount).map { run in
        var step = newest
        step.milliseconds = (seconds(result, run) * 10_000).rounded() / 10
        switch fate(result, run) {
        case .pass: (step.status, step.isFlake) = ("pass", false)
        case .flake:
          (step.status, step.isFlake) = ("pass", true)
          failures[run][place].flaky += 1
        case .failure:
          (step.status, step.isFlake, step.budget) = (failure, false, nil)
          failures[run][place].failed += 1
        }
        return step
      }
    }
    let runs = (0..<runCount).map { run -> HistoryLine in
      var night = line
      let identity = identity(run)
      (night.id, night.runAt, night.git) = (identity.id, identity.runAt, identity.git)
      for place in runtimes.indices {
        let (failed, flaky) = failures[run][place]
        night.runtimes[place].counts = ["pass": caseCount - failed, "fail": failed]
        night.runtimes[place].unexpectedCount = failed
        night.runtimes[place].flakeCount = flaky
      }
      return night
    }
    return Trail(runs: runs, steps: steps)
  }
}
