import Testing

@testable import Harness

/// Workers here are shell scripts: they answer with records that the test prepared, or misbehave.
@Suite("WorkerRun") struct WorkerRunTests {
  static let cases = [
    "test_a", "test_crash", "test_b", "test_hang", "test_c", "test_garbage", "test_exit", "test_d",
  ].map { SuiteCase.test("node/\($0)") }

  /// Answers a request with `answers/<name>`; some names have their own ways.
  static let script = """
    echo "${GREETING:-ready}"
    while read -r line; do
      name=${line##*\\"case\\":}; name=${line#*node/}; name=${name%%\\"*}
      case "$name" in
        test_crash) echo "Fatal error: index out of the buffer" >&2; kill -SEGV $$ ;;
        test_hang) sleep 60 ;;
        test_garbage) echo "hello" ;;
        test_exit) exit 3 ;;
        *) cat "$ANSWERS/$name" ;;
      esac
    done
    """

  private func plan(_ cases: [SuiteCase] = cases, width: Int, failFast: Bool = false) -> RunPlan {
    RunPlan(
      cases: cases, jobs: [RuntimeJob(name: "sh", identity: "a shell", width: width)],
      limits: Limits(timeout: .milliseconds(700), memory: 1 << 30),
      stopsAtFirstUnexpected: failFast)
  }

  private func records(
    _ plan: RunPlan, environment: [String: String] = [:]
  ) async throws -> (records: [CaseRecord], stop: RecordSink.StopCause?) {
    let folder = try TemporaryFolder()
    for suiteCase in plan.cases {
      let record = CaseRecord(suiteCase, runtime: "sh", .pass)
      try folder.write("answers/\(suiteCase.id.name)", JSONLine.encode(record) + "\n")
    }
    let command = WorkerCommand(
      executable: "/bin/sh", arguments: ["-c", Self.script],
      environment: environment.merging(["ANSWERS": "\(folder.path)/answers"]) { $1 })
    let sink = RecordSink(plan)
    await WorkerRun(plan, commands: [command]).run(into: sink)
    return (sink.complete(plan), sink.stopCause)
  }

  @Test("blames the case in flight and goes on with the rest", arguments: [1, 3])
  func isolation(width: Int) async throws {
    let (records, stop) = try await records(plan(width: width))
    let statuses = Dictionary(
      uniqueKeysWithValues: records.map { ($0.case.name, $0.status.description) })
    #expect(stop == nil)
    #expect(
      statuses == [
        "test_a": "pass", "test_b": "pass", "test_c": "pass", "test_d": "pass",
        "test_crash": "crash:SIGSEGV", "test_hang": "timeout", "test_garbage": "crash:protocol",
        "test_exit": "crash:exit 3",
      ])
    let crash = try #require(records.first { $0.case.name == "test_crash" })
    #expect(
      crash.reason
        == "the worker ended by SIGSEGV in this case: Fatal error: index out of the buffer")
    #expect(records.allSatisfy { $0.status == .pass || $0.reason?.isEmpty == false })
  }

  @Test("stops with a reason when a worker can't start, and every case is missing")
  func noStart() async throws {
    let (records, stop) = try await records(plan(width: 2), environment: ["GREETING": "hello"])
    #expect(records.count == Self.cases.count)
    #expect(records.allSatisfy { $0.status == .missing && $0.reason != nil })
    guard case .infrastructure = stop else {
      Issue.record("the run did not stop: \(String(describing: stop))")
      return
    }
  }

  @Test("ends a worker that holds too much memory")
  func memory() async throws {
    var plan = plan([.test("node/test_hang")], width: 1)
    plan.limits = Limits(timeout: .seconds(20), memory: 1000)
    let (records, _) = try await records(plan)
    #expect(records.map(\.status) == [.error(.memory)])
  }

  @Test("leaves out the rest after the first unexpected result when asked")
  func failFast() async throws {
    let (records, stop) = try await records(plan(width: 1, failFast: true))
    #expect(stop == .failFast)
    #expect(
      records.map(\.status.family) == ["pass", "crash"] + Array(repeating: "skipped", count: 6))
  }

  @Test("ends at an interruption; what has no result is missing")
  func interruption() async throws {
    let plan = plan([.test("node/test_hang"), .test("node/test_a")], width: 1)
    let sink = RecordSink(plan)
    sink.stop(.interrupted)
    let command = WorkerCommand(executable: "/bin/sh", arguments: ["-c", Self.script])
    await WorkerRun(plan, commands: [command]).run(into: sink)
    #expect(sink.complete(plan).map(\.status) == [.missing, .missing])
  }

  @Test("reports what the shell is told")
  func exitStatus() {
    func status(_ outcomes: [CaseRecord.Outcome], _ stop: RunStop? = nil)
      -> Harness.ExitStatus
    {
      let records = outcomes.map { outcome in
        var record = CaseRecord(.test("node/test_a"), runtime: "cpu", .pass)
        record.outcome = outcome
        return record
      }
      let identity = RunIdentity(
        program: RunIdentity.Program(name: ""), suite: "", stamp: nil, suiteCount: 1,
        selectedCount: 1, runtimes: [],
        host: "", isolation: "", command: "", runAt: "", seconds: 0)
      return RunReport(identity: identity, records: records, end: RunEnd(stop: stop)).exitStatus
    }
    #expect(status([.asExpected]) == .asExpected)
    #expect(status([.asExpected, .regression]) == .unexpected)
    #expect(status([.improvement]) == .unexpectedPasses)
    #expect(status([.improvement, .changed]) == .unexpected)
    #expect(status([.asExpected], .interrupted) == .interrupted)
    #expect(status([.regression], .infrastructure) == .infrastructure)
  }
}

extension WorkerRunTests {
  @Test("a standing worker takes one case after another, also after a crash")
  func standing() async throws {
    let folder = try TemporaryFolder()
    for name in ["test_a", "test_b"] {
      let record = CaseRecord(.test("node/\(name)"), runtime: "sh", .pass)
      try folder.write("answers/\(name)", JSONLine.encode(record) + "\n")
    }
    let worker = StandingWorker(
      RuntimeJob(name: "sh", identity: "a shell", width: 1),
      WorkerCommand(
        executable: "/bin/sh", arguments: ["-c", Self.script],
        environment: ["ANSWERS": "\(folder.path)/answers"]),
      Limits(timeout: .milliseconds(700)))
    var statuses: [String?] = []
    for name in ["test_a", "test_crash", "test_b", "test_hang", "test_a"] {
      statuses.append(await worker.record(of: .test("node/\(name)"))?.status.description)
    }
    #expect(statuses == ["pass", "crash:SIGSEGV", "pass", "timeout", "pass"])
  }
}
