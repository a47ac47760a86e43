import Graphs
import Runtimes
import Tensors

extension Walk {
  /// Submits what is left and reads the outputs. The run becomes a plan where it can be replayed.
  func finish(_ outputs: [Item], _ inputs: [Value?]) throws(RuntimeError) -> [Value] {
    try prologue.synchronize()
    try faults?.check()
    state.folded = folded
    passing = []
    let wasOneSegment = recorder.segmentCount == 0
    let (commands, timestamps) = try recorder.finish() ?? (nil, nil)
    if let commands { try engine.submit(commands) } else { try engine.transfers.flush() }
    try engine.checkCanaries(written)
    try faults?.check()
    var values: [Value] = []
    var sources: [Plan.Output] = []
    for item in outputs {
      if let position = item.input, let value = item.host {
        values.append(value)
        sources.append(.input(position))
      } else if let value = item.host {
        values.append(value)
        sources.append(.value(value))
      } else if let tensor = item.device {
        let value = try engine.download(tensor.region, dtype: tensor.dtype, shape: tensor.shape)
        values.append(.tensor(value))
        sources.append(.device(tensor.region, tensor.dtype, tensor.shape))
      }
    }
    state.statistics = RunStatistics(
      dispatchCount: recorder.dispatchCount, barrierCount: recorder.barrierCount,
      segmentCount: recorder.segmentCount, peakBytes: engine.transient.peakBytes,
      tensorBytes: tensorBytes, persistentBytes: engine.persistent.usedBytes,
      nodeTimes: recorder.times + (try timestamps?.times() ?? []),
      compiledCount: engine.pipelines.compiledCount)
    guard isReplayable, wasOneSegment, engine.options.planLimit > 0 else { return values }
    if let descriptors = recorder.retained { retained.append(descriptors) }
    let types = inputs.map { $0.map { ValueType(of: $0) } }
    state.add(
      Plan(
        key: PlanKey(types: types, values: readInputs), commands: commands, timestamps: timestamps,
        inputs: inputRegions,
        outputs: sources, placements: placements, statistics: state.statistics,
        retained: retained, written: written, faults: faults), limit: engine.options.planLimit)
    return values
  }
}
