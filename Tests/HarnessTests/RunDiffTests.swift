import Foundation
import Testing

@testable import Harness

@Suite("What changed between two runs") struct RunDiffTests {
  static let names = [
    "steady", "regresses", "is_fixed", "starts_to_crash", "stops_crashing", "changes_crash",
    "loses_support", "changes_reason", "same_failure", "changes_golden", "flakes", "leaves_device",
    "gone",
  ]

  /// One night; each case's status, and a way to spoil its record.
  static func night(
    _ id: String, _ statuses: [String: Status], names: [String] = names,
    change: (inout CaseRecord) -> Void = { _ in }
  ) -> RunRecord {
    let cases = names.map { name in
      var suiteCase = SuiteCase.test("node/\(name)")
      suiteCase.digest = "files of \(name)"
      return suiteCase
    }
    let results = cases.map { suiteCase in
      let status = statuses[suiteCase.id.name] ?? .pass
      var record = CaseRecord(
        suiteCase, runtime: "cpu", status, reason: status == .pass ? nil : "it fails at 3")
      record.placement = Placement(
        device: 1,
        kinds: [PlacementKind(operation: "Relu", opset: 14, dtype: "float", place: "device")])
      change(&record)
      return record
    }
    var identity = RunIdentity.test(id, cases: cases)
    identity.digests.corpus = names.joined()
    return RunRecord(identity: identity, results: results, end: RunEnd())
  }

  static let before = night(
    "before",
    [
      "is_fixed": .fail(.compare), "starts_to_crash": .fail(.compare),
      "stops_crashing": .crash("SIGSEGV"), "changes_crash": .timeout,
      "changes_reason": .fail(.compare), "same_failure": .fail(.compare),
    ])

  static let after = night(
    "after",
    [
      "regresses": .fail(.compare), "starts_to_crash": .crash("SIGSEGV"),
      "stops_crashing": .fail(.compare), "changes_crash": .crash("SIGILL"),
      "loses_support": .unsupported, "changes_reason": .fail(.compare),
      "same_failure": .fail(.compare), "changes_golden": .fail(.compare),
    ], names: names.dropLast() + ["new"]
  ) { record in
    switch record.case.name {
    case "changes_reason":
      record.reason = "it fails otherwise"
      record.signature = record.reason
    case "same_failure": record.reason = "it fails at 4"
    case "changes_golden": record.digest = "other files"
    case "flakes": record.mark(.flake)
    case "leaves_device":
      record.placement = Placement(
        kinds: [
          PlacementKind(operation: "Relu", opset: 14, dtype: "float", place: "host: no kernel")
        ])
    default: break
    }
  }

