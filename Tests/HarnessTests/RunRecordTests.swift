import Foundation
import Testing

@testable import Harness

@Suite("A run's record") struct RunRecordTests {
  static let cases = ["a", "b", "c"].map { SuiteCase.test("node/\($0)") }
  static let identity = RunIdentity.test(runtimes: ["cpu", "vulkan"], cases: cases)

  static var results: [CaseRecord] {
    cases.flatMap { suiteCase in
      ["cpu", "vulkan"].map { CaseRecord(suiteCase, runtime: $0, .pass) }
    }
  }

  @Test("reads what it writes")
  func roundTrip() throws {
    var results = Self.results
    results[1] = CaseRecord(Self.cases[0], runtime: "vulkan", .fail(.replay), reason: "other bits")
    results[1].mark(.flake)
    results[1].attempts = [.init(status: .pass, reason: nil, seconds: 1, isAlone: true)]
    let judged = ToleranceRequest(relativeToLargest: 0.5).applied(to: Self.cases[1])
    results[2] = CaseRecord(judged, runtime: "cpu", .pass)
    #expect(results[2].rule == "tolerance" && results[2].tolerances != nil)
    var identity = Self.identity
    identity.tolerance = ToleranceRequest(relativeToLargest: 0.5)
    let record = RunRecord(
      identity: identity, results: results, end: RunEnd(seconds: 2, rerunCount: 1))
    let read = try RunRecord(parsing: record.text, path: "r")
    #expect(read.identity == record.identity && read.results == record.results)
    #expect(read.end == record.end && read.isComplete)
    #expect(PlannedCase(judged).missing("cpu", reason: "lost").tolerances == judged.tolerances)
  }

  @Test("whatever a killed writer left is a record: at every byte")
  func truncation() throws {
    let record = RunRecord(
      identity: Self.identity, results: Array(Self.results.prefix(3)),
      plans: Self.cases.map { PlannedCase($0) })
    let text = Array(try record.text.utf8)
    let first = try #require(text.firstIndex(of: UInt8(ascii: "\n")))
    for end in stride(from: first + 1, through: text.count, by: 7) {
      let part = String(decoding: text[..<end], as: UTF8.self)
      let read = try RunRecord(parsing: part, path: "r")
      #expect(read.end == nil && !read.isFinished)
      let planned = read.plans.count
      #expect(read.report().records.count == max(planned * 2, read.results.count))
      #expect(read.report().verdict.hasPrefix("Interrupted: "))
    }
    let whole = try RunRecord(parsing: String(decoding: text, as: UTF8.self), path: "r").report()
    #expect(whole.records.count == 6 && whole.records.count { $0.outcome == .notRun } == 3)
    #expect(whole.stop == .interrupted && whole.exitStatus == .interrupted)
  }

  @Test("of version 1 are read: results alone, without what came later")
  func versionOne() throws {
    let old = """
      {"atol":1e-07,"case":"node/test_abs","durations":{"compare":0.1,"load":0.2,"prepare":0.3,\
      "run":0.4},"expected":"pass","facets":{"domains":["ai.onnx"],"elementTypes":["float"],\
      "inputTypes":["tensor(float)"],"nodeCount":1,"operators":["Abs"],"opsets":{"ai.onnx":13},\
      "outputTypes":["tensor(float)"],"subject":"Abs"},"outcome":"as-expected","outputs":[],\
      "rtol":0.001,"rule":"official","runtime":"cpu","schema":1,"seconds":1.0,"status":"pass"}

      """
    let record = try RunRecord(parsing: old, path: "r")
    #expect(record.results.map(\.case.description) == ["node/test_abs"])
    #expect(record.results[0].marks.isEmpty && record.results[0].digest == nil)
    #expect(record.isFinished && record.identity.runtimes.map(\.name) == ["cpu"])
  }

