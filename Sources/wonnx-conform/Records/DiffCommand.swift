import ArgumentParser
import Harness

/// Says what changed between two runs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed from one run to another.",
    discussion: """
      Examples:
        wonnx-conform diff latest~1 latest                 tonight and the night before
        wonnx-conform diff 1a2b3c4d latest                 since the last run of a commit
        wonnx-conform diff old/results.jsonl reports       files and folders
        wonnx-conform diff latest~1 latest --format md     for a pull request
        wonnx-conform diff --accept latest                 what it fails may stay as it is

      A run is a results.jsonl (or .jsonl.gz), a folder with one, or, in the history: 'latest', \
      'latest~2', a run's id or the beginning of it, a commit. 'latest' counts complete runs, and only \
      those of whole suites where there are any.

      Groups, in order: \(RunDiff.Group.allCases.map(\.rawValue).joined(separator: ", ")). A case \
      whose own files changed is in 'corpus', whatever came of it. A case is 'slower' or 'faster' only \
      beyond the noise that the two runs show, on the same machine. Times and flakes come and go with \
      the machine, so they are shown, and count only when --fail-on names them.

      Exit status: 0 nothing is worse, 1 something is, 2 usage, 3 a run can't be read, 5 things only \
      got better.
      """)

  @Argument(help: ArgumentHelp("The earlier run.", valueName: "A")) var before: String?
  @Argument(help: ArgumentHelp("The later run.", valueName: "B")) var after: String?

  @Option(
    help: ArgumentHelp(
      "The history's folder (default: WONNX_HISTORY, else reports/history).", valueName: "folder"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "The groups whose entries count as worse (default: what is worse in regression, unsupported, "
        + "host and crash); 'none' for none.",
      valueName: "groups"))
  var failOn: String?

  @Option(help: ArgumentHelp("How to say it.", valueName: "text|md|json"))
  var format: Format = .text

  @Option(
    help: ArgumentHelp(
      "Say that a run of the history may stay as it is: 'still worse' then looks back to it.",
      valueName: "run"))
  var accept: String?

  enum Format: String, ExpressibleByArgument { case text, md, json }

  func run() throws {
    do {
      let status = try compare()
      throw ExitCode(status.rawValue)
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }

  private func compare() throws(Failure) -> ExitStatus {
    let history = History(
      history ?? Terminal.environment("WONNX_HISTORY") ?? "reports/history")
    let locator = RunLocator(history)
    if let accept {
      guard before == nil else { throw Failure(.usage, "--accept takes no runs to compare.") }
      return try self.accept(accept, history, locator)
    }
    guard let before, let after else {
      throw Failure(
        .usage, "Which two runs? For example: wonnx-conform diff latest~1 latest")
    }
    let counted = try counted()
    let diff = RunDiff(from: try find(before, locator), to: try find(after, locator))
    switch format {
    case .text: Terminal.write(DiffText(diff, Terminal.current()).text, to: 1)
    case .md: Terminal.write(diff.markdown, to: 1)
    case .json:
      guard let text = try? JSONLine.encode(diff) else {
        throw Failure(.infrastructure, "The comparison has no form in JSON.")
      }
      guard Terminal.write(text + "\n", to: 1) else {
        throw Failure(.infrastructure, "The comparison can't be written to standard output.")
      }
    }
    return diff.exitStatus(counting: counted)
  }

  private func find(_ name: String, _ locator: RunLocator) throws(Failure) -> RunRecord {
    do throws(LocatorError) { return try locator.find(name) } catch {
      throw Failure(.suite, error.description)
    }
  }

  private func accept(
    _ name: String, _ history: History, _ locator: RunLocator
  ) throws(Failure) -> ExitStatus {
    let id: String
    do throws(LocatorError) { id = try locator.id(of: name) } catch {
      throw Failure(.suite, error.description)
    }
    do throws(FileError) { try history.accept(id) } catch {
      throw Failure(.infrastructure, "\(error).")
    }
    Terminal.note("Accepted: \(id)")
    return .asExpected
  }

  /// `nil` where nobody says.
  private func counted() throws(Failure) -> Set<RunDiff.Group>? {
    guard let failOn else { return nil }
    if failOn == "none" { return [] }
    var groups: Set<RunDiff.Group> = []
    for name in failOn.split(separator: ",") {
      guard let group = RunDiff.Group(rawValue: String(name)) else {
        throw Failure(
          .usage,
          "There is no group '\(name)'; there are "
            + RunDiff.Group.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      guard !RunDiff.Group.better.contains(group) else {
        throw Failure(
          .usage, "--fail-on \(group.rawValue): what is in that group is better, never worse.")
      }
      groups.insert(group)
    }
    return groups
  }
}
