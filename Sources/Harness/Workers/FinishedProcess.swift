/// A program that ran once: what it wrote, how it ended and what it used.
package struct FinishedProcess: Sendable {
  /// Lines of its standard output.
  package let lines: [String]
  /// `exit 0`, `SIGSEGV`, or `no end within 600 s`.
  package let end: String
  /// The last that it wrote to its standard error.
  package let log: String
  /// The most that it ever had resident.
  package let peakByteCount: Int

  package var isSuccess: Bool { end == "exit 0" }

  /// Runs a program to its end, or kills it when its next line takes longer than `timeout`.
  package static func run(
    _ command: WorkerCommand, timeout: Duration
  ) throws(SpawnError) -> FinishedProcess {
    let process = try WorkerProcess(command)
    var lines: [String] = []
    while true {
      switch process.receive(within: timeout, memoryLimit: .max, isStopped: { false }) {
      case .line(let line): lines.append(line)
      case .deadline, .memory, .stopped:
        process.end()
        return FinishedProcess(
          lines: lines, end: "no end within \(Int(timeout.seconds)) s", log: process.log,
          peakByteCount: process.peakByteCount)
      case .end:
        let log = process.log
        let end = process.reap()
        return FinishedProcess(
          lines: lines, end: end, log: log, peakByteCount: process.peakByteCount)
      }
    }
  }
}
