import Graphs
import Harness
package import Runtimes
import Synchronization
import Tensors

/// Waiting for the GPU takes no thread from the cooperative pool.
package struct WaitingCheck: ConcurrencyCheck {
  package let name = "waiting"
  package let claim =
    "Waiting for the GPU never occupies a thread of the pool: on a pool of one thread, other tasks "
    + "go on meanwhile."

  private let runtime: @Sendable () throws(CheckFailure) -> any Runtime

  package init(_ runtime: @escaping @Sendable () throws(CheckFailure) -> any Runtime) {
    self.runtime = runtime
  }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let work = try await DeviceWork(try runtime(), atLeast: .milliseconds(300))
    let pool = ThreadPool(threadCount: 1, seed: 1)
    let (longest, turns) = try await withTaskExecutorPreference(pool) {
      await Result.of { () throws(CheckFailure) in try await pauses(during: work) }
    }.get()
    guard longest < work.duration / 2 else {
      throw .broken(
        "A task of a pool of one thread stood still for \(longest) while another waited "
          + "\(work.duration) for the device.")
    }
    return Showing(
      "3 waits of \(work.duration.inMilliseconds); a task beside them had \(turns) turns, none more "
        + "than \(longest.inMilliseconds) after the last")
  }

  /// The longest time between two turns of a task while others wait for the device.
  private func pauses(during work: DeviceWork) async throws(CheckFailure) -> (Duration, Int) {
    let watch = Watch()
    async let watched: Void = watch.run()
    // The task beside has its first turns before anybody waits.
    while watch.turns < 3 { try? await Task.sleep(for: .milliseconds(1)) }
    let failures = await withTaskGroup(of: CheckFailure?.self) { group in
      for _ in 0..<3 {
        group.addTask {
          do throws(CheckFailure) { try await work.run() } catch { return error }
          return nil
        }
      }
      return await group.reduce(into: [CheckFailure]()) { if let next = $1 { $0.append(next) } }
    }
    watch.stop()
    await watched
    if let failure = failures.first { throw failure }
    return (watch.longest, watch.turns)
  }
}

/// A task that does nothing but take turns, and notes how long it had to wait for one.
private final class Watch: Sendable {
  private struct State {
    var isOver = false
    var turns = 0
    var longest = Duration.zero
  }
  private let state = Mutex(State())

  var turns: Int { state.withLock { $0.turns } }
  var longest: Duration { state.withLock { $0.longest } }

  func stop() { state.withLock { $0.isOver = true } }

  func run() async {
    let clock = ContinuousClock()
    var last = clock.now
    var isOver = false
    while !isOver {
      // A pause that is cut short is as good as any other.
      try? await Task.sleep(for: .milliseconds(1))
      let now = clock.now
      isOver = state.withLock { state in
        state.longest = max(state.longest, now - last)
        state.turns += 1
        return state.isOver
      }
      last = now
    }
  }
}

/// A graph that keeps a device busy for a while, made ready.
struct DeviceWork: Sendable {
  private let prepared: any PreparedGraph
  private let input: Tensor
  /// How long a run takes when the device has nothing else to do.
  let duration: Duration

  init(_ runtime: any Runtime, atLeast wanted: Duration) async throws(CheckFailure) {
    let size = 256
    input = try SampleModel.matrix(seed: 9, size: size)
    let clock = ContinuousClock()
    var count = 8
    while true {
      let graph = try SampleModel.products(count: count, size: size)
      do throws(RuntimeError) {
        let prepared = try await runtime.prepare(graph)
        _ = try await prepared.run([.tensor(input)])
        let start = clock.now
        _ = try await prepared.run([.tensor(input)])
        let duration = clock.now - start
        if duration >= wanted || count > 4000 {
          self.prepared = prepared
          self.duration = duration
          return
        }
        let factor = wanted.seconds / max(duration.seconds, 1e-6) * 1.3
        count = min(5000, max(count * 2, Int(Double(count) * factor)))
      } catch { throw .unavailable("The device does not do what it is to be waited for: \(error)") }
    }
  }

  func run() async throws(CheckFailure) {
    do throws(RuntimeError) { _ = try await prepared.run([.tensor(input)]) } catch {
      throw .broken("A run failed: \(error)")
    }
  }
}

extension Duration {
  var inMilliseconds: String { "\((seconds * 10_000).rounded() / 10) ms" }
}
