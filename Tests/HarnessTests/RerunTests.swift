import Testing

@testable import Harness

/// Workers here are shell scripts that remember, in files, what ran.
@Suite("Running again") struct RerunTests {
  /// `test_poison` spoils the process for `test_victim`; `test_flaky` fails the first time that
  /// anybody runs it; `test_broken` always fails; `test_quits` ends its first worker before it greets.
  static let script = """
    if [ -n "$DIES" ] && [ ! -e "$STATE/died$DIES" ]; then
      n=$(ls "$STATE" | grep -c died); touch "$STATE/died$n"; kill -KILL $$; fi
    echo ready
    poisoned=
    while read -r line; do
      name=${line##*node/}; name=${name%%\\"*}
      answer=pass
      case "$name" in
        test_poison) poisoned=1 ;;
        test_victim) [ -z "$poisoned" ] || answer=fail ;;
        test_flaky) [ -e "$STATE/flaky" ] || answer=fail; touch "$STATE/flaky" ;;
        test_broken) answer=fail ;;
      esac
      cat "$STATE/$answer.$name"
    done
    """

  private struct Bench {
    let folder: TemporaryFolder
    let run: WorkerRun
    let sink: RecordSink

    init(
      _ names: [String], environment: [String: String] = [:], repeats: Int = 1
    ) throws {
      folder = try TemporaryFolder()
      let cases = names.map { SuiteCase.test("node/\($0)") }
      for suiteCase in cases {
        for status in [Status.pass, .fail(.compare)] {
          let record = CaseRecord(
            suiteCase, runtime: "sh", status, reason: status == .pass ? nil : "a reason")
          try folder.write(
            "\(status.family).\(suiteCase.id.name)", JSONLine.encode(record) + "\n")
        }
      }
      var plan = RunPlan(
        cases: cases, jobs: [RuntimeJob(name: "sh", identity: "a shell", width: 1)],
        limits: Limits(timeout: .seconds(20), memory: 1 << 30))
      plan.repeatCount = repeats
      let command = WorkerCommand(
        executable: "/bin/sh", arguments: ["-c", RerunTests.script],
        environment: environment.merging(["STATE": folder.path]) { $1 })
      run = WorkerRun(plan, commands: [command])
      sink = RecordSink(plan)
    }

    func records() -> [String: CaseRecord] {
      Dictionary(uniqueKeysWithValues: sink.complete(run.plan).map { ($0.case.name, $0) })
    }
  }

  @Test("a failure that passes alone is a flake; one that does not stays, with its attempts")
  func flake() async throws {
    let bench = try Bench(["test_a", "test_broken", "test_flaky"])
    await bench.run.run(into: bench.sink)
    let count = await Reruns(bench.run, bench.sink).run { _ in }
    #expect(count == (2, 0))
    let records = bench.records()
    let flaky = try #require(records["test_flaky"])
    #expect(flaky.status == .pass && flaky.isFlake && flaky.outcome == .asExpected)
    #expect(flaky.attempts.map(\.status) == [.fail(.compare), .pass])
    #expect(flaky.attempts.map(\.isAlone) == [false, true])
    #expect(flaky.reason == "failed in 1 of 2 attempts: fail:compare, a reason")
    let broken = try #require(records["test_broken"])
    #expect(broken.status == .fail(.compare) && !broken.isFlake && broken.attempts.count == 4)
    #expect(records["test_a"]?.attempts.isEmpty == true)
  }

  @Test("stops after fifty, and says how many are left")
  func limit() async throws {
    let bench = try Bench([])
    let cases = (0..<60).map { SuiteCase.test("node/test_\($0)") }
    let plan = RunPlan(cases: cases, jobs: bench.run.plan.jobs)
    let sink = RecordSink(plan)
    for suiteCase in cases {
      sink.add(CaseRecord(suiteCase, runtime: "sh", .fail(.compare), reason: "no"))
    }
    let count = await Reruns(Refusal(plan: plan), sink).run { _ in }
    #expect(count == (50, 10))
  }

