import Testing

@testable import Harness
@testable import Reports

/// Five cases on three runtimes:
///
/// | case | the suite, a, b, c |
/// |---|---|
/// | same | all agree, a and b bit by bit |
/// | lone | c is apart from all |
/// | golden | a, b and c are apart from the suite's value |
/// | chain | a agrees with c alone, which agrees with the others too: groups alone do not tell |
/// | absent | only a has a value |
@Suite("Agreement in reports") struct AgreementDataTests {
  static var run: RunReport {
    func record(_ name: String, _ runtime: String, _ bits: String?) -> CaseRecord {
      var record = sampleRecord("node/\(name)", runtime, bits == nil ? .unsupported : .pass)
      record.bits = bits
      return record
    }
    let bits: [(String, [String?])] = [
      ("absent", ["1", nil, nil]), ("chain", ["1", "2", "3"]), ("golden", ["1", "1", "1"]),
      ("lone", ["1", "1", "2"]), ("same", ["1", "1", "3"]),
    ]
    var run = sampleRun(
      bits.flatMap { name, bits in
        zip(["a", "b", "c"], bits).map { record(name, $0, $1) }
      })
    func agreement(_ name: String, _ apart: [(String, String)]) -> Agreement {
      Agreement(
        case: CaseID(kind: "node", name: name), parties: ["expected", "a", "b", "c"],
        apart: apart.map { .init(a: $0, b: $1, reason: "\($0) is not \($1) at [0]") })
    }
    run.agreements = [
      agreement("chain", [("expected", "a"), ("a", "b")]),
      agreement("golden", [("expected", "a"), ("expected", "b"), ("expected", "c")]),
      agreement("lone", [("expected", "c"), ("a", "c"), ("b", "c")]),
    ]
    return run
  }

  @Test("counts each two parties' values, those that agree and those with the same bits")
  func pairs() throws {
    let counts = AgreementCounts(Self.run)
    #expect(counts.values == [5, 5, 4, 4] && counts.caseCount == 5)
    let found = Dictionary(
      uniqueKeysWithValues: counts.pairs.map { ([$0.a, $0.b], [$0.both, $0.agreeing, $0.same]) })
    #expect(
      found == [
        [0, 1]: [5, 3, 0], [0, 2]: [4, 3, 0], [0, 3]: [4, 2, 0],
        [1, 2]: [4, 3, 3], [1, 3]: [4, 3, 1], [2, 3]: [4, 3, 1],
      ])
  }

  @Test("has no say in random outputs, and none where the record tells nothing")
  func unknown() throws {
    var run = Self.run
    for index in run.records.indices { run.records[index].rule = StatisticalRule.name }
    #expect(AgreementCounts(run).caseCount == 0)
    #expect(try PageData(syntheticRun(count: 2)).object("agreement") == nil)
  }

  @Test("lists a golden in the minority first, then a runtime alone, each with groups and reasons")
  func order() throws {
    let agreement = try #require(try PageData(Self.run).object("agreement"))
    let rows = try #require(agreement["rows"] as? [[Any]])
    #expect(rows.map { $0[0] as? String } == ["node/golden", "node/lone", "node/chain"])
    #expect(rows.map { $0[4] as? Int } == [1, 0, 0])
    #expect(rows.map { $0[5] as? [Int] } == [[], [3], []])
    #expect(rows[0][2] as? [[Int]] == [[1, 2, 3], [0]])
    #expect(rows[1][2] as? [[Int]] == [[0, 1, 2], [3]])
    #expect(rows[2][2] as? [[Int]] == [[0, 2, 3], [1]])
    let pair = try #require((rows[1][3] as? [[Any]])?.first)
    #expect(pair[0] as? Int == 0 && pair[1] as? Int == 3)
    #expect(pair[2] as? String == "expected is not c at [0]")
    #expect(agreement["count"] as? Int == 3 && agreement["minority"] as? Int == 1)
    #expect(agreement["alone"] as? [Int] == [0, 0, 0, 1])
  }

  @Test("says which runtimes gave the same bits, case by case")
  func bits() throws {
    let data = try PageData(Self.run)
    let patterns = data.rows("cases").map { row in (row[13] as? Int).map { data.strings[$0] } }
    #expect(patterns == ["a..", "abc", "aaa", "aab", "aab"])
  }

  @Test("is a few lines of the summary")
  func markdown() {
    let text = MarkdownReport(Self.run).text
    #expect(
      text.contains(
        """
        ## Agreement

        Values differ in 3 of 5 cases.<br>**The golden is in the minority (1)**: `node/golden`\
        <br>**c is alone (1)**: `node/lone`

        """))
    #expect(
      text.contains("Cases with the same bits: a and b: 3 of 4; a and c: 1 of 4; b and c: 1 of 4."))
    let other = MarkdownReport(syntheticRun(count: 2)).text
    #expect(!other.contains("Agreement") && !other.contains("same bits"))
  }

  @Test("gives way to the page's size, and is counted all the same")
  func thrift() throws {
    let report = SyntheticPeers(
      history: SyntheticHistory(caseCount: 60, runtimes: SyntheticPeers.names, runCount: 1),
      loneStride: 3, minorityStride: 4
    ).report()
    let texts = Thrift.steps.map { ReportData(report, $0).text }
    #expect(texts.map(\.utf8.count) == texts.map(\.utf8.count).sorted(by: >))
    let thrift = Thrift(agreementLimit: 20, pairLimit: 1)
    let agreement = try #require(
      try PageData(json: ReportData(report, thrift).text).object("agreement"))
    let rows = try #require(agreement["rows"] as? [[Any]])
    #expect(rows.count == 20 && agreement["count"] as? Int == report.agreements.count)
    #expect(report.agreements.count > 20)
    let pairs = try #require(rows[0][3] as? [[Any]])
    #expect(pairs.count > 2 && pairs[0][2] is String && !(pairs[1][2] is String))
  }
}
