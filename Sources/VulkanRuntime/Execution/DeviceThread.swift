import Dispatch
import Foundation
import Synchronization

/// A thread of its own for work that waits for a device, so that no thread of the cooperative pool
/// does.
final class DeviceThread: SerialExecutor {
  private let jobs = JobQueue()

  init() {
    let jobs = jobs
    let thread = Thread { jobs.run() }
    thread.name = "vulkan"
    // Graphs nest: bodies and expansions recurse.
    thread.stackSize = 16 << 20
    thread.start()
  }

  deinit { jobs.stop() }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.append(UnownedJob(job), asUnownedSerialExecutor())
  }
}

private final class JobQueue: Sendable {
  private struct State {
    var jobs: [(UnownedJob, UnownedSerialExecutor)] = []
    var isStopped = false
  }
  private let state = Mutex(State())
  private let signal = DispatchSemaphore(value: 0)

  func append(_ job: UnownedJob, _ executor: UnownedSerialExecutor) {
    state.withLock { $0.jobs.append((job, executor)) }
    signal.signal()
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    signal.signal()
  }

  func run() {
    while true {
      signal.wait()
      let (next, isStopped) = state.withLock { state in
        (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isStopped)
      }
      if let (job, executor) = next {
        job.runSynchronously(on: executor)
      } else if isStopped {
        return
      }
    }
  }
}
