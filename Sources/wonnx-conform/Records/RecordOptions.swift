import ArgumentParser
import Harness
import Reports

/// What is made of records that are there already.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The reports to write, of \(ReportFormats.names.joined(separator: ", ")); or all, or none.",
      valueName: "formats"))
  var report = "all"

  @Option(name: .shortAndLong, help: ArgumentHelp("The reports' folder.", valueName: "folder"))
  var output = "reports"

  @OptionGroup var past: HistoryOptions

  var history: String? { past.history }

  /// Writes the reports of a record, as a run does of its own.
  func write(
    _ record: RunRecord, _ formats: [any ReportFormat.Type], notes: [String]
  ) throws(Failure) -> ExitStatus {
    var report = record.report()
    report.plans = record.plans
    let places = Places(nil)
    let writing = ReportWriting(output: output, past: past, formats: formats)
    try writing.checkBaseline()
    let folder = try writing.claim(resultCount: report.records.count)
    do throws(FileError) { _ = try folder?.keepUnfinished() } catch {
      throw Failure(.infrastructure, "\(error).")
    }
    report.context = writing.context(of: report, [], notes, places)
    Terminal.write(
      ConsoleSummary(report: report, terminal: Terminal.current()).text, to: 1)
    try writing.write(report, to: folder, journal: nil)
    return report.context.exit?.status ?? report.exitStatus
  }
}
