package import Harness

/// A command that says whether a model still shows it, as for `git bisect run` and creduce: exit
/// status 0 says that it does.
package struct CommandCheck: Sendable {
  private let command: String
  private let timeout: Duration
  private let scratch: String

  /// - Parameters:
  ///   - command: a shell's, which gets the model's path and the first data set's folder as further words.
  ///   - timeout: after which it is ended, and says no.
  package init(_ command: String, timeout: Duration, scratch: String) {
    self.command = command
    self.timeout = timeout
    self.scratch = scratch
  }

  package func shows(_ fed: FedGraph) async -> Bool {
    guard let files = try? TrialFiles(fed, in: scratch) else { return false }
    return (try? run(files).isSuccess) ?? false
  }

  /// Why the command does not say that the model shows it: the rest of a sentence whose subject is the
  /// command; `nil` where it says so.
  ///
  /// - Source: a POSIX shell ends with 127 where it finds no such command, with 126 where that is none to
  ///   execute, and with 128 and a signal's number where that ended it.
  package func objection(to fed: FedGraph) async -> String? {
    let process: FinishedProcess
    do { process = try run(TrialFiles(fed, in: scratch)) } catch { return "can't be run: \(error)" }
    guard !process.isSuccess else { return nil }
    let status = process.end.hasPrefix("exit ") ? Int(process.end.dropFirst("exit ".count)) : nil
    let said = process.log.split(separator: "\n").last.map { "; it says: \($0)" } ?? ""
    return switch status {
    case 127: "is not found by the shell\(said)"
    case 126: "can't be executed\(said)"
    case let status? where status > 128 && status < 160:
      "was ended by signal \(status - 128)\(said)"
    case let status?: "ends with exit status \(status) for the model as it is, expected 0\(said)"
    case nil where process.end.hasPrefix("no end"): "has \(process.end), which --timeout is about"
    case nil: "was ended by \(process.end)\(said)"
    }
  }

  /// - Throws: where the shell can't be started.
  package func run(_ files: TrialFiles) throws(SpawnError) -> FinishedProcess {
    try FinishedProcess.run(
      WorkerCommand(
        executable: "/bin/sh",
        arguments: ["-c", command + " \"$1\" \"$2\"", "sh", files.model, files.data(0)]),
      timeout: timeout)
  }
}
