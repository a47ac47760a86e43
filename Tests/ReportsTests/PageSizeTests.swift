import Testing

@testable import Harness
@testable import Reports

@Suite("A page's size") struct PageSizeTests {
  @Test("is under 4 MB when all of 4,082 results fail at length")
  func failures() {
    #expect(HTMLReport(syntheticRun(count: 2041)).text.utf8.count < 4_000_000)
  }

  @Test("is under 4 MB for 2,041 cases on 8 runtimes with 30 runs of history")
  func history() throws {
    let report = SyntheticPeers(
      history: SyntheticHistory(caseCount: 2041, runtimes: SyntheticPeers.names)
    ).report()
    let page = HTMLReport(report).text
    print("2,041 cases × 8 runtimes × 30 runs: \(page.utf8.count) bytes")
    #expect(page.utf8.count < 4_000_000)
    let data = try PageData(page: page)
    #expect(data.rows("results").count == 2041 * 8)
    let history = try #require(data.object("history"))
    #expect((history["runs"] as? [Any])?.count == 30)
    #expect((history["time"] as? [Any])?.count == 2041 * 8)
    // A history that never changed has no text of its own.
    #expect(try #require(history["status"] as? [String: String]).count < 500)
    #expect(data.members["elementLimit"] as? Int == 8)
  }

  @Test("is kept by leaving histories, then details, then reasons' ends")
  func thrift() throws {
    var report = SyntheticHistory(caseCount: 20, runCount: 2, failureStride: 7).report()
    let long = String(repeating: "x", count: 500)
    for index in report.records.indices where report.records[index].status != .pass {
      report.records[index].reason = long
    }
    let texts = Thrift.steps.map { ReportData(report, $0).text }
    #expect(texts.map(\.utf8.count) == texts.map(\.utf8.count).sorted(by: >))
    #expect(texts[4].contains(#""time":["#) && !texts[5].contains(#""time":["#))
    #expect(texts[5].contains(#""details":{""#) && texts[6].contains(#""details":{}"#))
    #expect(texts[5].contains(long) && !texts[6].contains(long))
  }

  @Test("of suites beyond 5,000 cases is that of the results that did not pass")
  func counted() throws {
    let report = SyntheticHistory(
      caseCount: 5001, runtimes: ["cpu"], runCount: 1, failureStride: 500
    ).report()
    let data = try PageData(report)
    let shown = data.rows("results").count
    let counted = data.rows("folded").reduce(0) { $0 + ($1[4] as? Int ?? 0) }
    #expect(shown == report.records.count { $0.status != .pass || $0.isFlake })
    #expect(shown > 0 && shown + counted == 5001)
    let kinds = data.rows("kinds").reduce(0) { $0 + ($1[1] as? Int ?? 0) }
    #expect(kinds == 5001)
    #expect(HTMLReport(report).text.utf8.count < 300_000)
  }
}
