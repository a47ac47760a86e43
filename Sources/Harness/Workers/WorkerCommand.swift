/// How to start a worker.
package struct WorkerCommand: Sendable {
  package let executable: String
  package var arguments: [String]
  /// Added to this process's environment.
  package var environment: [String: String]
  /// Where it runs; `nil` for where this process does.
  package var folder: String?

  package init(executable: String, arguments: [String], environment: [String: String] = [:]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// The same, with a backtrace where it crashes: that takes longer than most cases do.
  var tracing: WorkerCommand {
    var environment = environment
    environment["SWIFT_BACKTRACE"] =
      "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,cache=no,"
      + "symbolicate=full"
    var command = self
    command.environment = environment
    return command
  }
}