  @Test("repetition finds what comes and goes")
  func repetition() async throws {
    let bench = try Bench(["test_a", "test_flaky"], repeats: 3)
    await bench.run.run(into: bench.sink)
    let records = bench.records()
    #expect(records["test_flaky"]?.isFlake == true)
    #expect(records["test_flaky"]?.attempts.count == 3 && records["test_a"]?.isFlake == false)
  }

  @Test("finds the smallest company in which a case fails")
  func company() async throws {
    let bench = try Bench(
      ["test_a", "test_b", "test_poison", "test_c", "test_d", "test_victim"])
    await bench.run.run(into: bench.sink)
    _ = await Reruns(bench.run, bench.sink).run { _ in }
    #expect(bench.records()["test_victim"]?.isFlake == true)
    let notes = Notes()
    await Company(bench.run, bench.sink).bisect { notes.add($0) }
    let victim = try #require(bench.records()["test_victim"])
    #expect(victim.company == [CaseID(kind: "node", name: "test_poison")])
    #expect(victim.marks == [.company, .flake])
    #expect(victim.reason?.hasPrefix("passes alone, fails after node/test_poison: ") == true)
    #expect(notes.all == ["node/test_victim on sh fails after node/test_poison."])
  }

  @Test(
    "delta debugging keeps what is needed and nothing else",
    arguments: [
      [3], [0, 9], [2, 5, 7], Array(0..<10),
    ])
  func least(needed: [Int]) async {
    let found = await Company.least(Array(0..<10)) { Set($0).isSuperset(of: needed) }
    #expect(found == needed)
  }

  @Test("a worker that is killed before it greets costs nothing; three in a row cost the runtime")
  func greeting() async throws {
    let bench = try Bench(["test_a"], environment: ["DIES": "1"])
    await bench.run.run(into: bench.sink)
    #expect(bench.sink.stopCause == nil && bench.records()["test_a"]?.status == .pass)
    let lost = try Bench(["test_a"], environment: ["DIES": "99"])
    await lost.run.run(into: lost.sink)
    guard case .infrastructure = lost.sink.stopCause else {
      Issue.record("the runtime is not lost")
      return
    }
    #expect(lost.records()["test_a"]?.outcome == .notRun)
  }

  @Test("another order is the same for the same seed")
  func order() {
    let cases = (0..<20).map { SuiteCase.test("node/test_\($0)") }
    var plan = RunPlan(cases: cases, jobs: [])
    #expect(plan.order(round: 0) == cases)
    plan.shuffleSeed = 7
    let first = plan.order(round: 0)
    #expect(first == plan.order(round: 0) && first != cases && Set(first) == Set(cases))
    #expect(plan.order(round: 1) != first)
  }

  @Test("a trap's message and place are those of the innermost frames")
  func backtrace() {
    let log = """
      Thread 1 crashed:
      0 [inlined] [system] 0x01 Swift runtime failure: arithmetic overflow in wonnx-conform at //<x>
      1 0x000055d2 Split.infer(_:) + 17 in wonnx-conform at /home/x/Sources/Operators/Split.swift:69:31
      2 0x000055d2 main in wonnx-conform at /home/x/Sources/wonnx-conform/Conform.swift:5
      """
    let found = Backtrace(log)
    #expect(found.place == "Split.swift:69" && found.message == "arithmetic overflow")
    let fatal = Backtrace("a/b.swift:1: Fatal error: nothing left")
    #expect(fatal.message == "Fatal error: nothing left" && fatal.place == nil)
    #expect(Backtrace("").message == nil)
  }
}

/// Runs nothing.
private struct Refusal: CaseExecutor {
  let plan: RunPlan
  func run(into sink: RecordSink) async {}
  func record(
    ofLast sequence: [SuiteCase], job: Int, tracesCrashes: Bool, sink: RecordSink
  ) async -> CaseRecord? { nil }
}

private final class Notes {
  var all: [String] = []
  func add(_ note: String) { all.append(note) }
}
