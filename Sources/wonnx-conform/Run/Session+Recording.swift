import Harness
import Reports

/// A run's record while it is made, and what an unfinished run left for it.
struct RunRecording {
  /// That of the first try, where this one goes on with it.
  var identity: RunIdentity
  let prior: [CaseRecord]
  let journal: Journal?
  var notes: [String]
}

extension Session {
  func begin(
    _ identity: RunIdentity, _ chosen: ChosenCases, _ formats: [any ReportFormat.Type],
    _ output: OutputFolder?
  ) throws(Failure) -> RunRecording {
    var identity = identity
    var prior: [CaseRecord] = []
    var notes: [String] = []
    if command.out.resume, let unfinished = try unfinished(before: identity) {
      prior = unfinished.results.filter(\.hasRun)
      identity.id = unfinished.identity.id
      identity.runAt = unfinished.identity.runAt
      identity.seconds = unfinished.identity.seconds
      identity.parts = unfinished.identity.parts
      notes = [
        "Goes on with run \(identity.id) of \(identity.runAt), which has \(prior.count) results."
      ]
      notes.forEach(Terminal.note)
    } else {
      try keepUnfinished(output)
    }
    guard let path = output?.journalPath else {
      return RunRecording(identity: identity, prior: prior, journal: nil, notes: notes)
    }
    do throws(FileError) {
      let plans = chosen.cases.map { PlannedCase($0, part: chosen.part?.shard) } + chosen.elsewhere
      let journal = try Journal(
        replacing: path, identity, plans: plans.sorted { $0.case < $1.case }, results: prior)
      return RunRecording(identity: identity, prior: prior, journal: journal, notes: notes)
    } catch { throw Failure(.infrastructure, "\(error).") }
  }

  /// The run that this one can go on with; where there is none, a sentence says so.
  private func unfinished(before identity: RunIdentity) throws(Failure) -> RunRecord? {
    let found: RunRecord?
    do throws(RecordError) { found = try OutputFolder.unfinished(in: command.out.output) } catch {
      throw Failure(.usage, error.description)
    }
    guard let found else {
      if terminal.isInteractive {
        Terminal.note("There is no unfinished run in '\(command.out.output)'; this one is new.")
      }
      return nil
    }
    let changed = Resumption.changes(from: found.identity, to: identity)
    guard changed.isEmpty else {
      Terminal.note(
        "The unfinished run \(found.identity.id) can't go on: \(changed.joined(separator: ", ")) "
          + "\(changed.count == 1 ? "is another" : "are others"). This run is new.")
      return nil
    }
    return found
  }

  private func keepUnfinished(_ output: OutputFolder?) throws(Failure) {
    do throws(FileError) {
      guard let output, try output.keepUnfinished() else { return }
      Terminal.note(
        "An unfinished run lies in '\(output.path)': it is \(OutputFolder.abandonedName) now."
          + (command.out.resume ? "" : " (--resume would have gone on with it.)"))
    } catch { throw Failure(.infrastructure, "\(error).") }
  }
}

/// Whether a run can go on where another was cut short.
enum Resumption {
  /// What differs, in words; nothing where it can.
  static func changes(from old: RunIdentity, to new: RunIdentity) -> [String] {
    let facts: [(String, (RunIdentity) -> String)] = [
      ("the program", \.program.digest),
      ("the suite", \.digests.corpus),
      ("the choice of cases", \.digests.selection),
      ("the part", { $0.parts.map { "\($0.shard) \($0.durations ?? "")" }.joined() }),
      ("the command", \.command),
      ("the list of runtimes", \.digests.devices),
    ]
    return facts.filter { $0.1(old) != $0.1(new) }.map(\.0)
  }
}
