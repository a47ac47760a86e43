import Graphs
import Harness
import Reduction
import Runtimes
import Tensors

/// Runs a graph on each of several runtimes, the first of which is the measure.
struct FuzzTrial: Sendable {
  private let runtimes: [any Runtime]
  /// Where graphs lie as files.
  private let scratch: String

  init(_ runtimes: [any Runtime], scratch: String) {
    self.runtimes = runtimes
    self.scratch = scratch
  }

  /// The first difference between the first runtime and another one.
  func difference(of fed: FedGraph) async -> FuzzDifference? {
    // As a file, so that each runtime reads it as it reads any.
    guard let files = try? TrialFiles(fed, in: scratch) else { return nil }
    let first = await RuntimeRunner(runtimes[0]).outcome(of: files)
    for other in runtimes.dropFirst() {
      let second = await RuntimeRunner(other).outcome(of: files)
      let isExact = if case .values(_, let isExact) = second { isExact } else { true }
      let names = [runtimes[0].name, other.name]
      let found = FoundSymptom.between(
        first, second, names: names, other.takesGraphs && isExact ? .bits : .usual,
        countsUnsupported: false)
      if let found {
        return FuzzDifference(fed: fed, runtimes: names, found: found, outputs: first.values ?? [])
      }
    }
    return nil
  }

  /// The same difference in a graph that no step makes smaller.
  func shrunk(_ difference: FuzzDifference) async -> FuzzDifference {
    let pair = FuzzTrial(
      runtimes.filter { difference.runtimes.contains($0.name) }, scratch: scratch)
    let trials = Trials {
      await NodeValues.of($0)
    } shows: { fed in
      guard let found = await pair.difference(of: fed)?.found else { return false }
      return difference.found.symptom.isShown(by: found.symptom)
    }
    let small = await GraphShrinking(trials).smallest(of: difference.fed)
    return await pair.difference(of: small) ?? difference
  }
}

/// A graph on which two runtimes differ.
struct FuzzDifference: Sendable {
  let fed: FedGraph
  let runtimes: [String]
  let found: FoundSymptom
  /// The first runtime's, one list a data set, where it has any.
  let outputs: [[Value]]

  var text: String {
    let nodes = fed.graph.nodes.map { "\($0.operatorName)-\($0.opset)" }.joined(separator: " → ")
    return "\(runtimes.joined(separator: " and ")): \(nodes): \(found.sentence)"
  }

  /// Writes the graph as a case whose expected values are the first runtime's.
  func write(into folder: String) throws(Failure) {
    do { _ = try TrialFiles(fed, in: folder, outputs: outputs) } catch {
      throw Failure(.infrastructure, "\(folder) can't be written: \(error)")
    }
  }
}
