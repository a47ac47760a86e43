import Dispatch
import Foundation
import Synchronization

/// Threads that run tasks, as many as asked for, in an order that a seed decides.
///
/// Any job that is ready may be next, so a seed stands for one of the orders that a scheduler may
/// choose; with one thread, a seed repeats it exactly.
final class ThreadPool: TaskExecutor {
  private let jobs: JobBag

  init(threadCount: Int, seed: UInt64) {
    jobs = JobBag(seed: seed)
    for _ in 0..<threadCount {
      let thread = Thread { [jobs] in jobs.run() }
      thread.name = "pool"
      thread.stackSize = 8 << 20
      thread.start()
    }
    jobs.threadCount.withLock { $0 = threadCount }
  }

  deinit { jobs.stop() }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(UnownedJob(job), asUnownedTaskExecutor())
  }
}

private final class JobBag: Sendable {
  private struct State {
    var jobs: [(UnownedJob, UnownedTaskExecutor)] = []
    var random: SplitMix
    var isStopped = false
  }
  private let state: Mutex<State>
  private let signal = DispatchSemaphore(value: 0)
  let threadCount = Mutex(0)

  init(seed: UInt64) { state = Mutex(State(random: SplitMix(seed))) }

  func add(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
    state.withLock { $0.jobs.append((job, executor)) }
    signal.signal()
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    for _ in 0..<threadCount.withLock({ $0 }) { signal.signal() }
  }

  func run() {
    while true {
      signal.wait()
      let (next, isStopped) = state.withLock { state in
        (
          state.jobs.isEmpty
            ? nil : state.jobs.remove(at: state.random.below(state.jobs.count)), state.isStopped
        )
      }
      if let (job, executor) = next {
        job.runSynchronously(on: executor)
      } else if isStopped {
        return
      }
    }
  }
}
