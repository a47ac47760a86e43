import Graphs
import Optimizer
import Runtimes

/// A runtime that fails in the middle of a fold is an error, and changes nothing.
package struct FailureCheck: ConcurrencyCheck {
  package let name = "failure"
  package let claim =
    "A runtime that fails in the middle of a fold is an error, and leaves the graph as it was."

  private let passes: FoldingPasses
  private let folders: Folders

  package init(_ passes: @escaping FoldingPasses, _ folders: Folders) {
    self.passes = passes
    self.folders = folders
  }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    var count = 0
    for folder in try folders.all() {
      let name = folder.runtime.name
      let graph = try SampleModel(seed: 5).graph
      let original = try graph.serialized()
      let expected = try await Optimizer(passes(folder.runtime)).bytes(of: graph)
      let before = await folder.usage()
      // The first run, one in the middle, and the last of the model's sixteen.
      for last in [1, 7, 16] {
        let ledger = Ledger()
        let failing = WatchedRuntime(
          folder.runtime, ledger,
          before: { number throws(RuntimeError) in
            if number == last { throw .device("the check breaks run \(number)") }
          })
        try await fail(graph, with: Optimizer(passes(failing)), name)
        guard try graph.serialized() == original else {
          throw .broken("\(name): a fold that failed at run \(last) has changed its graph.")
        }
        let counts = ledger.counts
        guard counts.begun >= last else {
          throw .broken("\(name): the model has only \(counts.begun) parts to fold.")
        }
        guard counts.inFlight == 0, counts.graphs == 0, await folder.usage() == before else {
          throw .broken("\(name): a fold that failed at run \(last) leaves something behind.")
        }
        count += 1
      }
      guard try await Optimizer(passes(folder.runtime)).bytes(of: graph) == expected else {
        throw .broken("\(name): after a failed fold, the same fold gives something else.")
      }
    }
    return Showing("\(count) folds broken at the first, a middle and the last run")
  }

  private func fail(
    _ graph: Graph, with optimizer: Optimizer, _ name: String
  ) async throws(CheckFailure) {
    do throws(PassError) { _ = try await optimizer.optimize(graph) } catch {
      guard case .runtime(_, .device) = error else {
        throw .broken("\(name): a device's failure comes out as something else: \(error)")
      }
      return
    }
    throw .broken("\(name): a fold goes on as if its runtime had not failed.")
  }
}
