import Testing

@testable import Harness

/// Six nights in a row, each with one change planted.
@Suite("Nights in a row") struct NightTests {
  private static let failing: [String: Status] = [
    "is_fixed": .fail(.compare), "starts_to_crash": .fail(.compare),
  ]

  /// What is planted in a night, beside what the nights before left.
  private struct Night {
    let name: String
    let expected: [String]
    let status: Harness.ExitStatus
    let plant: @Sendable (inout [String: Status]) -> Void
    var change: @Sendable (inout CaseRecord) -> Void = { _ in }
  }

  private static let nights: [Night] = [
    Night(name: "regression", expected: ["regression regresses"], status: .unexpected) {
      $0["regresses"] = .fail(.compare)
    },
    Night(name: "fix", expected: ["fixed is_fixed"], status: .unexpectedPasses) {
      $0["is_fixed"] = nil
    },
    Night(name: "crash", expected: ["crash starts_to_crash"], status: .unexpected) {
      $0["starts_to_crash"] = .crash("SIGSEGV")
    },
    Night(name: "unsupported", expected: ["unsupported loses_support"], status: .unexpected) {
      $0["loses_support"] = .unsupported
    },
    Night(
      name: "golden", expected: ["corpus changes_golden"], status: .asExpected,
      plant: { $0["changes_golden"] = .fail(.compare) },
      change: { if $0.case.name == "changes_golden" { $0.digest = "another golden" } }),
    Night(
      name: "flake", expected: ["flake flakes"], status: .asExpected, plant: { _ in },
      change: { record in
        if record.case.name == "changes_golden" { record.digest = "another golden" }
        if record.case.name == "flakes" { record.mark(.flake) }
      }),
  ]

  @Test("each change lands in its group, and in what the shell is told")
  func planted() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    var statuses = Self.failing
    try history.add(RunDiffTests.night("first", statuses), keeping: 30)
    try history.accept("first")
    var last: NightContext?
    for night in Self.nights {
      night.plant(&statuses)
      let run = RunDiffTests.night(night.name, statuses, change: night.change)
      var context = RunContext()
      last = NightContext(history, run)
      last?.complete(&context)
      let diff = try #require(context.sinceLast)
      #expect(diff.entries.map { "\($0.group) \($0.case.name)" } == night.expected, "\(night.name)")
      #expect(diff.exitStatus() == night.status, "\(night.name)")
      try history.add(run, keeping: 30)
    }
    #expect(last?.notes.isEmpty == true)
  }

  @Test("what is worse than the last accepted run stays listed, with its nights")
  func baseline() throws {
    let folder = try TemporaryFolder()
    let history = History(folder.path)
    try history.add(RunDiffTests.night("good", [:]), keeping: 30)
    let bad: [String: Status] = ["regresses": .fail(.compare)]
    for name in ["bad-1", "bad-2"] {
      try history.add(RunDiffTests.night(name, bad), keeping: 30)
    }
    var context = RunContext()
    NightContext(history, RunDiffTests.night("tonight", bad)).complete(&context)
    #expect(context.sinceLast?.entries.isEmpty == true)
    #expect(context.sinceBaseline?.before.id == "good")
    #expect(context.sinceBaseline?.entries.map(\.group) == [.regression])
    let key = ResultKey(CaseID(kind: "node", name: "regresses"), "cpu")
    #expect(context.trail.nights(failing: key) == 3)
    var named = RunContext()
    NightContext(history, RunDiffTests.night("tonight", bad), baseline: "bad-1").complete(&named)
    #expect(
      named.sinceBaseline?.before.id == "bad-1" && named.sinceBaseline?.entries.isEmpty == true)
    let lost = NightContext(history, RunDiffTests.night("tonight", bad), baseline: "nobody")
    #expect(lost.notes.count == 1)
  }
}
