import Foundation
import Testing

@testable import Harness
@testable import Reports

@Suite("HTMLReport") struct HTMLReportTests {
  @Test("stays under 3 MB when all of 4,082 results fail at length")
  func size() {
    let page = HTMLReport(syntheticRun(count: 2041)).text
    #expect(page.utf8.count < 3_000_000)
  }

  @Test("needs no network")
  func offline() {
    let page = HTMLReport(syntheticRun(count: 20)).text
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("))
  }

  @Test("holds every result, whatever its texts contain")
  func data() throws {
    let page = HTMLReport(syntheticRun(count: 20)).text
    let open = try #require(page.range(of: #"id="data">"#))
    let close = try #require(page.range(of: "</script>", range: open.upperBound..<page.endIndex))
    let json = page[open.upperBound..<close.lowerBound]
    #expect(!json.contains("<"))
    let data = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((data["results"] as? [Any])?.count == 40)
    #expect((data["cases"] as? [Any])?.count == 20)
    #expect((data["details"] as? [String: Any])?.count == 40)
    let strings = try #require(data["strings"] as? [String])
    #expect(
      strings.contains("output 'y' differs in 3 of 1000 elements; <b>&\"first\" is [3]"))
  }

  @Test("shows the checks of concurrency, and says so where there were none")
  func concurrency() throws {
    func checks(_ report: RunReport) throws -> [String: Any]? {
      let page = HTMLReport(report).text
      let open = try #require(page.range(of: #"id="data">"#))
      let close = try #require(page.range(of: "</script>", range: open.upperBound..<page.endIndex))
      let json = Data(page[open.upperBound..<close.lowerBound].utf8)
      let data = try JSONSerialization.jsonObject(with: json) as? [String: Any]
      return data?["concurrency"] as? [String: Any]
    }
    var run = syntheticRun(count: 1)
    #expect(try checks(run) == nil)
    run.concurrency = ConcurrencyReport(
      program: "wonnx-conform", host: "a machine", runAt: "2026-01-01 00:00:00 UTC",
      records: [
        CheckRecord(
          name: "audit", claim: "Nothing <escapes>.", outcome: .holds, summary: "600 files",
          details: ["a", "b"], seconds: 1.25),
        CheckRecord(
          name: "races", claim: "None.", outcome: .broken, summary: "1 race", details: [],
          seconds: 60),
      ])
    let shown = try #require(try checks(run))
    #expect(shown["verdict"] as? String == "1 of 2 checks hold, 1 does not.")
    let rows = try #require(shown["rows"] as? [[Any]])
    #expect(rows.count == 2 && rows[0][1] as? String == "Nothing <escapes>.")
    #expect(rows[1][2] as? String == "broken" && rows[0][4] as? Double == 1.3)
  }

  @Test("gives the same bytes for the same run")
  func deterministic() {
    #expect(HTMLReport(syntheticRun(count: 50)).text == HTMLReport(syntheticRun(count: 50)).text)
  }
}
