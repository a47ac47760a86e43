import ArgumentParser
import Graphs
import Harness
import Operators
import Reports

/// Stored values, from the file to the reports.
struct Judging {
  private let command: JudgeCommand

  init(_ command: JudgeCommand) { self.command = command }

  func run() throws(Failure) -> ExitStatus {
    let formats = try ReportChoice(command.report).formats
    try Terminal.check(file: command.writePolicy)
    var cases: [StoredCase] = []
    do throws(SuiteError) { cases = try stored() } catch {
      throw Failure(.usage, error.description)
    }
    if let path = command.writePolicy {
      try Terminal.write(PolicyText(cases.map(\.suiteCase)).text, toFile: path)
    }
    let records = cases.flatMap { stored in stored.runs.map { stored.record(of: $0) } }
    let runs = cases.flatMap(\.runs)
    guard !runs.isEmpty else {
      throw Failure(.usage, "'\(command.results)' holds no values that a runtime gave.")
    }
    let names = Set(runs.map(\.runtime)).sorted()
    let identity = RunIdentity(
      id: Host.runID, program: Version.program, suite: command.results, suiteCount: cases.count,
      selectedCount: cases.count,
      runtimes: names.map { name in
        RunIdentity.Runtime(
          name: name, identity: runs.first { $0.runtime == name }?.identity ?? "")
      }, host: Host.description, isolation: "stored values",
      command: "wonnx-conform " + CommandLine.arguments.dropFirst().joined(separator: " "),
      runAt: Host.now)
    let report = RunReport(identity: identity, records: records)
    let options: RecordOptions
    do {
      options = try RecordOptions.parse(["--report", command.report, "--output", command.output])
    } catch { throw Failure(.usage, "\(error)") }
    return try options.write(RunRecord(report), formats, notes: [])
  }

  private func stored() throws(SuiteError) -> [StoredCase] {
    guard Files.exists(command.results) else {
      throw .unreadable(path: command.results, reason: "there is no such file or folder")
    }
    let results: any StoredResults =
      Files.isFolder(command.results)
      ? try StoredFolder(command.results, loader: ModelFileLoader())
      : try StoredArchive(command.results)
    var ids = results.cases
    if !command.filter.isEmpty {
      let plain = ids.map {
        SuiteCase(
          id: $0, folder: "", dataSetCount: 1, rtol: 0, atol: 0, facets: CaseFacets())
      }
      var kept: Set<CaseID> = []
      for pattern in command.filter {
        do { kept.formUnion(try NamePattern(pattern).matches(in: plain).map(\.id)) } catch {
          throw .unreadable(path: command.results, reason: "\(error)")
        }
      }
      guard !kept.isEmpty else {
        throw .unreadable(
          path: command.results, reason: "--filter matches none of its \(ids.count) cases")
      }
      ids = ids.filter(kept.contains)
    }
    let policy = try command.policy.map { path throws(SuiteError) in try TolerancesFile(at: path) }
    var cases: [StoredCase] = []
    for id in ids { cases.append(try results.load(id)) }
    guard let policy else { return cases }
    let catalog = OperatorCatalog.standard.all.map { $0.schema.name }
    try policy.check(operators: Set(catalog + cases.flatMap(\.suiteCase.facets.operators)))
    return cases.map { stored in
      var stored = stored
      stored.suiteCase = policy.judged(stored.suiteCase)
      return stored
    }
  }
}
