import Harness
import Reports

/// The formats that `--report` names.
struct ReportChoice {
  let formats: [any ReportFormat.Type]

  init(_ text: String) throws(Failure) {
    switch text {
    case "none": formats = []
    case "all": formats = ReportFormats.kinds
    default:
      var formats: [any ReportFormat.Type] = []
      for name in text.split(separator: ",") {
        guard let format = ReportFormats.format(String(name)) else {
          throw Failure(
            .usage,
            "There is no report '\(name)'; there are "
              + ReportFormats.names.joined(separator: ", ") + ", all and none.")
        }
        formats.append(format)
      }
      self.formats = formats
    }
  }
}

extension Session {
  /// What earlier runs and the standard add.
  func context(
    of report: RunReport, _ expectations: ExpectationsSource, _ notes: [String], _ places: Places
  ) -> RunContext {
    var context = RunContext()
    context.expectations = expectations
    context.notes = notes
    context.coverage = CoverageCount(report, places).coverage
    if report.end.rerunsLeft > 0 {
      context.notes.append(
        "\(report.end.rerunCount) unexpected results ran again, alone; \(report.end.rerunsLeft) "
          + "more were left: something is broken for good.")
    }
    guard let folder = command.out.history else { return context }
    let compared = NightContext(History(folder), RunRecord(report), baseline: command.out.baseline)
    compared.complete(&context)
    for note in compared.notes { Terminal.note(note) }
    return context
  }

  /// What `wonnx-conform concurrency` left in the reports' folder, where it is of the same sources.
  func concurrency(_ git: GitState?) -> ConcurrencyReport? {
    let path = "\(command.out.output)/concurrency.json"
    guard let text = Files.text(path) else { return nil }
    guard let report = try? JSONLine.decode(ConcurrencyReport.self, text) else {
      Terminal.note("'\(path)' is not what 'wonnx-conform concurrency' writes, so it is left out.")
      return nil
    }
    guard let commit = report.git?.commit, commit == git?.commit else {
      Terminal.note(
        "'\(path)' is of \(report.git.map { "commit \($0.commit.prefix(12))" } ?? "no known commit"), "
          + "so it is left out.")
      return nil
    }
    return report
  }

  /// Writes what can be written: each format by itself, and on a full disk with the room that was
  /// set aside. The journal goes when the record is there.
  func write(
    _ report: RunReport, _ formats: [any ReportFormat.Type], to output: OutputFolder?,
    journal: Journal?
  ) throws(Failure) {
    if let folder = command.out.history, report.identity.parts.isEmpty {
      do throws(FileError) {
        try History(folder).add(RunRecord(report), keeping: command.out.keep)
      } catch { Terminal.note("The history does not know of this run: \(error).") }
    }
    guard let output else { return }
    if journal?.error?.isDiskFull ?? false { output.releaseReserve() }
    var failures: [String] = []
    var isRecorded = false
    for format in Self.recordFirst(formats) {
      do {
        try output.write(try format.init(report).render(), as: format.fileName)
        if format.fileName == OutputFolder.recordName { isRecorded = true }
      } catch { failures.append("\(error)") }
    }
    if isRecorded {
      Files.remove(output.journalPath)
    } else {
      journal?.retry()
      journal?.end(report.end)
    }
    guard failures.isEmpty else {
      throw Failure(.infrastructure, failures.map { "\($0)." }.joined(separator: "\n"))
    }
    if let first = formats.first { Terminal.note("Report: \(output.path)/\(first.fileName)") }
  }

  /// The record is what everything else can be made from again.
  private static func recordFirst(
    _ formats: [any ReportFormat.Type]
  ) -> [any ReportFormat.Type] {
    formats.filter { $0.fileName == OutputFolder.recordName }
      + formats.filter { $0.fileName != OutputFolder.recordName }
  }
}
