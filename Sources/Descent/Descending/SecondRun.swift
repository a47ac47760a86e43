import Graphs
import Harness
import Runtimes
import Synchronization
import Tensors

/// Holds each step of the second side's run against the first side's values, and against the reference.
final class SecondRun: Sendable {
  private let first: FirstRun
  private let judge: StepJudge
  /// The first side's graph where the models are two, whose nodes say what values mean.
  private let isOtherModel: Bool
  /// Whether steps behind the first that is wrong are judged too.
  private let judgesAll: Bool
  private let values: ValueStore
  private let inputs: [String: Value]
  private let progress: DescentProgress
  private let state = Mutex(State())

  private struct State {
    var steps: [DescentStep] = []
    var keys: [[StepKey]] = []
    /// How far values are off, for those that are.
    var distances: [StepKey: Double] = [:]
    var culprit: Culprit?
  }

  /// The first step that the second side gets wrong.
  struct Culprit: Sendable {
    /// Among the steps.
    let place: Int
    let step: TappedStep
    /// What it stands for in the first side's graph, where it is none of its nodes.
    let slice: GraphSlice?
  }

  init(
    _ first: FirstRun, judge: StepJudge, isOtherModel: Bool, judgesAll: Bool, values: ValueStore,
    inputs: [String: Value], progress: @escaping DescentProgress
  ) {
    self.first = first
    self.judge = judge
    self.isOtherModel = isOtherModel
    self.judgesAll = judgesAll
    self.values = values
    self.inputs = inputs
    self.progress = progress
  }

  var steps: [DescentStep] { state.withLock { $0.steps } }
  /// For each step, its outputs.
  var keys: [[StepKey]] { state.withLock { $0.keys } }
  var culprit: Culprit? { state.withLock { $0.culprit } }

  func add(_ step: TappedStep) {
    let named = step.named
    enter(step)
    let readings = step.readings.keys
    let (count, known) = state.withLock { ($0.steps.count, $0.distances) }
    let paths = step.path.enclosing
    let distances = readings.compactMap { name in
      paths.lazy.compactMap { known[StepKey($0, name)] }.first
    }
    progress("step \(count + 1) of about \(first.stepCount): \(step.node.label)")
    var record = DescentStep(step)
    var worst: (key: StepKey, difference: ValueDifference)?
    var own: [StepKey: Double] = [:]
    var matchedCount = 0
    for (key, value) in named {
      guard let other = first.values[key] else { continue }
      matchedCount += 1
      guard let difference = ValueDifference(value, from: other) else { continue }
      own[key] = difference.relative ?? .infinity
      if (worst?.difference.relative ?? -1) < difference.relative ?? .infinity {
        worst = (key, difference)
      }
    }
    var slice: GraphSlice?
    if matchedCount == 0 {
      record.verdict = .unmatched
      // What is made of it starts from what it was made of.
      if let before = distances.max() { for (key, _) in named { own[key] = before } }
    } else if let worst {
      record.output = worst.key.value
      record.difference = worst.difference
      let before = distances.max()
      if let before, before > 0, before.isFinite, let after = worst.difference.relative {
        record.growth = after / before
      }
      if judgesAll || culprit == nil {
        slice = judgement(of: step, inputsDiffer: !distances.isEmpty, into: &record)
      } else {
        record.verdict = .unjudged
        record.reason = "it comes behind the first that makes a difference"
      }
    }
    // Whoever comes later may start from them.
    for (key, value) in named { values.keep(value, as: key) }
    state.withLock { state in
      state.distances.merge(own) { $1 }
      if record.verdict == .makes, state.culprit == nil {
        state.culprit = Culprit(place: count, step: step, slice: slice)
      }
      state.steps.append(record)
      state.keys.append(named.map(\.0))
    }
  }