  @Test("of a newer program are refused, with line and version")
  func newer() throws {
    let text =
      try RunRecord(identity: Self.identity, end: RunEnd()).text
      .split(separator: "\n").joined(separator: "\n") + "\n{\"schema\":99}\n"
    #expect(
      throws: RecordError.line(
        path: "r", number: 3, "'schema': the line has schema 99, this program reads up to 2")
    ) { try RunRecord(parsing: text, path: "r") }
  }

  @Test("that lacks results, though it was ended, is damaged")
  func damaged() throws {
    var record = RunRecord(identity: Self.identity, results: Self.results, end: RunEnd())
    record.results.removeLast(2)
    let text = try record.text
    #expect(throws: RecordError.damaged(path: "r", found: 2, of: 3)) {
      try RunRecord(parsing: text, path: "r")
    }
  }

  @Test("reads lines that end as Windows ends them")
  func carriageReturns() throws {
    let record = RunRecord(identity: Self.identity, results: Self.results, end: RunEnd())
    let text = try record.text.replacing("\n", with: "\r\n")
    #expect(try RunRecord(parsing: text, path: "r").results == record.results)
  }

  static let lies: [(String, @Sendable (inout RunRecord) -> Void)] = [
    ("'../../x' is no run's id", { $0.identity.id = "../../x" }),
    ("'.x' is no run's id", { $0.identity.id = ".x" }),
    (
      "'99999999999-01-01 00:00:00 UTC' is no time such as 2026-03-01 09:30:00 UTC",
      { $0.identity.runAt = "99999999999-01-01 00:00:00 UTC" }
    ),
    ("the run has numbers that no run has", { $0.identity.selectedCount = .max }),
    ("the run has numbers that no run has", { $0.identity.seconds = -1 }),
    ("the result of node/a has numbers that no run has", { $0.results[0].seconds = 1e300 }),
    ("the result of node/a has numbers that no run has", { $0.results[0].seconds = .nan }),
    (
      "the result of node/a has numbers that no run has",
      { $0.results[0].durations.replays = Replays([1e30]) }
    ),
    (
      "the result of node/a has numbers that no run has",
      { record in
        var output = Comparison(output: "y", dtype: "float", shape: [], elements: 1)
        output.compared = .max
        record.results[0].outputs = [output]
      }
    ),
    ("the end has numbers that no run has", { $0.end = RunEnd(seconds: .infinity) }),
  ]

  @Test("with what no run writes is refused, line and reason", arguments: lies.indices)
  func unsound(row: Int) throws {
    let (reason, lie) = Self.lies[row]
    var record = RunRecord(identity: Self.identity, results: Self.results, end: RunEnd())
    lie(&record)
    let text = try record.text
    let error = #expect(throws: RecordError.self) { try RunRecord(parsing: text, path: "r") }
    #expect(error?.description.hasSuffix(": \(reason).") == true)
  }

  @Test("holds nothing where there is nothing", arguments: ["", "\n", "half a line"])
  func empty(text: String) {
    #expect(throws: RecordError.empty(path: "r")) { try RunRecord(parsing: text, path: "r") }
  }

  @Test("grows by a line a result, and a later result of a case stands")
  func journal() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/journal.jsonl"
    let journal = try Journal(
      replacing: path, Self.identity, plans: Self.cases.map { PlannedCase($0) })
    journal.add(Self.results[0])
    journal.add(Self.results[1])
    var joined = Self.results[1]
    joined.mark(.flake)
    journal.add(joined)
    let read = try RunRecord(path: path)
    #expect(read.results.count == 2 && read.results[1].isFlake && read.plans.count == 3)
    #expect(
      read.report().records.map(\.outcome) == [
        .asExpected, .asExpected, .notRun, .notRun, .notRun, .notRun,
      ])
  }

  @Test("has the same text compressed and not")
  func compressed() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "line of a record\n", count: 100_000)
    try Gzip.write(text, to: "\(folder.path)/a/b.gz")
    #expect(Gzip.text("\(folder.path)/a/b.gz") == text)
    let size = try #require(Files.size("\(folder.path)/a/b.gz"))
    #expect(size < text.utf8.count / 100)
    truncate("\(folder.path)/a/b.gz", size / 2)
    #expect(Gzip.text("\(folder.path)/a/b.gz") == nil, "what ends in the middle is no text")
  }

  @Test("SHA-256 is that of the standard's example")
  func digest() throws {
    // FIPS 180-2, appendix B.1.
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(Digest.of("abc") == expected)
    let folder = try TemporaryFolder()
    let path = try folder.write("abc", "abc")
    #expect(Digest.ofFile(path) == expected && Digest.ofFile(folder.path + "/none") == nil)
    let other = try folder.write("def", "abc")
    #expect(Digest.ofFiles([path, other]) != Digest.ofFiles([other, path]))
  }
}

extension RunIdentity {
  /// A run of these cases, whole.
  static func test(
    _ id: String = "run", runtimes: [String] = ["cpu"], cases: [SuiteCase], suiteCount: Int? = nil
  ) -> RunIdentity {
    RunIdentity(
      id: id, program: Program(name: "wonnx-conform", build: "debug", digest: "program"),
      suite: "test", suiteCount: suiteCount ?? cases.count, selectedCount: cases.count,
      runtimes: runtimes.map { .init(name: $0, identity: "\($0)'s identity") }, host: "a machine",
      isolation: "worker processes", command: "wonnx-conform", runAt: "2026-01-01 00:00:00 UTC",
      digests: Digests(corpus: "corpus", selection: "selection"))
  }
}
