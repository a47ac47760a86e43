import Testing

@testable import Harness

@Suite("Joining parts of a run") struct RunMergeTests {
  static let cases = (0..<40).map { SuiteCase.test("node/test_\($0)") }

  static func result(_ suiteCase: SuiteCase, _ runtime: String) -> CaseRecord {
    let fails = suiteCase.id.name.hasSuffix("7")
    return CaseRecord(
      suiteCase, runtime: runtime, fails ? .fail(.compare) : .pass, reason: fails ? "no" : nil)
  }

  /// A whole run in one piece.
  static let whole = RunRecord(
    identity: .test(runtimes: ["cpu", "vulkan"], cases: cases),
    results: cases.sorted { $0.id < $1.id }.flatMap { suiteCase in
      ["cpu", "vulkan"].map { result(suiteCase, $0) }
    }, end: RunEnd())

  static func part(_ index: Int, of count: Int) throws -> RunRecord {
    let shard = try #require(Shard(index: index, count: count))
    let parts = Partition(count: count).parts(of: cases)
    var identity = RunIdentity.test("part-\(index)", runtimes: ["cpu", "vulkan"], cases: cases)
    identity.runAt = "2026-01-01 00:00:0\(index % 10) UTC"
    identity.host = "machine \(index)"
    identity.seconds = Double(index)
    identity.parts = [
      RunIdentity.Part(
        shard: shard, durations: nil, id: identity.id, host: identity.host,
        runAt: identity.runAt, end: RunEnd(seconds: Double(index)))
    ]
    let results = cases.filter { parts[$0.id] == index }.flatMap { suiteCase in
      ["cpu", "vulkan"].map { result(suiteCase, $0) }
    }
    let elsewhere = cases.filter { parts[$0.id] != index }.map { suiteCase in
      PlannedCase(suiteCase, part: parts[suiteCase.id].flatMap { Shard(index: $0, count: count) })
    }
    return RunRecord(
      identity: identity, results: RunRecord.sorted(results, identity), plans: elsewhere,
      end: RunEnd(seconds: Double(index)))
  }

  @Test("gives the results of one run, byte for byte", arguments: [1, 2, 5, 64])
  func total(count: Int) throws {
    let parts = try (1...count).map { try Self.part($0, of: count) }
    let merged = try RunMerge(parts.shuffled())
    #expect(merged.lost.isEmpty && merged.record.isComplete)
    func results(_ record: RunRecord) throws -> [String] { try record.results.map(JSONLine.encode) }
    #expect(try results(merged.record) == results(Self.whole))
    #expect(merged.record.identity.seconds == Double(count * (count + 1) / 2))
  }

  @Test("does not depend on order, grouping or repetition", arguments: 0..<12)
  func algebra(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    var parts = try (1...5).map { try Self.part($0, of: 5) }
    // Some results come twice, and disagree.
    for _ in 0..<6 {
      var copy = parts[Int.random(in: 0..<5, using: &generator)]
      let index = Int.random(in: 0..<copy.results.count, using: &generator)
      copy.results[index].status = [.pass, .fail(.shape)].randomElement(using: &generator) ?? .pass
      copy.results[index].seconds = Double.random(in: 0...1, using: &generator)
      copy.results[index].reason = copy.results[index].status == .pass ? nil : "now and then"
      parts.append(copy)
    }
    let all = try RunMerge(parts).record.text
    #expect(try RunMerge(parts.shuffled(using: &generator)).record.text == all)
    let cut = Int.random(in: 1..<parts.count, using: &generator)
    let left = try RunMerge(Array(parts[..<cut])).record
    let right = try RunMerge(Array(parts[cut...])).record
    #expect(try RunMerge([right, left]).record.text == all, "associative")
    let once = try RunMerge(parts).record
    #expect(try RunMerge([once, once] + parts).record.text == all, "idempotent")
    let read = try RunRecord(parsing: all, path: "r")
    #expect(try RunMerge([read]).record.text == all, "the same from its file")
  }

