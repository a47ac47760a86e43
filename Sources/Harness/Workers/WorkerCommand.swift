/// How to start a worker.
package struct WorkerCommand: Sendable {
  package let executable: String
  package let arguments: [String]
  /// Added to this process's environment.
  package let environment: [String: String]

  package init(executable: String, arguments: [String], environment: [String: String] = [:]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }
}
