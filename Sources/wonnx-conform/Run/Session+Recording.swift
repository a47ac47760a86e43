import Harness
import Reports

/// A run's record while it is made, and what an unfinished run left for it.
struct RunRecording {
  /// That of the first try, where this one goes on with it.
  var identity: RunIdentity
  let prior: [CaseRecord]
  let journal: Journal?
  let notes: [String]
}

extension Session {
  func begin(
    _ identity: RunIdentity, _ chosen: ChosenCases, _ formats: [any ReportFormat.Type],
    _ output: OutputFolder?
  ) throws(Failure) -> RunRecording {
    var identity = identity
    var prior: [CaseRecord] = []
    var notes: [String] = []
    if command.out.resume {
      if let unfinished = try unfinished() {
        try Resumption.check(unfinished.identity, identity)
        prior = unfinished.results.filter(\.hasRun)
        identity.id = unfinished.identity.id
        identity.runAt = unfinished.identity.runAt
        identity.seconds = unfinished.identity.seconds
        identity.parts = unfinished.identity.parts
        let sentence =
          "Goes on with run \(identity.id) of \(identity.runAt), which has \(prior.count) results."
        Terminal.note(sentence)
        notes.append(sentence)
      } else {
        Terminal.note("There is no unfinished run in '\(command.out.output)'; this one is new.")
      }
    } else if formats.isEmpty == false {
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

  private func unfinished() throws(Failure) -> RunRecord? {
    do throws(RecordError) { return try OutputFolder.unfinished(in: command.out.output) } catch {
      throw Failure(.usage, error.description)
    }
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
      "An unfinished run lies in '\(folder)': it is \(OutputFolder.abandonedName) now. (--resume "
        + "would have gone on with it.)")
  }
}

/// Whether a run can go on where another was cut short.
enum Resumption {
  static func check(_ old: RunIdentity, _ new: RunIdentity) throws(Failure) {
    let pairs = [
      ("the program", old.program.digest, new.program.digest),
      ("the suite", old.digests.corpus, new.digests.corpus),
      ("the choice of cases", old.digests.selection, new.digests.selection),
      (
        "the part", old.parts.map(\.shard.description).joined(),
        new.parts.map(\.shard.description).joined()
      ),
      ("the runtimes", old.digests.devices, new.digests.devices),
    ]
    let changed = pairs.filter { $0.1 != $0.2 }.map(\.0)
    guard !changed.isEmpty else { return }
    throw Failure(
      .usage,
      "The unfinished run \(old.id) can't go on: \(changed.joined(separator: ", ")) "
        + "\(changed.count == 1 ? "is another" : "are others"). It was: \(old.command). Without "
        + "--resume a new run begins.")
  }
}
