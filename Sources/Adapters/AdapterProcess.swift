internal import Glibc
internal import Harness

/// A foreign runtime's process.
///
/// It is waited for where it is slow: the worker that this runs in is ended, with it, when a case
/// takes too long.
final class AdapterProcess {
  let stream: MessageStream
  private let child: Child
  private var isReaped = false

  init(_ command: WorkerCommand) throws(SpawnError) {
    child = try Child(command, isLeader: false, pipesErrors: false)
    stream = MessageStream(reading: child.output, writing: child.input)
  }

  deinit {
    close(child.input)
    close(child.output)
    if !isReaped {
      kill(child.pid, SIGKILL)
      _ = reap()
    }
  }

  /// Ends the process and says how it had ended: `SIGSEGV`, or `exit 3`.
  func end() -> String {
    var status: Int32 = 0
    // One that closed its output is about to end by itself.
    for _ in 0..<50 where !isReaped {
      if waitpid(child.pid, &status, WNOHANG) == child.pid {
        isReaped = true
        return SignalName.cause(status)
      }
      usleep(10_000)
    }
    if !isReaped { kill(child.pid, SIGKILL) }
    return reap()
  }

  private func reap() -> String {
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
    isReaped = true
    return SignalName.cause(status)
  }
}
