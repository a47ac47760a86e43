import Testing

@testable import Harness
@testable import Reports

@Suite("Markdown") struct MarkdownReportTests {
  @Test("opens on the verdict and gives the failures with what replays them")
  func small() {
    var run = sampleRun([
      sampleRecord("node/test_a.b", "cpu", .fail(.compare), "a|b `c` <d>\ne"),
      sampleRecord("node/test_ok", "cpu", .pass),
    ])
    run.context.notes = ["Nothing *else*."]
    let text = MarkdownReport(run).text
    #expect(text.contains("\n**1 unexpected failure; 1 of 2 results as expected, 1 pass.**\n"))
    #expect(text.contains("- Nothing \\*else\\*.\n"))
    #expect(text.contains("| cpu | cpu, a test's | 2 | 1 | 1 |"))
    #expect(
      text.contains(
        "- fail:compare `node/test_a.b` on cpu: a\\|b \\`c\\` &lt;d> e<br>"
          + "`wonnx-conform --filter '^node/test_a\\.b$' --runtime cpu`\n"))
  }

  @Test("says what changed, group by group")
  func changes() {
    var run = sampleRun([sampleRecord("node/test_a", "cpu", .pass)])
    let side = RunDiff.Side(id: "run1", runAt: "", commit: "abc")
    let ids = (0..<5).map { CaseID(kind: "node", name: "test_\($0)") }
    run.context.sinceLast = RunDiff(
      before: side, after: side,
      entries: ids.map { RunDiff.Entry(.regression, .worse, $0, runtime: "cpu") }
        + [RunDiff.Entry(.new, .neutral, ids[0])])
    let text = MarkdownReport(run).text
    #expect(text.contains("## Changed since run1 (abc)\n"))
    #expect(
      text.contains(
        "- **Regressions (5)**: `node/test_0` on cpu, `node/test_1` on cpu, "
          + "`node/test_2` on cpu, …\n"))
    #expect(text.contains("- **New cases (1)**: `node/test_0`\n"))
  }

  @Test("has at most 60 lines, whatever the run")
  func limit() {
    let runtimes = (0..<8).map { "runtime\($0)" }
    var run = sampleRun(
      (0..<1250).flatMap { number in
        runtimes.map {
          sampleRecord(
            "node/test_\(number)", $0, .fail(.compare), String(repeating: "long\n", count: 500))
        }
      })
    #expect(run.unexpected.count == 10_000)
    let side = RunDiff.Side(id: "run1", runAt: "", commit: "abc")
    let diff = RunDiff(
      before: side, after: side,
      entries: RunDiff.Group.allCases.flatMap { group in
        run.records.prefix(9).map { RunDiff.Entry(group, .worse, $0.case, runtime: $0.runtime) }
      })
    run.context.sinceLast = diff
    run.context.sinceBaseline = diff
    run.context.notes = (0..<20).map { "Note \($0)\nof many." }
    // Each runtime is alone in some cases, and the golden in others.
    run.agreements = run.records.prefix(80).enumerated().map { number, record in
      let parties = [Agreement.expected] + runtimes
      let lone = number % 9 == 8 ? Agreement.expected : runtimes[number % 9]
      return Agreement(
        case: record.case, parties: parties,
        apart: parties.filter { $0 != lone }.map { .init(a: lone, b: $0, reason: "differs") })
    }
    run.identity.runtimes += (8..<40).map { RunIdentity.Runtime(name: "r\($0)", identity: "more") }
    let text = MarkdownReport(run).text
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
    #expect(text.hasSuffix("\n") && text.utf8.count < 20_000)
    #expect(text.contains("## First 10 of 10000 unexpected"))
    #expect(text.contains("… and 32 more runtimes."))
    #expect(text.contains("<br>**runtime7 is alone (9)**: ") && text.contains("the minority (8)"))
  }
}
