import Graphs
import Testing

@testable import Harness
@testable import Reports

@Suite("HTMLReport") struct HTMLReportTests {
  @Test("needs no network")
  func offline() {
    let page = HTMLReport(syntheticRun(count: 20)).text
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("))
  }

  @Test("holds every result, whatever its texts contain")
  func results() throws {
    let data = try PageData(syntheticRun(count: 20))
    #expect(!data.text.contains("<"))
    #expect(data.rows("results").count == 40 && data.rows("cases").count == 20)
    #expect(data.object("details")?.count == 40)
    #expect(
      data.strings.contains("output 'y' differs in 3 of 1000 elements; <b>&\"first\" is [3]"))
  }

  @Test("shows which runtimes gave the same bits, pair by pair")
  func bits() throws {
    var run = syntheticRun(count: 2)
    let records = run.records.filter { $0.runtime == run.records[0].runtime }
    func comparison(_ index: Int, _ a: String?, _ b: String?) -> BitsComparison {
      var (one, other) = (records[index], records[index])
      (one.bits, other.bits, other.runtime) = (a, b, "gpu")
      return BitsComparison(one, other)
    }
    run.bits = BitsReport(
      program: "wonnx-conform", host: "a <machine>", runAt: "2026-01-01 00:00:00 UTC", suite: "s",
      runtimes: [.init(name: "gpu", identity: "a GPU")],
      comparisons: [comparison(0, "1", "1"), comparison(1, "1", "2")])
    let shown = try #require(try PageData(run).object("bits"))
    let pair = try #require((shown["pairs"] as? [[Any]])?.first)
    #expect(pair[1] as? String == "gpu")
    #expect(pair[2] as? Int == 1 && pair[3] as? Int == 2)
    let apart = try #require(pair[9] as? [[String]])
    #expect(apart.map(\.first) == ["\(records[1].case)"])
    let text = MarkdownReport(run).text
    #expect(text.contains("1 of 2 cases are equal in every bit"))
  }

  @Test("shows which planted faults the judges notice, and nothing where nobody asked")
  func mutation() throws {
    var run = syntheticRun(count: 1)
    #expect(try PageData(run).object("mutation") == nil)
    func trial(_ name: String, _ isFault: Bool, by judges: Set<MutantJudgement.Judge>)
      -> MutantTrial
    {
      let mutant = Mutant(operation: "Conv", emulation: name, isFault: isFault, graph: Graph())
      return MutantTrial(mutant, judges.isEmpty ? .accepted : .rejected(by: judges, "<far> off"))
    }
    run.mutation = MutationReport(
      program: "wonnx-conform", host: "a machine", runAt: "2026-01-01 00:00:00 UTC", suite: "s",
      cases: [
        MutatedCase(
          CaseID(kind: "node", name: "test_conv"),
          trials: [
            trial("tf32-products", true, by: [.bound]),
            trial("zeros", true, by: [.official, .bound]),
            trial("relative-1e-4", true, by: []), trial("other-order", false, by: [.bound]),
          ])
      ])
    let shown = try #require(try PageData(run).object("mutation"))
    #expect(shown["score"] as? [Int] == [2, 3] && shown["legitimate"] as? Int == 1)
    let judges = try #require(shown["judges"] as? [[Any]])
    #expect(judges.map { $0[0] as? String } == ["official", "bound", "draws"])
    #expect(judges.map { $0[1] as? [Int] } == [[1, 3], [2, 3], [0, 3]])
    #expect(shown["missed"] as? [[String]] == [["Conv", "relative-1e-4", "node/test_conv"]])
    #expect((shown["alarms"] as? [[String]])?.first?.last == "<far> off")
  }

  @Test("shows how much of the standard cases run, and nothing where no suite says it")
  func caseCoverage() throws {
    var run = syntheticRun(count: 1)
    #expect(try PageData(run).object("caseCoverage") == nil)
    run.caseCoverage = CaseCoverage(rows: [
      CaseCoverage.Row(
        name: "Abs", cells: 5, missingCells: ["T=i8": "none <there>"], workedCells: ["T=f16"],
        unconfirmedCells: ["T=bf16", "T=u8"], revisions: 3, missingRevisions: [6], cases: 9,
        refused: 1)
    ])
    let shown = try #require(try PageData(run).object("caseCoverage"))
    #expect(shown["cells"] as? [Int] == [4, 5] && shown["revisions"] as? [Int] == [2, 3])
    // Four cells run; a formula has one of them, and nobody two.
    #expect(shown["confirmed"] as? Int == 1 && shown["worked"] as? Int == 1)
    #expect(shown["missing"] as? [[String]] == [["Abs", "T=i8", "none <there>"]])
    let nobody = try #require((shown["nobody"] as? [[Any]])?.first)
    #expect(nobody[0] as? String == "Abs" && nobody[1] as? [String] == ["T=bf16", "T=u8"])
  }

  @Test("shows the checks of concurrency with their commit, and nothing where there were none")
  func concurrency() throws {
    var run = syntheticRun(count: 1)
    #expect(try PageData(run).object("concurrency") == nil)
    run.concurrency = ConcurrencyReport(
      program: "wonnx-conform", host: "a machine", runAt: "2026-01-01 00:00:00 UTC",
      git: GitState(commit: "0123456789abcdef", isDirty: false, isNewerThanProgram: false),
      records: [
        CheckRecord(
          name: "audit", claim: "Nothing <escapes>.", outcome: .holds, summary: "600 files",
          details: ["a", "b"], seconds: 1.25),
        CheckRecord(
          name: "races", claim: "None.", outcome: .broken, summary: "1 race", details: [],
          seconds: 60),
      ])
    let shown = try #require(try PageData(run).object("concurrency"))
    #expect(shown["verdict"] as? String == "1 of 2 checks hold, 1 does not.")
    #expect((shown["git"] as? [Any])?.first as? String == "0123456789ab")
    let rows = try #require(shown["rows"] as? [[Any]])
    #expect(rows.count == 2 && rows[0][1] as? String == "Nothing <escapes>.")
    #expect(rows[1][2] as? String == "broken" && rows[0][4] as? Double == 1.3)
  }
}
