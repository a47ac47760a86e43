import Harness
import Reports

/// Writing what comes of a run: its reports, and its place in the history.
struct ReportWriting {
  let output: String
  let past: HistoryOptions
  let formats: [any ReportFormat.Type]

  /// Makes sure, before anything is done, that what comes of it can be written.
  func claim(resultCount: Int) throws(Failure) -> OutputFolder? {
    guard !formats.isEmpty else { return nil }
    // What the reports of the official suite take, and something a result.
    let reserve = (6 << 20) + resultCount * 2048
    do throws(OutputError) {
      let files = formats.map { $0.fileName } + [OutputFolder.recordName]
      return try OutputFolder.claim(output, files: files, reserve: reserve)
    } catch { throw Failure(.infrastructure, error.description) }
  }

  /// Makes sure that the run to look back to is there.
  func checkBaseline() throws(Failure) {
    guard let folder = past.history, let name = past.baseline else { return }
    do throws(LocatorError) { _ = try RunLocator(History(folder)).id(of: name) } catch {
      throw Failure(.usage, "--baseline: \(error.description)")
    }
  }

  /// What earlier runs and the standard add.
  func context(
    of report: RunReport, _ expectations: [ExpectationsSource], _ notes: [String], _ places: Places,
    last: RunRecord? = nil
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
    guard let folder = past.history else { return context }
    let night = NightContext(
      History(folder), RunRecord(report), baseline: past.baseline, known: last)
    night.complete(&context)
    for note in night.notes { Terminal.note(note) }
    var compared = report
    compared.context = context
    context.exit = past.exit(of: compared)
    return context
  }

  /// A part of a run has no place of its own in the history; what the parts are joined to has.
  private func addsToHistory(_ report: RunReport) -> Bool {
    let shards = Set(report.identity.parts.map(\.shard))
    return shards.isEmpty || shards.count == shards.first?.count
  }

  /// Writes what can be written: each format by itself, and on a full disk with the room that was
  /// set aside. The journal goes when the record is there.
  func write(
    _ report: RunReport, to output: OutputFolder?, journal: Journal?
  ) throws(Failure) {
    var failures: [String] = []
    if let folder = past.history, addsToHistory(report) {
      do throws(FileError) {
        try History(folder).add(RunRecord(report), keeping: past.keep)
      } catch { failures.append("The history does not know of this run: \(error)") }
    }
    let isKnown = failures.isEmpty
    guard let output else {
      if let failure = failures.first { throw Failure(.infrastructure, "\(failure).") }
      return
    }
    if journal?.error?.isDiskFull ?? false { output.releaseReserve() }
    var isRecorded = false
    for format in Self.recordFirst(formats) {
      do {
        try output.write(try format.init(report).render(), as: format.fileName)
        if format.fileName == OutputFolder.recordName { isRecorded = true }
      } catch { failures.append("\(error)") }
    }
    if isRecorded
      || (journal?.error == nil && report.stop == nil && failures.count == (isKnown ? 0 : 1))
    {
      Files.remove(output.journalPath)
    } else {
      journal?.retry()
      journal?.end(report.end)
    }
    guard failures.isEmpty else {
      throw Failure(.infrastructure, failures.map { "\($0)." }.joined(separator: "\n"))
    }
    let page = formats.first { $0.name == HTMLReport.name } ?? formats.first
    if let page { Terminal.note("Report: \(output.path)/\(page.fileName)") }
  }

  /// The record is what everything else can be made from again.
  private static func recordFirst(
    _ formats: [any ReportFormat.Type]
  ) -> [any ReportFormat.Type] {
    formats.filter { $0.fileName == OutputFolder.recordName }
      + formats.filter { $0.fileName != OutputFolder.recordName }
  }
}
