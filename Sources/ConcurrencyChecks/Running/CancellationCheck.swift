import Graphs
import Harness
import Optimizer
import Runtimes
import Synchronization

/// A fold that is cancelled ends at once, leaves nothing behind, and the device goes on.
package struct CancellationCheck: ConcurrencyCheck {
  package let name = "cancellation"
  package let claim =
    "Cancelling stops a fold promptly, leaves nothing alive, and the device goes on working."

  private let passes: FoldingPasses
  private let folders: Folders
  private static let branchCount = 64
  /// The run after which the task is cancelled.
  private static let last = 8

  package init(_ passes: @escaping FoldingPasses, _ folders: Folders) {
    self.passes = passes
    self.folders = folders
  }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    var details: [String] = []
    for folder in try folders.all() { details.append(try await show(folder)) }
    return Showing(
      "a fold of \(Self.branchCount) parts, cancelled after \(Self.last)", details: details)
  }

  private func show(_ folder: Folder) async throws(CheckFailure) -> String {
    let name = folder.runtime.name
    let graph = try SampleModel(seed: 3, branchCount: Self.branchCount, size: 48).graph
    // Compiled shaders and pools of memory are there before anything is counted.
    let expected = try await Optimizer(passes(folder.runtime)).bytes(of: graph)
    let before = await folder.usage()

    let ledger = Ledger()
    let clock = ContinuousClock()
    let cut = Mutex<(instant: ContinuousClock.Instant, counts: Ledger.Counts)?>(nil)
    let cancel = Mutex<(@Sendable () -> Void)?>(nil)
    let runtime = WatchedRuntime(
      folder.runtime, ledger,
      after: { counts in
        guard counts.succeeded.count >= Self.last else { return }
        let first = cancel.withLock { cancel in
          defer { cancel = nil }
          return cancel
        }
        guard let first else { return }
        first()
        cut.withLock { $0 = (clock.now, ledger.counts) }
      })
    let optimizer = Optimizer(passes(runtime))
    let gate = AsyncStream<Void>.makeStream()
    let task = Task {
      // The task waits until it can be cancelled.
      for await _ in gate.stream { break }
      return await Result.of { () throws(CheckFailure) in
        do throws(PassError) { _ = try await optimizer.optimize(graph) } catch {
          guard case .cancelled = error else { throw .broken("\(error)") }
          return true
        }
        return false
      }
    }
    cancel.withLock { $0 = { task.cancel() } }
    gate.continuation.finish()
    let isCancelled = try await task.value.get()
    let end = clock.now
    guard isCancelled, let cut = cut.withLock({ $0 }) else {
      throw .broken("\(name): a cancelled fold ended as if nobody had cancelled it.")
    }
    let counts = ledger.counts
    // A part that was running may end: what a device was given can't be called back, and it may have
    // been given all of them.
    let late = counts.succeeded.count { $0 > cut.counts.begun }
    guard late <= Self.branchCount / 4 else {
      throw .broken("\(name): \(late) parts were still computed after the fold was cancelled.")
    }
    guard counts.inFlight == 0, counts.graphs == 0 else {
      throw .broken(
        "\(name): \(counts.inFlight) runs and \(counts.graphs) prepared graphs outlive the fold.")
    }
    guard await folder.usage() == before else {
      throw .broken("\(name): the device holds more than before the fold was cancelled.")
    }
    guard try await Optimizer(passes(folder.runtime)).bytes(of: graph) == expected else {
      throw .broken("\(name): after a cancelled fold, the same fold gives something else.")
    }
    return "\(name): over \(Self.text(end - cut.instant)) after, \(cut.counts.inFlight) parts were "
      + "running, \(late) began late, nothing left"
  }

  private static func text(_ duration: Duration) -> String {
    "\((duration.seconds * 10_000).rounded() / 10) ms"
  }
}
