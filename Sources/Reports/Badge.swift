import Harness

/// What a run's badge says: the suite, and how much of it the weakest runtime passes.
struct Badge: Equatable {
  let label: String
  let message: String
  let color: Color

  /// How the badge reads aloud.
  var title: String { "\(label): \(message)" }

  /// Six hexadecimal digits each, the text readable on the ground.
  enum Color: String, CaseIterable {
    /// All as expected.
    case green = "2a7a30"
    /// Nothing unexpected but passes and flakes.
    case yellow = "e3b341"
    case red = "b3261e"
    /// The run does not say how much passes.
    case grey = "5f6368"

    var text: String { self == .yellow ? "1f2328" : "ffffff" }
  }

  init(_ report: RunReport) {
    label = report.identity.suite
    let total = report.identity.suiteCount
    let columns = report.identity.runtimes.map { runtime in
      let records = report.records.filter { $0.runtime == runtime.name }
      return (
        passes: records.count { $0.status == .pass },
        isWhole: records.count { $0.outcome != .notRun } >= total
      )
    }
    let share = "\(columns.map(\.passes).min() ?? 0) of \(total)"
    let unexpected = report.unexpected
    if report.stop == .interrupted {
      (message, color) = ("\(share), interrupted", .grey)
    } else if report.stop != nil || columns.isEmpty || !columns.allSatisfy(\.isWhole) {
      (message, color) = ("\(share), incomplete", .grey)
    } else if unexpected.contains(where: { $0.outcome != .improvement }) {
      (message, color) = (share, .red)
    } else {
      let isSettled = unexpected.isEmpty && !report.records.contains(where: \.isFlake)
      (message, color) = (share, isSettled ? .green : .yellow)
    }
  }
}
