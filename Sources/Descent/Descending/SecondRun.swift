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
    /// Whether a step was wrong.
    var isWrong = false
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

  func add(_ step: TappedStep) {
    let named = step.named
    enter(step)
    let readings = step.readings.keys
    let (count, known, isWrong) = state.withLock { ($0.steps.count, $0.distances, $0.isWrong) }
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
      record.inputsDiffer = !distances.isEmpty
      if judgesAll || !isWrong {
        judge(step, into: &record)
      } else {
        record.verdict = .unjudged
        record.reason = "it comes behind the first that makes a difference"
      }
    }
    // Whoever comes later may start from them.
    for (key, value) in named { values.keep(value, as: key) }
    state.withLock { state in
      state.distances.merge(own) { $1 }
      if record.isSecondWrong { state.isWrong = true }
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

  private func judge(_ step: TappedStep, into record: inout DescentStep) {
    record.take(judge.verdict(on: step))
    let isSame = step.named.contains { first.maker(of: $0.0) == step.node.label }
    guard !isSame || isOtherModel, let slice = slice(of: step) else { return }
    if !isSame { record.sources = slice.labels }
    guard record.verdict != .makes, record.verdict != .random else { return }
    let verdict = judge.verdict(on: slice.found, of: slice.graph, slice.inputs)
    record.take(verdict, of: slice, isOtherModel: isOtherModel)
  }

  /// The nodes of the first side's graph between what the second side has and a step's outputs.
  func slice(of step: TappedStep) -> GraphSlice? {
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
  mutating func take(_ verdict: StepJudge.Verdict) {
    switch verdict {
    case .share(let share, let basis):
      secondShare = share
      self.basis = basis
      isSecondWrong = share > 1
      self.verdict = share > 1 ? .makes : inputsDiffer ? .passesOn : .within
    case .otherKind(let sentence):
      self.verdict = .makes
      isSecondWrong = true
      reason = "'\(output.onOneLine)' is \(sentence)"
    case .random:
      self.verdict = .random
      reason = "it draws random numbers, which nobody can compare"
    case .unjudged(let sentence):
      self.verdict = .unjudged
      reason = sentence
    }
  }

  /// Takes the reference's word on what the first side's nodes would make of the second side's values.
  mutating func take(_ verdict: StepJudge.Verdict, of slice: GraphSlice, isOtherModel: Bool) {
    // Both sides may differ from the exact result by the nodes' bounds, and twice that from each other.
    guard case .share(let share, let basis) = verdict else {
      if verdict.isOutside { take(verdict) }
      return
    }
    // Without a bound nobody knows how far an error of one node moves what the next one rounds.
    guard basis == .bound || isOtherModel else { return }
    secondShare = max(secondShare ?? 0, share / 3)
    self.basis = basis
    guard share > 3 else { return }
    self.verdict = .makes
    isSecondWrong = true
    reason =
      isOtherModel
      ? "on the second model's own values, \(slice.sentence) of the first model would give others"
      : "it does what its own operator means, but not what \(slice.sentence) mean"
  }

  /// Takes the reference's word on the first side.
  mutating func take(first verdict: StepJudge.Verdict, named name: String) {
    switch verdict {
    case .share(let share, _):
      firstShare = share
      isFirstWrong = share > 1
    case .otherKind(let sentence):
      isFirstWrong = true
      reason = "\(name)'s '\(output.onOneLine)' is \(sentence)"
    case .random, .unjudged: break
    }
    guard isFirstWrong else { return }
    self.verdict = .makes
    // Where both are as wrong on inputs that differ, the difference is the inputs'.
    guard isSecondWrong, inputsDiffer, isAlike else { return }
    self.verdict = .passesOn
    reason = "both sides are outside of its operator's bound on their own inputs, and as far"
  }

  /// Whether both sides take about as much of the bound.
  private var isAlike: Bool {
    guard let a = firstShare, let b = secondShare else { return false }
    return a == b || a < 2 * b && b < 2 * a
  }
}
