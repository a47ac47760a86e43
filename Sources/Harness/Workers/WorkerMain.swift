internal import Dispatch
internal import Glibc

/// The other end of a worker's pipes: takes cases, answers with records.
package enum WorkerMain {
  /// Serves until the input ends.
  ///
  /// What libraries print goes to standard error, so that it can't be taken for an answer.
  package static func serve(_ runner: CaseRunner) async throws {
    let answers = dup(STDOUT_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    let watch = endWithParent()
    defer { watch.cancel() }
    try write(WorkerSlot.greeting, to: answers)
    while let line = readLine() {
      let suiteCase = try JSONLine.decode(SuiteCase.self, line)
      let record = await runner.run(suiteCase)
      try write(JSONLine.encode(record), to: answers)
    }
  }

  /// A worker in an endless case does not see its input end, so it looks whether its parent lives.
  private static func endWithParent() -> any DispatchSourceTimer {
    let parent = getppid()
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "parent"))
    timer.setEventHandler {
      guard getppid() != parent else { return }
      // What it started, such as an adapter that reads nothing, is in its group.
      if getpgrp() == getpid() { kill(0, SIGKILL) }
      _exit(1)
    }
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.resume()
    return timer
  }

  private static func write(_ line: String, to descriptor: Int32) throws {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SpawnError("the host no longer reads") }
      bytes = bytes.dropFirst(count)
    }
  }
}
