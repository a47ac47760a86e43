import Graphs
import Harness
import Runtimes
import Synchronization
import Tensors

/// Holds two runs that show their steps against each other.
struct TapDescent: Sendable {
  private let descent: Descent
  private let method: DescentReport.Method

  init(_ descent: Descent, method: DescentReport.Method) {
    self.descent = descent
    self.method = method
  }

  func report() async throws(RuntimeError) -> DescentReport {
    let (first, second) = (descent.first, descent.second)
    var report = DescentReport(first: first.report, second: second.report, method: method)
    let prepared = try await first.tappable()
    descent.progress("running \(first.runtime.name)")
    let firstRun = FirstRun(store)
    let firstOutputs = try await prepared.run(descent.inputs) { firstRun.add($0) }.outputs
    let secondRun = SecondRun(
      firstRun, judge: StepJudge(flushesSubnormals: second.runtime.flushesSubnormals),
      isOtherModel: method == .models, judgesAll: descent.judgesAll, values: store,
      inputs: namedInputs,
      progress: descent.progress)
    let other = try await second.tappable()
    var secondOutputs: [Value] = []
    do throws(RuntimeError) {
      secondOutputs = try await other.run(descent.inputs) { secondRun.add($0) }.outputs
    } catch {
      // What makes values of another shape may keep the steps behind it from running at all.
      guard secondRun.steps.contains(where: { $0.verdict == .makes }) else { throw error }
      report.remarks.append("\(second.runtime.name) ends behind that: \(error).".endedOnce)
    }
    if let failure = firstRun.values.failure { throw .device(failure) }
    report.steps = secondRun.steps
    report.take(try await judgements(of: report.steps, secondRun.keys, prepared))
    report.outputs = outputs(firstOutputs, secondOutputs)
    guard let found = report.steps.firstIndex(where: { $0.verdict == .makes }) else {
      let isOpen = !descent.judgesAll && report.steps.contains { $0.isSecondWrong }
      return isOpen ? try await TapDescent(descent.judgingAll, method: method).report() : report
    }
    report.found = found
    let isSecond = report.steps[found].isSecondWrong
    let culprit = await step(making: secondRun.keys[found], by: isSecond ? other : prepared)
    guard let culprit else { return report }
    await explain(culprit, isSecond ? secondRun.slice(of: culprit) : nil, into: &report)
    return report
  }

  /// A step of another run like the one before; the run may end behind it.
  private func step(
    making keys: [StepKey], by prepared: any TappableGraph
  ) async -> TappedStep? {
    let found = Mutex<TappedStep?>(nil)
    _ = try? await prepared.run(descent.inputs) { step in
      guard step.named.contains(where: { keys.contains($0.0) }) else { return }
      found.withLock { if $0 == nil { $0 = step } }
    }
    return found.withLock { $0 }
  }

  private var store: ValueStore {
    ValueStore(byteLimit: descent.byteLimit, folder: descent.scratch)
  }

  private var namedInputs: [String: Value] {
    let graph = descent.first.graph
    let named = zip(graph.inputs, descent.inputs).compactMap { id, value in
      graph.names[id].flatMap { name in value.map { (name, $0) } }
    }
    return Dictionary(named, uniquingKeysWith: { first, _ in first })
  }

  /// The reference's word on the first side, of steps whose outputs differ: a second run of it.
  private func judgements(
    of steps: [DescentStep], _ keys: [[StepKey]], _ prepared: any TappableGraph
  ) async throws(RuntimeError) -> [Int: StepJudge.Verdict] {
    var asked: [StepKey: Int] = [:]
    let last = steps.firstIndex { $0.verdict == .makes }
    for (place, step) in steps.enumerated() where step.difference != nil {
      if !descent.judgesAll, let last, place > last { break }
      for key in keys[place] { asked[key] = place }
    }
    guard !asked.isEmpty else { return [:] }
    let judge = StepJudge(flushesSubnormals: descent.first.runtime.flushesSubnormals)
    let verdicts = Mutex<[Int: StepJudge.Verdict]>([:])
    let (wanted, progress, name) = (asked, descent.progress, descent.first.runtime.name)
    _ = try await prepared.run(descent.inputs) { step in
      guard let place = step.named.lazy.compactMap({ wanted[$0.0] }).first else { return }
      progress("judging \(name): \(step.node.label)")
      let verdict = judge.verdict(on: step)
      verdicts.withLock { $0[place] = verdict }
    }
    return verdicts.withLock { $0 }
  }

  private func outputs(_ first: [Value], _ second: [Value]) -> [DescentOutput] {
    let interface = ModelInterface(descent.first.graph)
    return zip(first, second).enumerated().map { index, pair in
      DescentOutput(
        name: interface.outputName(index),
        difference: ValueDifference(pair.1, from: pair.0))
    }
  }

  /// Says which of its nodes a fused step gets wrong, and what gives its values.
  private func explain(
    _ culprit: TappedStep, _ slice: GraphSlice?, into report: inout DescentReport
  ) async {
    report.explanations = Explainer().explanations(of: culprit)
    guard let slice, slice.graph.nodes.count > 1, method == .taps else { return }
    let runtime = descent.second.runtime
    let plain = runtime.inner ?? runtime
    let found = Mutex<TappedStep?>(nil)
    let judge = StepJudge(flushesSubnormals: runtime.flushesSubnormals)
    do throws(RuntimeError) {
      guard let prepared = try await plain.prepare(slice.graph) as? any TappableGraph else {
        return
      }
      _ = try await prepared.run(slice.inputs) { step in
        guard judge.verdict(on: step).isOutside else { return }
        found.withLock { if $0 == nil { $0 = step } }
      }
    } catch {
      report.remarks.append(
        "The nodes that the step stands for can't be run by themselves on \(plain.name): \(error)."
          .endedOnce)
      return
    }
    guard let step = found.withLock({ $0 }) else {
      report.remarks.append(
        "Unfused, \(plain.name) has \(slice.sentence) within their bounds on the same inputs: what "
          + "is wrong is wrong in the fused step alone.")
      return
    }
    report.foundSource = step.node.label
    if report.explanations.isEmpty { report.explanations = Explainer().explanations(of: step) }
  }
}

extension DescentReport {
  /// Joins what the reference says of the first side.
  mutating func take(_ verdicts: [Int: StepJudge.Verdict]) {
    for (place, verdict) in verdicts { steps[place].take(first: verdict, named: first.runtime) }
  }
}
