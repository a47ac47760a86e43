package import Harness
import Graphs
import Runtimes
package import Tensors

/// A runtime in a worker process: a crash or a hang costs the worker, not the reduction. Each data set is a case of its own, so that none sees another's values.
package struct WorkerRunner: GraphRunner {
  package let name: String
  package let identity: String
  package let isReproducible: Bool
  /// Whether two runs of a model have to have the same bits.
  private let isDeterministic: Bool
  private let worker: StandingWorker
  private let outputs: KeptOutputs

  /// - Parameters:
  ///   - command: starts a worker that keeps outputs in `outputs`.
  ///   - limits: what a trial may take.
  package init(
    _ job: RuntimeJob, isReproducible: Bool, isDeterministic: Bool = true, command: WorkerCommand,
    outputs: KeptOutputs, limits: Limits
  ) {
    self.isDeterministic = isDeterministic
    name = job.name
    identity = job.identity
    self.isReproducible = isReproducible
    self.outputs = outputs
    worker = StandingWorker(job, command, limits)
  }

  package func outcome(of files: TrialFiles) async -> RunOutcome {
    var values: [[Value]] = []
    var isExact = true
    for (set, inputs) in files.fed.sets.enumerated() {
      let (status, reason, found, exact) = await outcome(of: files, set, inputs)
      guard let found else { return Self.outcome(status, reason) }
      isExact = isExact && exact
      values.append(found)
    }
    return .values(values, isExact: isExact)
  }

  package func staleness(of files: TrialFiles, alone: [[Value]]) async -> String? {
    let folder = "\(files.folder)/\(name)-together"
    guard (try? TrialFiles(files.fed, in: folder, outputs: alone)) != nil else { return nil }
    let record = await worker.record(
      of: SuiteCase(
        id: CaseID(kind: "trial", name: "together"), folder: folder,
        dataSetCount: files.fed.sets.count, rtol: isDeterministic ? 0 : Self.usual.rtol,
        atol: isDeterministic ? 0 : Self.usual.atol, facets: CaseFacets()))
    guard let record, record.status != .pass else { return nil }
    let reason = (record.reason ?? record.status.description).replacing("\(folder)/", with: "")
    return "a data set gives something else behind those before it: \(reason)"
  }

  /// The suite's own tolerances.
  private static let usual = (rtol: 1e-3, atol: 1e-7)

  private func outcome(
    of files: TrialFiles, _ set: Int, _ inputs: [Value]
  ) async -> (Status, String, [Value]?, Bool) {
    let folder = "\(files.folder)/\(name)-\(set)"
    let id = CaseID(kind: "trial", name: "\(set)")
    do {
      // One output more than there are: the worker has nothing to judge.
      let expected = Array(
        repeating: Value.tensor(Tensor(scalar: false)), count: files.fed.graph.outputs.count + 1)
      let single = FedGraph(graph: files.fed.graph, sets: [inputs])
      _ = try TrialFiles(single, in: folder, outputs: [expected])
    } catch { return (.error(.load), "\(error)", nil, true) }
    let record = await worker.record(
      of: SuiteCase(
        id: id, folder: folder, dataSetCount: 1, rtol: 0, atol: 0, facets: CaseFacets()))
    guard let record else { return (.missing, "no worker of \(name) can be started", nil, true) }
    // Runtimes name the file, which lies elsewhere in each reduction.
    let reason = (record.reason ?? record.status.description).replacing("\(folder)/", with: "")
    let isExact = record.optimization?.isExact ?? true
    guard case .fail = record.status else {
      return (record.status, reason, nil, isExact)
    }
    let found = try? outputs.take(
      of: id, name, set: 0, ModelFileLoader().source("\(folder)/model.onnx").interface,
      ModelFileLoader())
    return (.error(.readback), "the outputs could not be read", found ?? nil, isExact)
  }

  private static func outcome(_ status: Status, _ reason: String) -> RunOutcome {
    switch status {
    case .unsupported: .unsupported(reason)
    case .crash(let signal): .failure(.init(.crash(signal), reason))
    case .timeout: .failure(.init(.hang, reason))
    case .error(.memory): .failure(.init(.memory, reason))
    case .missing: .lost(reason)
    case .pass, .fail, .error, .deviceLost, .validationError, .unpredictable, .skipped:
      .failure(.init(.error, reason))
    }
  }
}
