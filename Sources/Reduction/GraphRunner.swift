import Graphs
import Harness
package import Runtimes
package import Tensors

/// What runs a model of a reduction.
package protocol GraphRunner: Sendable {
  var name: String { get }
  /// Version, device, driver.
  var identity: String { get }
  /// Whether its results have to have the bits of another such one's.
  var isReproducible: Bool { get }
  /// What each data set gives by itself, in a graph made ready for it.
  func outcome(of files: TrialFiles) async -> RunOutcome
  /// What the data sets give one after the other in one graph made ready, where that is not what each
  /// gives by itself: the rest of a sentence; `nil` where it is.
  func staleness(of files: TrialFiles, alone: [[Value]]) async -> String?
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
      var outputs: [[Value]] = []
      var isExact = true
      for inputs in files.fed.sets {
        let prepared = try await runtime.prepare(source)
        outputs.append(try await prepared.run(inputs).outputs)
        isExact = isExact && prepared.changes?.isExact ?? true
      }
      return .values(outputs, isExact: isExact)
    } catch { return RunOutcome(error) }
  }

  package func staleness(of files: TrialFiles, alone: [[Value]]) async -> String? {
    guard let source = try? ModelFileLoader().source(files.model) else { return nil }
    do throws(RuntimeError) {
      let prepared = try await runtime.prepare(source)
      for (set, (inputs, expected)) in zip(files.fed.sets, alone).enumerated() {
        let found = try await prepared.run(inputs).outputs
        let isSame = zip(found, expected).allSatisfy { $0.hasBits(of: $1) }
        if !isSame { return "data set \(set) has other bits behind those before it" }
      }
      return nil
    } catch { return "behind another run: \(error)" }
  }
}
