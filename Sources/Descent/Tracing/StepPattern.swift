internal import Graphs
internal import Harness
package import Runtimes

/// Which steps of a run are meant: by node name, name of an output, or operator, as a glob.
package struct StepPattern: Sendable {
  private let globs: [Glob]

  /// - Parameter patterns: none means every step.
  package init(_ patterns: [String]) { globs = patterns.map { Glob($0) } }

  package func matches(_ step: TappedStep) -> Bool {
    guard !globs.isEmpty else { return true }
    let outputs = step.node.outputs.compactMap { $0.flatMap { step.graph.names[$0] } }
    let names = [step.node.name, step.node.operatorName] + outputs
    return globs.contains { glob in names.contains { glob.matches($0) } }
  }
}
