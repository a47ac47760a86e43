import Dispatch
import Harness

/// A program that ran to its end, its two outputs in one.
struct ToolRun: Sendable {
  let lines: [String]
  /// `exit 0`, `exit 1`, `SIGSEGV` ….
  let end: String

  var isSuccess: Bool { end == "exit 0" }
  var text: String { lines.joined(separator: "\n") }

  /// What it said last, for a message.
  func tail(_ count: Int = 12) -> [String] { Array(lines.suffix(count)) }

  /// Runs a program on a thread of its own, so that none of the cooperative pool waits for it.
  ///
  /// - Parameter patience: how long it may be silent.
  static func run(
    _ tool: String, _ arguments: [String], environment: [String: String] = [:],
    patience: Duration = .seconds(1200)
  ) async throws(CheckFailure) -> ToolRun {
    // Diagnostics go to standard error, of which only the end is kept.
    let command = WorkerCommand(
      executable: "/bin/sh", arguments: ["-c", "exec \"$0\" \"$@\" 2>&1", tool] + arguments,
      environment: environment)
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          returning: Result { () throws(SpawnError) in
            try FinishedProcess.run(command, timeout: patience)
          })
      }
    }
    do {
      let process = try result.get()
      return ToolRun(lines: process.lines, end: process.end)
    } catch { throw .unavailable("'\(tool)' can't be run: \(error)") }
  }
}