  @Test("names a part that is lost, and its cases are missing until it comes")
  func lost() throws {
    let merged = try RunMerge([try Self.part(1, of: 3), try Self.part(3, of: 3)])
    #expect(merged.lost.map(\.description) == ["2/3"])
    let report = merged.record.report()
    let missing = report.records.filter { $0.outcome == .notRun }
    #expect(report.records.count == 80 && !missing.isEmpty)
    #expect(missing.allSatisfy { $0.reason == "part 2/3 of the run is lost" })
    #expect(report.exitStatus != .asExpected && report.verdict.hasPrefix("Incomplete: "))
    let found = try RunMerge([merged.record, try Self.part(2, of: 3)])
    #expect(found.lost.isEmpty && found.record.isComplete)
    #expect(
      try found.record.text
        == RunMerge(try (1...3).map { try Self.part($0, of: 3) }).record.text)
  }

  @Test("a part that was cut short leaves its cases missing, and the run interrupted")
  func cut() throws {
    var part = try Self.part(2, of: 2)
    part.results.removeLast(4)
    part.end = RunEnd(stop: .interrupted)
    part.identity.parts[0].end = part.end
    let shard = try #require(Shard("2/2"))
    part.plans += Self.cases.map { PlannedCase($0, part: shard) }.filter { plan in
      !part.plans.contains { $0.case == plan.case }
    }
    let merged = try RunMerge([try Self.part(1, of: 2), part])
    #expect(merged.lost.isEmpty && merged.cutShort == [shard])
    #expect(merged.record.end?.stop == .interrupted)
    #expect(merged.record.report().records.count { $0.outcome == .notRun } == 4)
  }

  @Test("a part that was cut short and then ran again lacks nothing")
  func rerun() throws {
    var cut = try Self.part(2, of: 2)
    cut.identity.id = "part-2-first"
    cut.identity.parts[0].id = "part-2-first"
    cut.identity.parts[0].end = nil
    cut.end = nil
    cut.results.removeLast(4)
    let merged = try RunMerge([cut, try Self.part(1, of: 2), try Self.part(2, of: 2)])
    #expect(merged.record.end?.stop == nil && merged.record.isComplete)
    #expect(merged.record.report().exitStatus == .unexpected, "by its failures alone")
  }

  @Test("equal results of a case agree; a pass and a failure are a flake")
  func twice() throws {
    var again = Self.whole
    again.identity.id = "again"
    let index = try #require(again.results.firstIndex { $0.status == .pass })
    again.results[index].status = .fail(.compare)
    again.results[index].reason = "once"
    let merged = try RunMerge([Self.whole, again]).record
    let flakes = merged.results.filter(\.isFlake)
    #expect(flakes.map(\.case) == [Self.whole.results[index].case])
    #expect(flakes[0].status == .pass && flakes[0].attempts.count == 2)
    #expect(flakes[0].reason == "failed in 1 of 2 attempts: fail:compare, once")
  }

  static let changes: [(String, @Sendable (inout RunIdentity) -> Void)] = [
    ("the digest of the suite's cases", { $0.digests.corpus = "another" }),
    ("the digest of the chosen cases", { $0.digests.selection = "another" }),
    ("the executable's digest", { $0.program.digest = "another" }),
    ("the list of runtimes", { $0.runtimes.removeLast() }),
    ("what the command says of tolerances", { $0.tolerance = ToleranceRequest(atol: 1) }),
    ("the digest of the expectations", { $0.digests.expectations = "another" }),
  ]

  @Test("parts of different runs are refused, with the difference", arguments: changes.indices)
  func refused(row: Int) throws {
    let (subject, change) = Self.changes[row]
    var other = try Self.part(2, of: 2)
    change(&other.identity)
    let error = #expect(throws: MergeError.self) {
      try RunMerge([try Self.part(1, of: 2), other])
    }
    guard case .differ(let found, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == subject)
  }

  @Test("two builds of one clean commit are one program; nothing is no run")
  func builds() throws {
    var parts = [try Self.part(1, of: 2), try Self.part(2, of: 2)]
    for index in parts.indices {
      parts[index].identity.program.digest = "build \(index)"
      parts[index].identity.git = GitState(
        commit: "abc", isDirty: false, isNewerThanProgram: false)
    }
    #expect(try RunMerge(parts).record.isComplete)
    #expect(throws: MergeError.nothing) { try RunMerge([]) }
  }
}
