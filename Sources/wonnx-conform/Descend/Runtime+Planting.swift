import Descent
import Graphs
import Harness
import Runtimes

extension Runtime {
  /// The runtime with the fault of `--plant`; itself without one.
  ///
  /// - Parameter graph: what it will run; the fault has to have its node there.
  func planted(_ text: String?, in graph: Graph? = nil) throws(Failure) -> any Runtime {
    guard let text else { return self }
    guard takesGraphs, inner?.takesGraphs ?? true else {
      throw Failure(.usage, "--plant changes a runtime of the project's own; '\(name)' is none.")
    }
    do throws(PlantError) {
      let plant = try Plant(text)
      if let graph { try plant.check(graph) }
      return PlantedRuntime(self, plant)
    } catch {
      throw Failure(.usage, "\(error).")
    }
  }
}
