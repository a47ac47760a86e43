internal import Graphs
package import Runtimes
internal import Tensors

/// Runs a case on a runtime and judges what comes out.
package struct CaseRunner: Sendable {
  package let runtime: any Runtime
  /// Says what another implementation gives where this one differs from the suite.
  package let reference: (any Runtime)?
  package let loader: any CaseLoader
  /// How often each data set runs again in the prepared graph, where its answer may not change.
  package let replayCount: Int
  /// Whether outputs are held against what their operators state of their errors.
  package let judgesBounds: Bool
  /// Sees the values of each case after its verdict; on whatever thread ran the case.
  package let observer: (@Sendable (CaseRecord, CaseValues) -> Void)?

  package init(
    runtime: any Runtime, reference: (any Runtime)? = nil, loader: any CaseLoader,
    replayCount: Int = 1, judgesBounds: Bool = true,
    observer: (@Sendable (CaseRecord, CaseValues) -> Void)? = nil
  ) {
    self.runtime = runtime
    self.reference = reference
    self.loader = loader
    self.replayCount = replayCount
    self.judgesBounds = judgesBounds
    self.observer = observer
  }

  /// Never throws: whatever goes wrong is the record's status and reason.
  @concurrent package func run(_ suiteCase: SuiteCase) async -> CaseRecord {
    var record = CaseRecord(suiteCase, runtime: runtime.name, .pass)
    let clock = ContinuousClock()
    let start = clock.now
    var values = CaseValues(suiteCase)
    do throws(CaseFailure) {
      do throws(CaseFailure) { try await run(suiteCase, into: &record, &values) } catch {
        guard let refusal = suiteCase.refusal else { throw error }
        record.reason = try error.granted(refusal)
        record.outputs = []
      }
      if let refusal = suiteCase.refusal, record.reason == nil { throw CaseFailure(refusal) }
    } catch {
      record.status = error.status
      record.reason = error.reason
      record.signature = Signature(error.reason).text
      record.outcome = .regression
    }
    record.seconds = (clock.now - start).seconds
    observer?(record, values)
    return record
  }

  private func run(
    _ suiteCase: SuiteCase, into record: inout CaseRecord, _ values: inout CaseValues
  ) async throws(CaseFailure) {
    let clock = ContinuousClock()
    var mark = clock.now
    func lap() -> Double {
      defer { mark = clock.now }
      return (clock.now - mark).seconds
    }
    if let defect = suiteCase.defect { throw CaseFailure(.error(.load), defect) }
    let source = try CaseFailure.loading { () throws(LoadError) in
      try loader.source(suiteCase.modelPath)
    }
    let model = source.interface
    // What a foreign runtime can't be blamed for is only asked for where it is of use.
    let graph =
      runtime.takesGraphs
      ? try CaseFailure.loading { () throws(LoadError) in try source.graph() }
      : try? source.graph()
    let sets = try CaseFailure.loading { () throws(LoadError) in
      var sets: [Feeds] = []
      for set in 0..<suiteCase.dataSetCount {
        sets.append(try suiteCase.feeds(set: set, of: model, loader: loader))
      }
      return sets
    }
    record.durations.load = lap()
    let prepared: any PreparedGraph
    do { prepared = try await runtime.prepare(source) } catch {
      record.durations.prepare = lap()
      throw CaseFailure(error, in: .plan)
        .judged(by: runtime, suiteCase.facets)
    }
    record.durations.prepare = lap()
    if prepared.changes != nil { record.durations.optimize = prepared.optimizationSeconds }
    record.optimization = prepared.changes.map(Optimization.init)
    var identity = IdentityCheck(
      runtime, source, record.optimization, isModel: suiteCase.isModel)
    let replays = ReplayCheck(runtime, graph, model, suiteCase.facets, count: replayCount)
    record.durations.replays.seconds = Array(repeating: 0, count: replays.count)
    for feeds in sets {
      if observer != nil { values.add(feeds, model) }
      let result: RunResult
      do { result = try await prepared.run(feeds.inputs) } catch {
        record.durations.run += lap()
        throw CaseFailure(error, in: .dispatch)
          .judged(by: runtime, suiteCase.facets)
      }
      record.durations.run += lap()
      record.placement = Placement(result.placements)
      if !result.warnings.isEmpty { record.warnings = result.warnings }
      record.bits = BitsDigest.of(result.outputs, after: record.bits)
      let mismatch = judge(result.outputs, feeds, suiteCase, model, graph, into: &record)
      record.durations.compare += lap()
      if observer != nil { values.add(result.outputs, model, record.outputs) }
      if mismatch == nil, let difference = await identity.difference(of: result.outputs, feeds) {
        record.optimization?.isIdentical = false
        record.optimization?.isInside = identity.isInside
        throw CaseFailure(difference)
      }
      record.optimization?.isIdentical = identity.isIdentical
      record.optimization?.isInside = identity.isInside
      if mismatch == nil, let draws = graph.flatMap({ DrawsCheck($0, feeds.inputs) }),
        let odd = await draws.mismatch(prepared, feeds.inputs, first: result.outputs)
      {
        throw CaseFailure(odd)
      }
      if let mismatch {
        await addReference(feeds, source, to: &record)
        throw CaseFailure(mismatch)
      }
      try await replays.run(
        prepared, feeds, first: result.outputs, seconds: &record.durations.replays.seconds)
      mark = clock.now
    }
    do { try await prepared.finish() } catch { throw CaseFailure(error, in: .readback) }
  }

  private func judge(
    _ outputs: [Value], _ feeds: Feeds, _ suiteCase: SuiteCase, _ model: ModelInterface,
    _ graph: Graph?, into record: inout CaseRecord
  ) -> Mismatch? {
    guard outputs.count == feeds.expected.count else {
      return Mismatch(
        cause: .count,
        reason: "the run gave \(outputs.count) outputs, expected \(feeds.expected.count)")
    }
    let rule = JudgingRules.rule(for: suiteCase).init(suiteCase)
    var judgement = Judgement()
    for (index, (found, expected)) in zip(outputs, feeds.expected).enumerated() {
      judgement =
        judgement
        + rule.judge(
          JudgedOutput(
            name: model.outputName(index), found: found, expected: expected, inputs: feeds.inputs))
    }
    record.outputs = judgement.comparisons
    if judgesBounds, let graph, !(rule is StatisticalRule) {
      let check = BoundCheck(
        graph, BoundRule(flushesSubnormals: runtime.flushesSubnormals), isModel: suiteCase.isModel)
      check.judge(outputs, feeds.inputs, named: model.outputName, into: &record)
    }
    return judgement.mismatch
  }

  /// Adds what the reference runtime gives for each differing element.
  private func addReference(
    _ feeds: Feeds, _ source: ModelSource, to record: inout CaseRecord
  ) async {
    guard let reference, record.outputs.contains(where: { !$0.first.isEmpty }),
      let prepared = try? await reference.prepare(source),
      let result = try? await prepared.run(feeds.inputs)
    else { return }
    var tensors: [String: Tensor] = [:]
    for (index, output) in result.outputs.enumerated() {
      output.collectTensors(named: source.interface.outputName(index), into: &tensors)
    }
    for index in record.outputs.indices {
      guard let tensor = tensors[record.outputs[index].output],
        tensor.shape.dims == record.outputs[index].shape
      else { continue }
      for element in record.outputs[index].first.indices {
        let offset = record.outputs[index].first[element].offset
        record.outputs[index].first[element].reference = tensor.text(at: offset)
      }
      for element in record.outputs[index].worst.indices {
        let offset = record.outputs[index].worst[element].offset
        record.outputs[index].worst[element].reference = tensor.text(at: offset)
      }
    }
  }
}

extension Value {
  /// The tensors inside, under the names that comparisons give them.
  func collectTensors(named name: String, into tensors: inout [String: Tensor]) {
    switch self {
    case .tensor(let tensor): tensors[name] = tensor
    case .sequence(let values, _):
      for (index, value) in values.enumerated() {
        value.collectTensors(named: "\(name)[\(index)]", into: &tensors)
      }
    case .optional(let value, _): value?.collectTensors(named: name, into: &tensors)
    case .map(let map):
      tensors["\(name).keys"] = map.keys
      map.values.collectTensors(named: "\(name).values", into: &tensors)
    case .sparse(let sparse):
      tensors["\(name).indices"] = sparse.indices
      tensors["\(name).values"] = sparse.values
    }
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
