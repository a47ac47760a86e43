internal import Graphs
package import Runtimes
package import Tensors

/// Finds the first step at which two runs part.
package struct Descent: Sendable {
  let first: DescentSide
  let second: DescentSide
  /// One value an input of the first side's graph; `nil` takes its default.
  let inputs: [Value?]
  /// Whether steps behind the first that makes a difference are judged too.
  let judgesAll: Bool
  /// Bytes of a run's values that stay in memory.
  let byteLimit: Int
  /// Where files between this program and others lie.
  let scratch: String
  let progress: DescentProgress

  package init(
    _ first: DescentSide, _ second: DescentSide, inputs: [Value?], judgesAll: Bool = true,
    byteLimit: Int = 1 << 30, scratch: String,
    progress: @escaping DescentProgress = { _ in }
  ) {
    self.first = first
    self.second = second
    self.inputs = inputs
    self.judgesAll = judgesAll
    self.byteLimit = byteLimit
    self.scratch = scratch
    self.progress = progress
  }

  /// The same descent, which judges every step.
  var judgingAll: Descent {
    Descent(
      first, second, inputs: inputs, byteLimit: byteLimit, scratch: scratch, progress: progress)
  }

  /// - Throws: what keeps one of the two from running the model.
  @concurrent package func report() async throws(RuntimeError) -> DescentReport {
    if first.source.path != second.source.path {
      return try await ModelDescent(self).report()
    }
    guard first.showsSteps, second.showsSteps else {
      return try await CutDescent(self).report()
    }
    return try await TapDescent(self, method: .taps).report()
  }
}
