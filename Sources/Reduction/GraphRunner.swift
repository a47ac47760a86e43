import Graphs
import Harness
package import Runtimes
import Tensors

/// What runs a model of a reduction.
package protocol GraphRunner: Sendable {
  var name: String { get }
  /// Version, device, driver.
  var identity: String { get }
  /// Whether its results have to have the bits of another such one's.
  var isReproducible: Bool { get }
  func outcome(of files: TrialFiles) async -> RunOutcome
}

/// A runtime in this process, or one whose adapter is a process of its own.
package struct RuntimeRunner: GraphRunner {
  private let runtime: any Runtime

  package init(_ runtime: any Runtime) { self.runtime = runtime }

  package var name: String { runtime.name }
  package var identity: String { runtime.identity }
  package var isReproducible: Bool { runtime.isReproducible }

  package func outcome(of files: TrialFiles) async -> RunOutcome {
    let source: ModelSource
    do { source = try ModelFileLoader().source(files.model) } catch {
      return .failure(.init(.error, error.description))
    }
    do throws(RuntimeError) {
      let prepared = try await runtime.prepare(source)
      var outputs: [[Value]] = []
      for inputs in files.fed.sets { outputs.append(try await prepared.run(inputs).outputs) }
      return .values(outputs, isExact: prepared.changes?.isExact ?? true)
    } catch { return RunOutcome(error) }
  }
}
