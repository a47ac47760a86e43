import Graphs
import Runtimes
import Tensors

extension Walk {
  /// Submits what is left and reads the outputs. The run is kept where it can be replayed.
  func finish(_ outputs: [Item], _ inputs: [Value?]) throws(RuntimeError) -> [Value] {
    try finishPrologue()
    let wasOneSegment = recorder.segmentCount == 0
    let sources = try leave(outputs)
    let (commands, timestamps) = try recorder.finish() ?? (nil, nil)
    if let commands { try engine.submit(commands) } else { try engine.transfers.flush() }
    try engine.checkCanaries(written)
    try faults?.check()
    var values: [Value] = []
    for source in sources {
      if let value = try engine.value(of: source, inputs) { values.append(value) }
    }
    state.statistics = statistics
    state.statistics.nodeTimes = recorder.times + (try timestamps?.times() ?? [])
    if isReplayable, wasOneSegment {
      keep(commands, timestamps, sources, for: inputs.map { $0.map { ValueType(of: $0) } })
    }
    return values
  }

  /// Keeps what is recorded for runs to come.
  ///
  /// - Parameter types: the types of their inputs; `nil` where one takes its default.
  func keep(_ outputs: [Item], for types: [ValueType?]) throws(RuntimeError) {
    try finishPrologue()
    let sources = try leave(outputs)
    let (commands, timestamps) = try recorder.finish() ?? (nil, nil)
    try engine.transfers.flush()
    state.statistics = statistics
    keep(commands, timestamps, sources, for: types)
  }

  /// Does what depends on constants alone; later runs find it done.
  func finishPrologue() throws(RuntimeError) {
    if prologue.dispatchCount > 0 { faults?.leave(by: prologue) }
    try prologue.synchronize()
    try faults?.check()
    state.folded = folded
    passing = []
  }

  private func keep(
    _ commands: CommandBuffer?, _ timestamps: Timestamps?, _ outputs: [RecordedRun.Output],
    for types: [ValueType?]
  ) {
    if let descriptors = recorder.retained { retained.append(descriptors) }
    state.add(
      RecordedRun(
        key: RunKey(types: types, values: readInputs), commands: commands, timestamps: timestamps,
        inputs: inputRegions, outputs: outputs, placements: placements, warnings: warnings,
        statistics: state.statistics, retained: retained, written: written, faults: faults),
      limit: engine.options.recordingLimit)
  }

  /// Has the work's results copied to where the host reads them: what nodes found wrong, and outputs.
  private func leave(_ outputs: [Item]) throws(RuntimeError) -> [RecordedRun.Output] {
    faults?.leave(by: recorder)
    var sources: [RecordedRun.Output] = []
    for item in outputs { if let source = try source(item) { sources.append(source) } }
    return sources
  }

  /// Where a run finds an output's value.
  private func source(_ item: Item) throws(RuntimeError) -> RecordedRun.Output? {
    if let position = item.input { return .input(position) }
    if let value = item.host { return .value(value) }
    guard let tensor = item.device else { return nil }
    return .device(try exit(tensor.region, from: recorder), tensor.dtype, tensor.shape)
  }

  private var statistics: RunStatistics {
    RunStatistics(
      dispatchCount: recorder.dispatchCount, barrierCount: recorder.barrierCount,
      segmentCount: recorder.segmentCount, peakBytes: engine.transient.peakBytes,
      tensorBytes: tensorBytes, persistentBytes: engine.keptBytes,
      nodeTimes: recorder.times, kernels: kernels, compiledCount: engine.pipelines.compiledCount)
  }
}

extension Engine {
  /// An output of finished work.
  func value(
    of source: RecordedRun.Output, _ inputs: [Value?]
  ) throws(RuntimeError) -> Value? {
    switch source {
    case .input(let position): inputs[position]
    case .value(let value): value
    case .device(let region, let dtype, let shape):
      .tensor(try download(region, dtype: dtype, shape: shape))
    }
  }
}
