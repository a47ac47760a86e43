import Dispatch
import Foundation
import Synchronization

/// A thread of its own for work that waits for a device, so that no thread of the cooperative pool
/// does. Urgent work comes before what waits, and work of one priority in the order in which it came.
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

    mutating func takeNext() -> (UnownedJob, UnownedSerialExecutor)? {
      guard let first = jobs.first else { return nil }
      var (place, priority) = (0, first.0.priority)
      for (index, job) in jobs.enumerated() where job.0.priority.rawValue > priority.rawValue {
        (place, priority) = (index, job.0.priority)
      }
      return jobs.remove(at: place)
    }
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
      let (next, isStopped) = state.withLock { ($0.takeNext(), $0.isStopped) }
      if let (job, executor) = next {
        job.runSynchronously(on: executor)
      } else if isStopped {
        return
      }
    }
  }
}
