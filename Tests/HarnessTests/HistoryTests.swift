import Foundation
import Testing

@testable import Harness

@Suite("The history of runs") struct HistoryTests {
  static let cases = ["a", "b"].map { SuiteCase.test("node/\($0)") }

  static func run(
    _ id: String, statuses: [Status] = [.pass, .pass], commit: String? = nil,
    end: RunEnd? = RunEnd(),
    suiteCount: Int = 2
  ) -> RunRecord {
    var identity = RunIdentity.test(id, cases: cases, suiteCount: suiteCount)
    identity.git = commit.map { GitState(commit: $0, isDirty: false, isNewerThanProgram: false) }
    let results = zip(cases, statuses).map { suiteCase, status in
      CaseRecord(suiteCase, runtime: "cpu", status, reason: status == .pass ? nil : "it fails")
    }
    return RunRecord(identity: identity, results: results, end: end)
  }

  @Test("keeps a line a run, with counts, digests and commit, and the newest records")
  func lines() throws {
    let folder = try TemporaryFolder()
    let history = History("\(folder.path)/history")
    #expect(history.lines().runs.isEmpty)
    for number in 1...4 {
      let commit = String(repeating: "\(number)", count: 40)
      try history.add(Self.run("run-\(number)", commit: commit), keeping: 2)
    }
    let lines = history.lines().runs
    #expect(lines.map(\.id) == ["run-1", "run-2", "run-3", "run-4"])
    #expect(lines[0].runtimes[0].counts == ["pass": 2] && lines[0].digests.corpus == "corpus")
    #expect(lines.map { history.hasRecord($0.id) } == [false, false, true, true])
    #expect(try history.record("run-4").results.count == 2)
  }

