import Foundation
import Testing

@testable import Harness
@testable import Reports

/// Pages for a browser to look at. `WONNX_PAGES=FOLDER swift test --filter PageSamples` writes them.
@Suite("PageSamples", .enabled(if: ProcessInfo.processInfo.environment["WONNX_PAGES"] != nil))
struct PageSamples {
  static let names = ["first", "quiet", "changed", "peers", "many", "large", "counted"]

  @Test("are written to the folder that WONNX_PAGES names", arguments: names)
  func write(name: String) throws {
    let folder = try #require(ProcessInfo.processInfo.environment["WONNX_PAGES"])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let report = try #require(Self.report(name))
    try HTMLReport(report).text.write(
      toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
  }

  static func report(_ name: String) -> RunReport? {
    switch name {
    case "first": first
    case "quiet": quiet
    case "changed": changed
    case "peers": SyntheticPeers().report()
    case "many": many
    case "large": large
    case "counted": counted
    default: nil
    }
  }

  /// The first run of its kind, interrupted, with every third case left.
  private static var first: RunReport {
    var report = SyntheticHistory(runCount: 1).report()
    report.context = RunContext()
    report.end = RunEnd(stop: .interrupted, seconds: 12)
    for index in report.records.indices where index % 12 < 4 {
      let record = report.records[index]
      let suiteCase = SuiteCase(
        id: record.case, folder: "", dataSetCount: 1, rtol: record.rtol, atol: record.atol,
        facets: record.facets, digest: record.digest)
      report.records[index] = PlannedCase(suiteCase).missing(
        record.runtime, reason: "the run was interrupted before this case")
    }
    return report
  }

  /// Thirty green runs.
  private static var quiet: RunReport {
    var report = SyntheticHistory(failureStride: 0).report()
    report.context.sinceBaseline = nil
    report.context.sinceLast?.entries = []
    return report
  }

  /// A bad night: regressions, slower cases, flakes, parts, an unclean checkout.
  private static var changed: RunReport {
    var report = SyntheticHistory(failureStride: 13).report()
    report.identity.git?.isDirty = true
    report.identity.git?.isNewerThanProgram = true
    report.end = RunEnd(rerunCount: 50, rerunsLeft: 12)
    report.context.notes = ["50 unexpected results ran again, alone; 12 more were left."]
    report.identity.parts = (1...3).compactMap { index in
      Shard("\(index)/3").map {
        RunIdentity.Part(
          shard: $0, durations: nil, id: "20261130T020000Z-\(index)", host: "board \(index)",
          runAt: "2026-11-30 02:00:00 UTC",
          end: RunEnd(stop: index == 3 ? .interrupted : nil, seconds: 30))
      }
    }
    report.context.sinceLast?.notes = [
      "The expectations are others.", "cpu itself changed: 1.0, then <i>1.1</i>.",
    ]
    let id = report.records[0].case
    var slower = RunDiff.Entry(
      .slower, .worse, id, runtime: "cpu", before: "pass", after: "pass",
      reason: "12 ms before, 31 ms after")
    slower.ratio = 2.58
    slower.deviations = 9.3
    let fixed = RunDiff.Entry(
      .fixed, .better, id, runtime: "vulkan", before: "fail:compare", after: "pass",
      reason: "was: output 'y' differs in 3 of 12 elements")
    let lost = report.records.prefix(90).map {
      RunDiff.Entry(
        .regression, .worse, $0.case, runtime: $0.runtime, before: "pass", after: "crash:SIGSEGV",
        reason: "the worker ended by SIGSEGV in <script>alert(1)</script>")
    }
    report.context.sinceLast?.entries =
      (lost + [slower, fixed] + [
        RunDiff.Entry(.new, .neutral, report.records[9].case, after: "pass, fail:compare")
      ])
    return report
  }

  /// More columns than a table shows.
  private static var many: RunReport {
    let runtimes = SyntheticPeers.names + ["ninth", "tenth", "eleventh"]
    return SyntheticHistory(runtimes: runtimes, runCount: 1).report()
  }

  private static var large: RunReport {
    SyntheticPeers(history: SyntheticHistory(caseCount: 2041, runtimes: SyntheticPeers.names))
      .report()
  }

  private static var counted: RunReport {
    SyntheticHistory(caseCount: 6000, runtimes: ["cpu", "vulkan"], runCount: 3, failureStride: 400)
      .report()
  }
}
