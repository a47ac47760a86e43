import Testing

@testable import Harness
@testable import Reports

@Suite("CTRF") struct CTRFReportTests {
  private func document() throws -> CTRFDocument {
    try JSONLine.decode(
      CTRFDocument.self, try #require(try CTRFReport(mixedRun()).render()))
  }

  @Test("counts what its tests say")
  func counts() throws {
    let results = try document().results
    func count(_ status: CTRFTest.Status) -> Int { results.tests.count { $0.status == status } }
    let summary = results.summary
    #expect(summary.tests == 15 && summary.tests == results.tests.count)
    #expect(summary.passed == count(.passed) && summary.passed == 2)
    #expect(summary.failed == count(.failed) && summary.failed == 8)
    #expect(summary.skipped == count(.skipped) && summary.skipped == 4)
    #expect(summary.pending == count(.pending) && summary.pending == 1)
    #expect(summary.flaky == 1 && summary.suites == 3 && summary.other == 0)
  }

  /// 2026-03-01 is day 20513 since 1970: 56 years with 14 leap days, and 59 days.
  @Test("has times in milliseconds")
  func times() throws {
    let document = try document()
    let start = (20_513 * 24 * 3600 + 9 * 3600 + 30 * 60) * 1000
    #expect(document.results.summary.start == start)
    #expect(document.results.summary.stop == start + 12_500)
    #expect(document.timestamp == "2026-03-01T09:30:00Z")
    #expect(Moment("2026-03-01 09:30 UTC") == nil && Moment("") == nil)
    #expect(Moment("9223372036854775807-03-01 09:30:00 UTC") == nil)
    #expect(Moment("2026-13-01 09:30:00 UTC") == nil && Moment("2026-03-01 24:00:00 UTC") == nil)
    #expect(Moment("2000-02-29 00:00:00 UTC")?.milliseconds == 951_782_400_000)
  }

  @Test("gives the attempts of a flake")
  func attempts() throws {
    let test = try #require(try document().results.tests.first { $0.flaky })
    #expect(test.retries == 2 && test.status == .passed && test.rawStatus == "pass")
    #expect(test.retryAttempts?.map(\.status) == [.failed, .failed, .passed])
    #expect(test.retryAttempts?.map(\.attempt) == [1, 2, 3])
    #expect(test.extra.replay.contains("'^simple/test_f\\+\\.a$' --runtime cpu+opt"))
  }
}
