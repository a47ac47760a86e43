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

  /// - Throws: where the shell can't be started.
  package func run(_ files: TrialFiles) throws(SpawnError) -> FinishedProcess {
    try FinishedProcess.run(
      WorkerCommand(
        executable: "/bin/sh",
        arguments: ["-c", command + " \"$1\" \"$2\"", "sh", files.model, files.data(0)]),
      timeout: timeout)
  }
}