  /// Holds what a body is given against what the first side's has.
  private func enter(_ step: TappedStep) {
    for (key, value) in step.formals where !values.has(key) {
      values.keep(value, as: key)
      guard let other = first.values[key], let difference = ValueDifference(value, from: other)
      else { continue }
      state.withLock { $0.distances[key] = difference.relative ?? .infinity }
    }
  }

  /// - Returns: the nodes of the first side that the step stands for, where it is none of them.
  private func judgement(
    of step: TappedStep, inputsDiffer: Bool, into record: inout DescentStep
  ) -> GraphSlice? {
    record.take(judge.verdict(on: step), inputsDiffer: inputsDiffer)
    let isSame = step.named.contains { first.maker(of: $0.0) == step.node.label }
    guard !isSame || isOtherModel, let slice = slice(of: step) else { return nil }
    if !isSame { record.sources = slice.labels }
    guard record.verdict != .makes, record.verdict != .random else { return slice }
    let verdict = judge.verdict(on: slice.found, of: slice.graph, slice.inputs)
    // Both sides may differ from the exact result by the nodes' bounds, and twice that from each other.
    guard case .share(let share, let basis) = verdict else {
      if verdict.isOutside { record.take(verdict, inputsDiffer: inputsDiffer) }
      return slice
    }
    record.secondShare = max(record.secondShare ?? 0, share / 3)
    record.basis = basis
    guard share > 3 else { return slice }
    record.verdict = .makes
    record.isSecondWrong = true
    record.reason =
      isOtherModel
      ? "on the second model's own values, \(slice.sentence) of the first model would give others"
      : "it does what its own operator means, but not what \(slice.sentence) mean"
    return slice
  }

  /// The nodes of the first side's graph between what the second side has and a step's outputs.
  private func slice(of step: TappedStep) -> GraphSlice? {
    guard let graph = first.graph(at: step.path) else { return nil }
    // Weights are the first side's, whatever the second has made of them.
    let weights = Set(step.graph.constants.keys.compactMap { step.graph.names[$0] })
    let readings = step.readings.filter { !weights.contains($0.key) }
    return GraphSlice(of: graph, making: step.named.map { ($0.0.value, $0.1) }) { name in
      if let value = readings[name] { return value }
      for path in step.path.enclosing {
        if let value = values[StepKey(path, name)] { return value }
      }
      return inputs[name]
    }
  }
}

extension BodyPath {
  /// The path and those around it, innermost first.
  var enclosing: [BodyPath] {
    (0...frames.count).reversed().map { BodyPath(Array(frames.prefix($0))) }
  }
}

extension DescentStep {
  init(_ step: TappedStep) {
    let output = step.named.first
    self.init(
      node: step.node.name, operation: step.node.operatorName, output: output?.0.value ?? "",
      type: output.map { ValueType(of: $0.1).sentence } ?? "", verdict: .equal)
    path = step.path.frames.map(Frame.init)
  }

  /// Takes the reference's word on the second side, of a step whose outputs differ.
  mutating func take(_ verdict: StepJudge.Verdict, inputsDiffer: Bool) {
    switch verdict {
    case .share(let share, let basis):
      secondShare = share
      self.basis = basis
      isSecondWrong = share > 1
      self.verdict = share > 1 ? .makes : inputsDiffer ? .passesOn : .within
    case .otherKind(let sentence):
      self.verdict = .makes
      isSecondWrong = true
      reason = "'\(output)' is \(sentence)"
    case .random:
      self.verdict = .random
      reason = "it draws random numbers, which nobody can compare"
    case .unjudged(let sentence):
      self.verdict = .unjudged
      reason = sentence
    }
  }

  /// Takes the reference's word on the first side.
  mutating func take(first verdict: StepJudge.Verdict, named name: String) {
    switch verdict {
    case .share(let share, _):
      firstShare = share
      isFirstWrong = share > 1
    case .otherKind(let sentence):
      isFirstWrong = true
      reason = "\(name)'s '\(output)' is \(sentence)"
    case .random, .unjudged: break
    }
    if isFirstWrong { self.verdict = .makes }
  }
}