  @Test("each change is in its group, in the order that people want, with its direction")
  func groups() {
    let diff = RunDiff(from: Self.before, to: Self.after)
    let found = diff.entries.map { "\($0.group) \($0.direction) \($0.case.name)" }
    #expect(
      found == [
        "regression worse regresses", "unsupported worse loses_support",
        "host worse leaves_device", "crash neutral changes_crash", "crash worse starts_to_crash",
        "crash better stops_crashing", "failure neutral changes_reason", "flake worse flakes",
        "fixed better is_fixed", "new neutral new", "gone neutral gone",
        "corpus neutral changes_golden",
      ])
    #expect(diff.comparedCount == 12)
    #expect(diff.notes == ["The suite's cases are others: see new, gone and changed cases."])
    #expect(diff.entries[2].reason == "Relu-14 float: host: no kernel")
    #expect(
      diff.verdict
        == "1 regression, 1 newly unsupported, 1 newly on the host, 3 changed crashes or hangs, "
        + "1 changed failure, 1 flake, 1 fixed, 1 new case, 1 gone case, 1 changed case; 12 results "
        + "compared.")
  }

  /// Rows: what one night changed, and what the shell is told of it.
  static let exits: [(change: String, status: Harness.ExitStatus)] = [
    ("nothing", .asExpected), ("regresses", .unexpected), ("is_fixed", .unexpectedPasses),
    ("starts_to_crash", .unexpected), ("loses_support", .unexpected),
    ("changes_golden", .asExpected), ("flakes", .asExpected),
  ]

  @Test("the shell hears of what got worse, and of what only got better", arguments: exits)
  func exitStatus(change: String, status: Harness.ExitStatus) {
    let failing: [String: Status] = [
      "is_fixed": .fail(.compare), "starts_to_crash": .fail(.compare),
    ]
    var statuses = failing
    switch change {
    case "regresses": statuses[change] = .fail(.compare)
    case "is_fixed": statuses[change] = nil
    case "starts_to_crash": statuses[change] = .crash("SIGSEGV")
    case "loses_support": statuses[change] = .unsupported
    default: break
    }
    let later = Self.night("later", statuses) { record in
      if record.case.name == change && change == "changes_golden" { record.digest = "other" }
      if record.case.name == change && change == "flakes" { record.mark(.flake) }
    }
    let diff = RunDiff(from: Self.night("before", failing), to: later)
    #expect(diff.exitStatus() == status)
    if change == "flakes" { #expect(diff.exitStatus(counting: [.flake]) == .unexpected) }
    if change == "regresses" { #expect(diff.exitStatus(counting: [.crash]) == .asExpected) }
  }

  @Test("what somebody names counts, unless it is better")
  func named() {
    let diff = RunDiff(from: Self.before, to: Self.after)
    for group in RunDiff.Group.allCases {
      let counts =
        !RunDiff.Group.better.contains(group) && diff.entries.contains { $0.group == group }
      #expect((diff.exitStatus(counting: [group]) == .unexpected) == counts, "\(group)")
    }
  }

  @Test("a changed peer, another machine and another choice of cases are said")
  func notes() {
    var other = Self.before
    other.identity.host = "another"
    other.identity.runtimes[0].identity = "a newer one"
    other.identity.digests.selection = "fewer"
    other.identity.suiteCount = 99
    other.results.removeLast()
    let diff = RunDiff(from: Self.before, to: other)
    #expect(diff.entries.isEmpty, "a case that was not chosen is not gone")
    #expect(diff.notes.contains("The machine was a machine, and is another."))
    #expect(
      diff.notes.contains("cpu itself changed: cpu's identity, then a newer one."))
    #expect(diff.notes.contains("Other cases were chosen: 13, then 13."))
  }

  @Test("a peer's new version, files and connection are a sentence each")
  func peers() {
    func night(_ change: (inout RuntimeProfile) -> Void) -> RunRecord {
      var record = Self.before
      var profile = RuntimeProfile(
        connection: "exec:./ort", digest: String(repeating: "a", count: 64),
        runtime: "onnxruntime", version: "1.31.0")
      change(&profile)
      record.identity.runtimes[0].identity = profile.title
      record.identity.runtimes[0].profile = profile
      return record
    }
    func notes(_ change: (inout RuntimeProfile) -> Void) -> [String] {
      RunDiff(from: night { _ in }, to: night(change)).notes
    }
    #expect(notes { _ in }.isEmpty)
    #expect(
      notes { $0.version = "1.32.0" } == ["cpu: the peer changed: onnxruntime 1.31.0 → 1.32.0."])
    #expect(
      notes { $0.digest = String(repeating: "b", count: 64) }
        == [
          "cpu: the files that its connection names changed: digest aaaaaaaaaaaa → bbbbbbbbbbbb."
        ])
    #expect(
      notes { $0.connection = "exec:./ort --fast" }
        == ["cpu: it is reached in another way: 'exec:./ort' → 'exec:./ort --fast'."])
    #expect(
      notes { ($0.runtime, $0.version) = ("tract", "0.23.9") }
        == ["cpu: the peer changed: onnxruntime 1.31.0 → tract 0.23.9."])
    #expect(
      RunDiff(from: Self.before, to: night { _ in }).notes
        == ["cpu was cpu's identity, and is onnxruntime 1.31.0."])
  }

  @Test("is a table in Markdown whose cells stay cells")
  func markdown() {
    var after = Self.after
    after.results[1].reason = "a|b\n<c> `d`"
    let text = RunDiff(from: Self.before, to: after).markdown
    #expect(text.contains("| `node/regresses` | cpu | pass → fail:compare | a\\|b &lt;c> 'd' |"))
    #expect(text.hasPrefix("**1 regression"))
  }

  @Test("is the same after a way through JSON")
  func json() throws {
    let diff = RunDiff(from: Self.before, to: Self.after)
    #expect(try JSONLine.decode(RunDiff.self, JSONLine.encode(diff)) == diff)
  }
}

@Suite("Slower and faster") struct SpeedComparisonTests {
  /// 100 cases of 10 ms, each up to 3 % off in one direction or the other.
  private func run(_ id: String, slow: [Int: Double] = [:], machine: Double = 1) -> RunRecord {
    let cases = (0..<100).map { SuiteCase.test("node/test_\($0)") }
    let results = cases.enumerated().map { index, suiteCase in
      var record = CaseRecord(suiteCase, runtime: "cpu", .pass)
      let noise = 1 + 0.03 * sin(Double(index * (id.count + 1)))
      let seconds = 0.010 * noise * machine * (slow[index] ?? 1)
      record.durations.replays = Replays([seconds * 1.01, seconds, seconds * 1.02])
      return record
    }
    return RunRecord(identity: .test(id, cases: cases), results: results, end: RunEnd())
  }

  private func entries(_ a: RunRecord, _ b: RunRecord) -> [RunDiff.Entry] {
    RunDiff(from: a, to: b).entries
  }

  @Test("a case that takes twice as long is slower, and says how sure that is")
  func slower() throws {
    let found = entries(run("a"), run("bb", slow: [40: 2]))
    #expect(found.map(\.group) == [.slower] && found.map(\.case.name) == ["test_40"])
    let entry = try #require(found.first)
    // Twice, give or take the two runs' 3 %.
    #expect((1.88...2.13).contains(entry.ratio ?? 0) && (entry.deviations ?? 0) > 6)
    #expect(entries(run("bb", slow: [40: 2]), run("a")).map(\.group) == [.faster])
  }

  @Test("noise is none, nor a machine that is slower as a whole")
  func steady() {
    #expect(entries(run("a"), run("bb")).isEmpty)
    #expect(entries(run("a"), run("bb", machine: 1.5)).isEmpty)
  }

  @Test("one repetition that met a busy moment does not count, nor another machine")
  func busy() {
    var busy = run("a")
    busy.results[7].durations.replays.seconds[0] = 0.5
    #expect(entries(run("a"), busy).isEmpty)
    var elsewhere = run("a", slow: [3: 4])
    elsewhere.identity.host = "another"
    #expect(entries(run("a"), elsewhere).isEmpty)
  }
}
