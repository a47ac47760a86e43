@testable import Harness

/// A case's id and everything else that a test of reports does not look at.
func sampleCase(_ id: String) -> SuiteCase {
  let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
  return SuiteCase(
    id: CaseID(kind: parts[0], name: parts[1]), folder: "/suite", dataSetCount: 1, rtol: 1e-3,
    atol: 1e-7, facets: CaseFacets(operators: ["Relu"]))
}

func sampleRecord(
  _ id: String, _ runtime: String, _ status: Status, _ reason: String? = nil
) -> CaseRecord {
  CaseRecord(
    sampleCase(id), runtime: runtime, status,
    reason: reason ?? (status == .pass ? nil : "it is \(status)"))
}

func sampleRun(
  _ records: [CaseRecord], suiteCount: Int? = nil, expectations: ExpectationsSource? = nil
) -> RunReport {
  let count = Set(records.map(\.case)).count
  let runtimes = Set(records.map(\.runtime)).sorted().map { name in
    RunIdentity.Runtime(
      name: name, identity: "\(name), a test's", device: name == "vulkan" ? "GPU <0>" : nil,
      driver: name == "vulkan" ? "driver 1.2" : nil)
  }
  var report = RunReport(
    identity: RunIdentity(
      id: "20260301T093000Z-1a2b3c", program: RunIdentity.Program(name: "wonnx-conform 0.2"),
      suite: "onnx 1.23.2", suiteCount: suiteCount ?? count, selectedCount: count,
      runtimes: runtimes, host: "a processor, 2 cores, Linux 6.1", isolation: "worker processes",
      command: "wonnx-conform --ops 'A|B'", runAt: "2026-03-01 09:30:00 UTC", seconds: 12.5,
      git: GitState(commit: "1a2b3c4d5e6f", isDirty: true, isNewerThanProgram: false)),
    records: records.map { (expectations?.expectations ?? .none).applied(to: $0) },
    end: RunEnd(seconds: 12.5))
  report.context.expectations = [expectations].compactMap { $0 }
  return report
}

/// A run with every status, with attempts, a log, parts and characters that formats have to escape.
func mixedRun() -> RunReport {
  let statuses: [Status] = [
    .pass, .fail(.compare), .error(.plan), .crash("SIGSEGV"), .timeout, .deviceLost,
    .validationError, .unsupported, .unpredictable, .skipped, .missing,
  ]
  var records = statuses.enumerated().map { number, status in
    sampleRecord("node/test_\(number)", "cpu", status)
  }
  records[1].reason = "a|b `c` <d> & \"e\" 'f' @g #1 *h* [i](j)\nk\u{1b}[31m\u{0}\u{fffe} 😀"
  records[3].log = "first line\nlast\tline\u{7}"
  records[2] = records[2].joined(
    with: sampleRecord("node/test_2", "cpu", .error(.memory)), isAlone: true)
  var flake = sampleRecord("simple/test_f+.a", "cpu+opt", .crash("SIGBUS"))
    .joined(with: sampleRecord("simple/test_f+.a", "cpu+opt", .fail(.shape)), isAlone: true)
    .joined(with: sampleRecord("simple/test_f+.a", "cpu+opt", .pass), isAlone: true)
  flake.seconds = 0.000_004
  records += [
    flake, sampleRecord("node/test_known", "vulkan", .fail(.compare)),
    sampleRecord("node/test_better", "vulkan", .pass),
    sampleRecord("node/test_later", "vulkan", .missing),
  ]
  let text = """
    [[expect]]
    case = ["node/test_known", "node/test_better"]
    status = "fail"
    reason = "Known."

    """
  var report = sampleRun(records, expectations: try? ExpectationsSource(parsing: text))
  report.records[records.count - 1].outcome = .notRun
  report.identity.parts = ["1/2", "2/2"].compactMap(Shard.init).map { shard in
    RunIdentity.Part(
      shard: shard, durations: nil, id: "part \(shard)", host: "host", runAt: "")
  }
  return report
}

extension ExpectationsSource {
  init(parsing text: String, path: String = "Conformance/expectations/onnx-1.23.2.toml") throws {
    self.init(
      path: path, text: text,
      expectations: Expectations(try ExpectationParser.parse(text, path: path)))
  }
}
