import Runtimes

/// Judges a step that both sides have.
protocol SideJudge: Sendable {
  func record(
    _ one: TappedStep, _ other: TappedStep, inputsDiffer: Bool
  ) async throws(RuntimeError) -> DescentStep
}

/// Judges a step of both sides, each on its own inputs.
struct PairJudge: SideJudge {
  private let first: StepJudge
  private let second: StepJudge

  init(_ first: any Runtime, _ second: any Runtime) {
    self.first = StepJudge(flushesSubnormals: first.flushesSubnormals)
    self.second = StepJudge(flushesSubnormals: second.flushesSubnormals)
  }

  func record(_ one: TappedStep, _ other: TappedStep, inputsDiffer: Bool) -> DescentStep {
    var step = DescentStep(other, beside: one)
    guard step.difference != nil else { return step }
    step.inputsDiffer = inputsDiffer
    step.take(second.verdict(on: other))
    step.take(first: first.verdict(on: one), named: "the first runtime")
    return step
  }
}

extension DescentStep {
  /// A step of the second side, with the output that differs most from the first side's.
  init(_ other: TappedStep, beside one: TappedStep) {
    self.init(other)
    let values = Dictionary(one.named, uniquingKeysWith: { first, _ in first })
    for (key, value) in other.named {
      guard let difference = values[key].flatMap({ ValueDifference(value, from: $0) }) else {
        continue
      }
      guard (self.difference?.relative ?? -1) < difference.relative ?? .infinity else { continue }
      self.difference = difference
      output = key.value
    }
  }
}
