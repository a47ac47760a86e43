import ConcurrencyChecks
import Harness

/// The checks of the concurrency command, a row each as they end.
struct ConcurrencyRun {
  let command: ConcurrencyCommand
  private let terminal = Terminal.current()

  init(_ command: ConcurrencyCommand) { self.command = command }

  func run() async throws(Failure) -> ExitStatus {
    let checks = try chosen()
    if command.list {
      let rows = TextTable.aligned(checks.map { [$0.name, $0.claim] }, leading: 2)
      Terminal.write(rows.map { "\($0)\n" }.joined(), to: 1)
      return .asExpected
    }
    try Terminal.check(file: command.json)
    let surroundings = try surroundings()
    let writesTable = command.json != "-"
    let width = checks.map(\.name.count).max() ?? 0
    var report = ConcurrencyReport(
      program: Version.program.name, host: Host.description, runAt: Host.now,
      git: GitCheckout(Places(nil))?.state,
      records: [])
    for check in checks {
      if terminal.isInteractive { Terminal.write("\(check.name) …\r", to: 2) }
      let record = await check.record(in: surroundings)
      report.records.append(record)
      if writesTable { Terminal.write(row(record, width), to: 1) }
    }
    if writesTable { Terminal.write(report.verdict + "\n", to: 1) }
    try write(report)
    return report.exitStatus
  }

  private func chosen() throws(Failure) -> [any ConcurrencyCheck] {
    let all = ConcurrencyCatalog.all
    let names = command.only.flatMap { $0.split(separator: ",").map { String($0) } }
    for name in names where !all.contains(where: { $0.name == name }) {
      let nearest = NearestNames.of(name, among: all.map(\.name), limit: 1).first
      throw Failure(
        .usage,
        "There is no check '\(name)'; there are \(all.map(\.name).joined(separator: ", "))"
          + (nearest.map { ": did you mean '\($0)'?" } ?? "."))
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }

  private func surroundings() throws(Failure) -> Surroundings {
    let found = Places(nil).packages.first
    guard let root = command.package ?? found else {
      throw Failure(
        .infrastructure,
        "There is no package here: the checks compare this program with the sources beside it.")
    }
    do throws(CheckFailure) { return try Surroundings(root: root) } catch {
      throw Failure(.infrastructure, error.description)
    }
  }

  private func row(_ record: CheckRecord, _ width: Int) -> String {
    let (label, style): (String, Terminal.Style) =
      switch record.outcome {
      case .holds: ("holds ", .green)
      case .broken: ("BROKEN", .red)
      case .unavailable: ("no way", .yellow)
      }
    let name = record.name + String(repeating: " ", count: width - record.name.count)
    let time = Milliseconds.fixed(record.seconds, 1)
    let padding = String(repeating: " ", count: max(0, 7 - time.count))
    var lines = [
      "\(terminal.styled(label, style))  \(name)  \(padding)\(time) s  \(record.summary)"
    ]
    if record.outcome != .holds { lines += record.details.map { "          \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(_ report: ConcurrencyReport) throws(Failure) {
    guard let path = command.json else { return }
    try Terminal.write(json: report, toFile: path)
  }
}
