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
    } else if !formats.isEmpty {
      try keepUnfinished()
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

  /// A killed run's results stay, under another name, when a new run begins.
  private func keepUnfinished() throws(Failure) {
    let folder = command.out.output
    let path = "\(folder)/\(OutputFolder.journalName)"
    guard let size = Files.size(path), size > 0 else { return }
    do throws(FileError) {
      try Files.rename(path, to: "\(folder)/\(OutputFolder.abandonedName)")
    } catch { throw Failure(.infrastructure, "\(error).") }
    Terminal.note(
      "An unfinished run lies in '\(folder)': it is \(OutputFolder.abandonedName) now."
        + (command.out.resume ? "" : " (--resume would have gone on with it.)"))
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
      ("the part", { $0.parts.map(\.shard.description).joined() }),
      ("the list of runtimes", \.digests.devices),
    ]
    return facts.filter { $0.1(old) != $0.1(new) }.map(\.0)
  }
}
