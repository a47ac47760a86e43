import Foundation
import Testing

@testable import Harness
@testable import Reports

@Suite("A page's data") struct PageDataTests {
  static let history = SyntheticHistory(caseCount: 60, runCount: 10, failureStride: 9)

  @Test("is the same bytes for the same run")
  func deterministic() {
    #expect(HTMLReport(Self.history.report()).text == HTMLReport(Self.history.report()).text)
  }

  @Test("has no markup, whatever reasons, names and notes contain")
  func escaping() throws {
    let mark = "</script><script>alert(1)</script>"
    var report = Self.history.report()
    report.context.notes = [mark]
    report.identity.host = mark
    report.identity.runtimes[0].device = mark
    report.records[0].reason = mark
    report.records[0].company = [CaseID(kind: "node", name: mark)]
    report.records[0].attempts = [
      .init(status: .pass, reason: mark, seconds: 1, isAlone: true)
    ]
    report.context.sinceLast?.notes = [mark]
    report.context.sinceLast?.entries = [
      RunDiff.Entry(.new, .neutral, CaseID(kind: mark, name: mark), after: mark, reason: mark)
    ]
    let page = HTMLReport(report).text
    let data = try PageData(page: page)
    #expect(!data.text.contains("<"))
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(data.members["notes"] as? [String] == [mark])
  }

  @Test("holds the comparison with the last run, group by group")
  func since() throws {
    var report = Self.history.report()
    let id = report.records[0].case
    var slower = RunDiff.Entry(.slower, .worse, id, runtime: "cpu", before: "pass", after: "pass")
    slower.ratio = 2.5
    slower.deviations = 9.5
    report.context.sinceLast?.entries =
      (0..<400).map { _ in RunDiff.Entry(.regression, .worse, id, runtime: "cpu") } + [slower]
    let since = try #require(try PageData(report).object("since"))
    let groups = try #require(since["groups"] as? [[Any]])
    #expect(groups.map { $0[1] as? String } == ["Regressions", "Slower"])
    #expect(groups.map { $0[2] as? Int } == [400, 1])
    #expect((groups[0][3] as? [Any])?.count == ReportData.entryLimit)
    let entry = try #require((groups[1][3] as? [[Any]])?.first)
    #expect(entry[6] as? Double == 2.5 && entry[7] as? Double == 9.5)
    #expect(since["verdict"] as? String == report.context.sinceLast?.verdict)
    #expect((since["before"] as? [String])?[2].count == 12)
  }

  @Test("says for how many runs what is worse than the baseline has not passed")
  func baseline() throws {
    let report = Self.history.report()
    let diff = try #require(report.context.sinceBaseline)
    let worse = diff.entries.filter { $0.direction == .worse }
    let baseline = try #require(try PageData(report).object("baseline"))
    let nights = try #require(baseline["nights"] as? [Int])
    #expect(!worse.isEmpty && nights.count == worse.count)
    for (entry, count) in zip(worse, nights) {
      let key = ResultKey(entry.case, try #require(entry.runtime))
      #expect(count == report.context.trail.nights(failing: key))
    }
  }

  @Test("has neither comparison nor history where nobody keeps one")
  func noHistory() throws {
    let data = try PageData(syntheticRun(count: 1))
    for name in ["since", "baseline", "history", "coverage", "bits", "concurrency"] {
      #expect(data.object(name) == nil)
    }
  }

  @Test("tells flakes of this run from earlier ones, and what a case fails after")
  func flakes() throws {
    let report = SyntheticHistory(caseCount: 120, failureStride: 13).report()
    let rows = try PageData(report).rows("flakes")
    let now = rows.prefix { $0[2] as? Int == 1 }
    #expect(now.count == report.records.count(where: \.isFlake) && now.count < rows.count)
    #expect(now.contains { ($0[4] as? [String])?.count == 2 })
    let counts = rows.dropFirst(now.count).compactMap { $0[3] as? Int }
    #expect(counts == counts.sorted(by: >) && counts.allSatisfy { $0 > 0 })
  }

  @Test("keeps results that did not run apart from regressions")
  func notRun() throws {
    var report = syntheticRun(count: 2) { _ in false }
    report.records[0].status = .missing
    report.records[0].outcome = .notRun
    let row = try PageData(report).rows("results")[0]
    #expect(row[6] as? Int == CaseRecord.Outcome.allCases.firstIndex(of: .notRun))
    #expect(try PageData(report).object("details")?.isEmpty == true)
  }

  @Test("names the program, the sources, the devices and the parts")
  func identity() throws {
    var report = Self.history.report()
    report.identity.git?.isDirty = true
    report.identity.parts = [
      .init(
        shard: try #require(Shard("1/2")), durations: nil, id: "p", host: "board", runAt: "now",
        end: RunEnd(stop: .interrupted, seconds: 2))
    ]
    let identity = try #require(try PageData(report).object("identity"))
    let git = try #require(identity["git"] as? [Any])
    #expect((git[0] as? String)?.count == 12 && git[1] as? Int == 1 && git[2] as? Int == 0)
    let vulkan = try #require((identity["runtimes"] as? [[Any]])?[2])
    #expect(vulkan[3] as? String == "llvmpipe Mesa 22.3.6")
    let part = try #require((identity["parts"] as? [[Any]])?.first)
    #expect(part[3] as? String == "board" && part[6] as? String == "interrupted")
    #expect((identity["program"] as? [String])?[1...2] == ["release", "Swift 6.2.1"])
  }

  @Test("finds the largest errors, the slowest results and what is judged loosely")
  func standard() throws {
    var report = syntheticRun(count: 3) { _ in false }
    for (index, (ulp, budget)) in [(5, 0.5), (9, nil), (2, 0.75)].enumerated() {
      var output = Comparison(output: "y", dtype: "float16", shape: [1], elements: 1)
      output.maxULP = ulp
      output.budget = budget
      report.records[index].outputs = [output]
      report.records[index].facets.subject = "Add"
      report.records[index].seconds = Double(index)
    }
    report.records[2].rtol = 0.1
    report.records[4].rule = StatisticalRule.name
    let data = try PageData(report)
    let row = try #require(data.rows("errors").first { $0[0] as? String == "Add" })
    #expect(row[1] as? Int == 9 && row[4] as? Double == 0.75)
    #expect(row[2] as? String == report.records[1].case.description)
    #expect(row[5] as? String == report.records[2].case.description)
    #expect(data.rows("slowest").map { $0[2] as? Int } == [2000, 1000])
    let loose = try #require(data.object("loose"))
    #expect(loose["statistical"] as? [String] == [report.records[4].case.description])
    #expect((loose["tolerances"] as? [[Any]])?.first?[0] as? Double == 0.1)
    #expect(loose["outputs"] as? Int == 3 && loose["unboundedCount"] as? Int == 1)
    #expect((loose["types"] as? [[Any]])?.first?[1] as? Int == 3)
  }
}
