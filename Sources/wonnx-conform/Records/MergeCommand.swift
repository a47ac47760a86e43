import ArgumentParser
import Harness
import Reports

/// Joins the parts of a run.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a run into one record, and write every report of it.",
    discussion: """
      Examples:
        wonnx-conform --shard 1/2 --output part-1
        wonnx-conform --shard 2/2 --output part-2
        wonnx-conform merge part-1 part-2 --output reports

      The result is the record that one run would have given, but for times, memory, machines, devices \
      and attempts. Parts may come in any order and more than once, joined ones too. Parts of another \
      suite, choice of cases, program or set of expectations are refused, with the difference. A case \
      that two parts ran is an attempt more: a flake where they disagree.

      Exit status: as a run's; 3 where a part is lost or was cut short, which then is named, with its \
      cases as missing.
      """)

  @Argument(help: "The parts: their folders, or their results.jsonl.") var parts: [String] = []
  @OptionGroup(title: "What comes out") var out: RecordOptions

  func run() async throws {
    do {
      let status = try merge()
      throw ExitCode(status.rawValue)
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }

  private func merge() throws(Failure) -> ExitStatus {
    let formats = try ReportChoice(out.report).formats
    let locator = RunLocator(out.history.map(History.init))
    var records: [RunRecord] = []
    for part in parts {
      do throws(LocatorError) { records.append(try locator.find(part)) } catch {
        // What is not there is a lost part; what is there and can't be read has to be looked at.
        guard case .unreadable = error.missing else { throw Failure(.usage, error.description) }
        Terminal.note(error.description)
      }
    }
    let merged: RunMerge
    do throws(MergeError) { merged = try RunMerge(records) } catch {
      throw Failure(.usage, error.description)
    }
    var notes = merged.lost.map { "Part \($0) is lost: its cases are missing." }
    notes += merged.cutShort.map { shard in
      let count = merged.record.plans.count { $0.part == shard }
      return "Part \(shard) was cut short: \(count) of its cases are missing."
    }
    notes.forEach(Terminal.note)
    let status = try out.write(merged.record, formats, notes: notes)
    return merged.record.report().records.contains { $0.outcome == .notRun } ? .suite : status
  }
}

extension LocatorError {
  /// Why a part that was named is not there; `nil` where something is there.
  fileprivate var missing: RecordError? {
    switch self {
    case .noRecord(let folder): .unreadable(path: folder)
    case .noHistory(let name), .unknown(let name, _, _): .unreadable(path: name)
    case .emptyHistory(let folder): .unreadable(path: folder)
    case .record(.empty(let path)): .unreadable(path: path)
    case .record, .tooFarBack, .ambiguous, .notKept: nil
    }
  }
}