  @Test("never thins the newest record, even where none are to be kept")
  func newest() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    for number in 1...3 { try history.add(Self.run("run-\(number)"), keeping: 0) }
    #expect(["run-1", "run-2", "run-3"].map(history.hasRecord) == [false, false, true])
  }

  @Test("a run that went on counts once, and its record is not thinned by itself")
  func resumed() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(
      Self.run("night", statuses: [.pass], end: RunEnd(stop: .interrupted)), keeping: 1)
    try history.add(Self.run("night"), keeping: 1)
    try history.add(Self.run("night"), keeping: 1)
    #expect(history.lines().runs.map(\.id) == ["night"] && history.hasRecord("night"))
    #expect(history.lines().runs[0].isComplete)
  }

  @Test("a line with an id that is no file's name is passed over, and no file goes for it")
  func hostile() throws {
    let folder = try TemporaryFolder()
    let history = History("\(folder.path)/history")
    try history.add(Self.run("run-1"), keeping: 1)
    let victim = try folder.write("victim.jsonl.gz", "mine")
    let line = try #require(Files.text(history.linesPath))
    try Files.write(
      line.replacing("run-1", with: "../../victim") + line, to: history.linesPath)
    try history.add(Self.run("run-2"), keeping: 1)
    #expect(history.lines().damaged == [1] && Files.text(victim) == "mine")
  }

  @Test("names with tabs and line breaks keep the trail whole")
  func oddNames() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    let odd = SuiteCase.test("node/a\tb\nc\\d")
    func run(_ id: String) -> RunRecord {
      RunRecord(
        identity: .test(id, cases: [odd]), results: [CaseRecord(odd, runtime: "cpu", .pass)],
        end: RunEnd())
    }
    try history.add(run("run-1"), keeping: 9)
    let trail = Trail(history, endingIn: run("run-2"))
    #expect(trail.steps[ResultKey(odd.id, "cpu")]?.map { $0?.status } == ["pass", "pass"])
  }

  @Test("recovers from a line that a killed writer left torn")
  func torn() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(Self.run("run-1"), keeping: 9)
    let whole = try #require(Files.text(history.linesPath))
    try Files.write(whole + whole.prefix(whole.count / 2), to: history.linesPath)
    #expect(history.lines().runs.map(\.id) == ["run-1"] && history.lines().damaged == [2])
    try history.add(Self.run("run-2"), keeping: 9)
    #expect(history.lines().runs.map(\.id) == ["run-1", "run-2"])
    #expect(Files.text(history.linesPath)?.hasPrefix(whole) == true, "it only grows")
  }

  @Test("takes many writers at once, none of whom mixes with another")
  func concurrency() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<24 {
        group.addTask { try? History(path).add(Self.run("run-\(number)"), keeping: 100) }
      }
    }
    let (runs, damaged) = History(path).lines()
    #expect(Set(runs.map(\.id)).count == 24 && damaged.isEmpty)
  }

  @Test("a run that was cut short has a line, but takes no night's place")
  func partial() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(Self.run("whole"), keeping: 9)
    try history.add(Self.run("cut", statuses: [.pass], end: RunEnd(stop: .interrupted)), keeping: 9)
    try history.add(Self.run("killed", statuses: [.pass], end: nil), keeping: 9)
    #expect(history.lines().runs.map(\.isComplete) == [true, false, false])
    #expect(!history.hasRecord("cut"))
    #expect(try RunLocator(history).id(of: "latest") == "whole")
    #expect(throws: LocatorError.notKept("cut", isComplete: false)) {
      try RunLocator(history).id(of: "cut")
    }
  }

  @Test("a look at a few cases does not become the latest night")
  func selection() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(Self.run("few", suiteCount: 99), keeping: 9)
    #expect(try RunLocator(history).id(of: "latest") == "few", "unless there is nothing else")
    try history.add(Self.run("night"), keeping: 9)
    try history.add(Self.run("few-2", suiteCount: 99), keeping: 9)
    #expect(try RunLocator(history).id(of: "latest") == "night")
  }

  @Test("finds runs by place, id, beginning of an id, and commit: its last run")
  func locating() throws {
    let folder = try TemporaryFolder()
    let history = History("\(folder.path)/history")
    let commits = ["abcdef1234", "abcdef1234", "0123456789"]
    for (number, commit) in commits.enumerated() {
      try history.add(Self.run("2026-\(number)", commit: commit), keeping: 9)
    }
    let locator = RunLocator(history)
    let found = try ["latest", "latest~1", "latest~", "latest~2", "2026-1", "abcdef1", "ABCDEF1"]
      .map(locator.id)
    #expect(found == ["2026-2", "2026-1", "2026-1", "2026-0", "2026-1", "2026-1", "2026-1"])
    #expect(throws: LocatorError.ambiguous("2026", ["2026-0", "2026-1", "2026-2"])) {
      try locator.id(of: "2026")
    }
    #expect(throws: LocatorError.tooFarBack("latest~3", count: 3, folder: history.folder)) {
      try locator.id(of: "latest~3")
    }
    #expect(throws: LocatorError.self) { try locator.find("nothing like it") }
    let file = try folder.write("r.jsonl", Self.run("file").text)
    #expect(try locator.find(file).identity.id == "file")
    #expect(throws: LocatorError.noRecord(folder: folder.path)) { try locator.find(folder.path) }
  }

  @Test("an accepted run is what later ones are held against")
  func accepting() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(Self.run("good"), keeping: 9)
    try history.add(Self.run("bad", statuses: [.pass, .fail(.compare)]), keeping: 9)
    let next = HistoryLine(Self.run("next"))
    #expect(history.last(before: next)?.id == "bad")
    #expect(history.last(before: next, accepted: true)?.id == "good")
    try history.accept("bad")
    try history.accept("bad")
    #expect(history.last(before: next, accepted: true)?.id == "bad")
  }

  @Test("a trail says for how many nights a result has failed, and how often it was a flake")
  func trail() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    let nights: [[Status]] = [
      [.pass, .pass], [.fail(.compare), .pass], [.pass, .pass], [.fail(.shape), .pass],
    ]
    for (number, statuses) in nights.enumerated() {
      var run = Self.run("run-\(number)", statuses: statuses)
      if number == 2 { run.results[1].mark(.flake) }
      try history.add(run, keeping: 9)
    }
    let trail = Trail(history, endingIn: Self.run("tonight", statuses: [.fail(.shape), .pass]))
    let key = ResultKey(Self.cases[0].id, "cpu")
    #expect(trail.runs.count == 5 && trail.nights(failing: key) == 2)
    #expect(
      trail.steps[key]?.map { $0?.status } == [
        "pass", "fail:compare", "pass", "fail:shape", "fail:shape",
      ])
    #expect(trail.flakes(of: ResultKey(Self.cases[1].id, "cpu")) == 1)
  }
}
