import Graphs
import Optimizer
import Runtimes
import Synchronization
import Tensors

/// Many tasks optimise many models at once through shared runtimes, and run the results.
package struct RaceWorkload: Sendable {
  package let taskCount: Int
  package let modelCount: Int
  private let passes: FoldingPasses

  package init(taskCount: Int, modelCount: Int, _ passes: @escaping FoldingPasses) {
    self.taskCount = taskCount
    self.modelCount = modelCount
    self.passes = passes
  }

  /// What was done, in a sentence.
  ///
  /// - Throws: `.broken` where two tasks got different graphs of one model.
  package func run() async throws(CheckFailure) -> String {
    var models: [Graph] = []
    for seed in 0..<modelCount {
      models.append(try SampleModel(seed: UInt64(seed + 1), branchCount: 6).graph)
    }
    let input = try SampleModel.matrix(seed: 2, size: 8)
    var parts: [String] = []
    for folder in try Folders().all() {
      let optimizer = Optimizer(passes(folder.runtime))
      let results = await withTaskGroup(of: (Int, Result<[UInt8], CheckFailure>).self) { group in
        for task in 0..<taskCount {
          let model = task % modelCount
          group.addTask { [graph = models[model]] in
            (model, await Self.optimize(graph, optimizer, on: folder.runner, input))
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      var first: [Int: [UInt8]] = [:]
      for (model, result) in results {
        let bytes = try result.get()
        guard first[model, default: bytes] == bytes else {
          throw .broken("\(folder.runtime.name): two tasks got different graphs of one model.")
        }
        first[model] = bytes
      }
      parts.append("\(taskCount) through \(folder.runtime.name)")
    }
    return "\(modelCount) models optimised by tasks at once and run: "
      + parts.joined(separator: ", ")
  }

  private static func optimize(
    _ graph: Graph, _ optimizer: Optimizer, on runtime: any Runtime, _ input: Tensor
  ) async -> Result<[UInt8], CheckFailure> {
    do {
      let optimized = try await optimizer.optimize(graph).graph
      _ = try await runtime.prepare(optimized).run([.tensor(input)])
      return .success(try optimized.serialized())
    } catch let error as CheckFailure {
      return .failure(error)
    } catch {
      return .failure(.broken("\(runtime.name): \(error)"))
    }
  }
}
