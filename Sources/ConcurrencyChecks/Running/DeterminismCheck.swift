import Graphs
import Interpreter
import Optimizer
import Runtimes

/// The optimised graph is the same, byte for byte, whatever runs when and where.
package struct DeterminismCheck: ConcurrencyCheck {
  package let name = "determinism"
  package let claim =
    "The optimised graph is the same, byte for byte, whatever the number of threads and the order "
    + "in which tasks end."

  private let passes: FoldingPasses
  private let folders: Folders
  private static let threadCounts = [1, 2, 3, 8]
  private static let seeds: ClosedRange<UInt64> = 1...4

  package init(_ passes: @escaping FoldingPasses, _ folders: Folders) {
    self.passes = passes
    self.folders = folders
  }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    var count = 0
    var orders: Set<[Int]> = []
    var details: [String] = []
    for folder in try folders.all() {
      let name = folder.runtime.name
      for seed in Self.seeds {
        let graph = try SampleModel(seed: seed).graph
        let expected = try await Optimizer(passes(folder.runtime)).bytes(of: graph)
        for threadCount in Self.threadCounts {
          let ledger = Ledger()
          let runtime = WatchedRuntime.delaying(folder.runtime, ledger, seed: seed)
          let optimizer = Optimizer(passes(runtime))
          let pool = ThreadPool(threadCount: threadCount, seed: seed &+ UInt64(threadCount))
          let found = await withTaskExecutorPreference(pool) {
            await Result.of { () throws(CheckFailure) in try await optimizer.bytes(of: graph) }
          }
          guard try found.get() == expected else {
            throw .broken(
              "Folding with \(name) on \(threadCount) threads, model and order \(seed): the "
                + "optimised graph differs from that of other threads.")
          }
          orders.insert(ledger.counts.order)
          count += 1
        }
      }
      details.append("\(name): \(Self.seeds.count) models on \(Self.threadCounts) threads")
    }
    guard orders.count > count / 2 else {
      throw .broken(
        "\(count) optimisations ended in only \(orders.count) orders: nothing was shuffled.")
    }
    return Showing(
      "\(count) optimisations, \(orders.count) orders of completion, one result a model",
      details: details)
  }
}

extension Result where Failure == CheckFailure {
  /// What `body` gives or throws.
  static func of(_ body: () async throws(Failure) -> Success) async -> Result {
    do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
  }
}
