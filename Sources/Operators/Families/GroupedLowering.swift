import Graphs
import Tensors

/// The GPU work of a GroupQueryAttention: the cache with the new rows, scores, weights, values.
struct GroupedLowering {
  let request: LoweringRequest
  let geometry: GroupedGeometry
  let weighing: GroupedWeighing
  let bits: Int?
  let rotates: Bool
  let isInterleaved: Bool

  private var dtype: DType { request.inputs.first??.tensor?.dtype ?? .float }

  func lowering() throws(OperatorError) -> Lowering {
    let g = geometry
    guard 2 * g.rows + Summation.trips(g.rows) <= request.device.tripBudget else {
      return .host(.device("loops over \(g.rows) keys"))
    }
    var scratch = [TensorType(.float, g.scores)]
    var dispatches: [Dispatch] = []
    var queries = (resource: Binding.Resource.input(0), dtype: dtype, pitch: g.queryWidth)
    if rotates {
      queries = (.scratch(scratch.count), .float, g.queryHeads * g.headSize)
      scratch.append(TensorType(.float, g.output))
      dispatches.append(
        try dispatch(
          "Queries", count: g.output.count,
          bindings: try angles + [
            .read("x", .input(0), dtype), .write("y", queries.resource, .float),
          ], parameters: newParameters(pitch: g.queryWidth, start: 0)))
    }
    let keys = try cache(1, start: g.keyStart, rotates: rotates, &dispatches, &scratch)
    let values = try cache(2, start: g.valueStart, rotates: false, &dispatches, &scratch)
    dispatches.append(try scores(queries, keys))
    if weighing.shown != .weights { dispatches += try shown() }
    dispatches.append(try softmax())
    if weighing.shown == .weights { dispatches += try shown() }
    dispatches.append(try weighted(values))
    return .dispatches(dispatches, scratch: scratch)
  }

  /// The dispatches that make the rows that queries see, and present where it has others.
  private func cache(
    _ index: Int, start: Int, rotates: Bool, _ dispatches: inout [Dispatch],
    _ scratch: inout [TensorType]
  ) throws(OperatorError) -> Binding.Resource {
    let g = geometry
    let stored = bits.map { $0 == 8 ? DType.int8 : .uint8 } ?? dtype
    let isPresent = g.window == nil && request.wants(index)
    let rows: Binding.Resource = isPresent ? .output(index) : .scratch(scratch.count)
    if !isPresent { scratch.append(TensorType(stored, g.cache)) }
    let source = g.isPacked ? 0 : index
    var bindings: [Binding] = rotates ? try angles : []
    bindings.append(.read("x", .input(source), dtype))
    if request.has(index + 2) { bindings.append(.read("past", .input(index + 2), stored)) }
    if bits != nil { bindings.append(.read("scales", .input(index + 11), .float)) }
    if index == 1 {
      let angleRows = self.rotates ? try request.tensor(7).shape[0] : 0
      bindings.append(.indexFault(g.total, g.newLength + 1, angleRows))
    }
    bindings.append(.write("y", rows, stored))
    dispatches.append(
      try dispatch(
        "Cache", count: g.cache.count, bindings: bindings,
        parameters: newParameters(pitch: g.keyWidth, start: start)
          + (try scaleParameters(index + 11))))
    if g.window != nil, request.wants(index) {
      dispatches.append(
        try dispatch(
          "Kept", count: g.present.count,
          bindings: [.read("x", rows, stored), .write("y", .output(index), stored)]))
    }
    return rows
  }

  private func scores(
    _ queries: (resource: Binding.Resource, dtype: DType, pitch: Int), _ keys: Binding.Resource
  ) throws(OperatorError) -> Dispatch {
    let g = geometry
    var bindings = try seen(1, keys) + [.read("q", queries.resource, queries.dtype)]
    var parameters: [Parameter] =
      try scaleParameters(12) + [
        .uint("query_pitch", queries.pitch), .float("factor", Float(weighing.factor(g.headSize))),
        .float("cap", weighing.cap),
      ]
    if request.has(10) {
      let bias = try request.tensor(10)
      bindings.append(.read("bias", .input(10), bias.dtype))
      parameters += [
        .uint("bias_batches", bias.shape[0]), .uint("bias_heads", bias.shape[1]),
      ]
    }
    let plain = try dispatch(
      "Scores", count: g.scores.count, defines: weighing.cap == 0 ? [:] : ["HAS_CAP": "1"],
      tripBound: g.headSize, bindings: bindings + [.write("scores", .scratch(0), .float)],
      parameters: parameters)
    return tiled(plain, columns: g.rows, depth: g.headSize) ?? plain
  }

  /// The same work in tiles that workgroups share; `nil` where they are not worth it.
  private func tiled(_ dispatch: Dispatch, columns: Int, depth: Int) -> Dispatch? {
    let tiles = AttentionTiles(
      queries: geometry.newLength, columns: columns,
      heads: geometry.batch * geometry.queryHeads, depth: depth)
    return tiles.areWorthIt(on: request.device) ? tiles.tiled(dispatch) : nil
  }

  /// Elements and blocks of a workgroup that sums blocks side by side.
  private static let lines = 32
  private static let blocks = 8

  private func weighted(_ values: Binding.Resource) throws(OperatorError) -> Dispatch {
    let g = geometry
    let plain = try dispatch(
      "Values", count: g.output.count, tripBound: g.rows,
      bindings: try seen(2, values) + [
        .read("scores", .scratch(0), .float), .write("y", .output(0), dtype),
      ], parameters: try scaleParameters(13))
    if let tiled = tiled(plain, columns: g.headSize, depth: g.rows) { return tiled }
    guard request.device.kernels == .groups, g.rows > Summation.productBlock,
      Self.lines * Self.blocks <= request.device.groupLimit
    else { return plain }
    let lineGroups = (g.headSize + Self.lines - 1) / Self.lines
    let groups = g.batch * g.newLength * g.queryHeads * lineGroups
    var split = plain
    split.defines["LINES"] = String(Self.lines)
    split.defines["BLOCKS"] = String(Self.blocks)
    split.parameters += [.uint("groups", groups), .uint("line_groups", lineGroups)]
    split.invocations = (groups * Self.lines * Self.blocks, 1, 1)
    split.localSize = [Self.lines * Self.blocks, 1, 1]
    split.tripBound = g.rows / Self.blocks + 2 * Summation.productBlock
    return split
  }

  private func softmax() throws(OperatorError) -> Dispatch {
    let g = geometry
    let rows = Rows(
      Shape([g.batch * g.queryHeads * g.newLength, g.rows]), axes: [1])
    var bindings = try common + [.readWrite("scores", .scratch(0), .float)]
    var defines = defines
    if request.has(11) { bindings.append(.read("sinks", .input(11), try request.tensor(11).dtype)) }
    if request.has(11) || weighing.isSmooth { defines["HAS_SINK"] = "1" }
    return RowsLowering(rows: rows, device: request.device).dispatch(
      "Microsoft/GroupQuery.Softmax.comp", defines: defines, names: ["scores"],
      bindings: bindings, parameters: parameters, passes: 2, sums: 1)
  }

  private func shown() throws(OperatorError) -> [Dispatch] {
    guard request.wants(3) else { return [] }
    let source: [Binding] =
      weighing.shown == .nothing ? [] : [.read("scores", .scratch(0), .float)]
    return [
      try dispatch(
        "Shown", count: geometry.shown.count, bindings: source + [.write("y", .output(3), dtype)])
    ]
  }

  /// A dispatch of `count` invocations.
  private func dispatch(
    _ name: String, count: Int, defines more: [String: String] = [:], tripBound: Int = 0,
    bindings: [Binding], parameters own: [Parameter] = []
  ) throws(OperatorError) -> Dispatch {
    Dispatch(
      "Microsoft/GroupQuery.\(name).comp", defines: defines.merging(more) { $1 },
      bindings: try common + bindings,
      parameters: [.uint("count", count)] + parameters + own, invocations: (count, 1, 1),
      tripBound: tripBound)
  }

  private var defines: [String: String] {
    var defines: [String: String] = [:]
    if geometry.isFirst { defines["IS_FIRST"] = "1" }
    if let window = geometry.window { defines["WINDOW"] = String(window) }
    if weighing.isCausal { defines["IS_CAUSAL"] = "1" }
    if let window = weighing.window { defines["NEAREST"] = String(window) }
    if isInterleaved { defines["IS_INTERLEAVED"] = "1" }
    if let bits {
      let codes = CacheCodes(bits: bits, scaleCount: 1)
      defines.merge([
        "BITS": String(bits), "LEAST": "(\(codes.least))", "GREATEST": String(codes.greatest),
      ]) { $1 }
    }
    return defines
  }

  /// What says how long rows are.
  private var common: [Binding] {
    get throws(OperatorError) {
      var bindings: [Binding] = [.read("lengths", .input(5), try request.tensor(5).dtype)]
      if request.has(16) {
        bindings.append(.read("counts", .input(16), try request.tensor(16).dtype))
      }
      return bindings
    }
  }

  private var angles: [Binding] {
    get throws(OperatorError) {
      var bindings: [Binding] = [
        .read("cosines", .input(7), try request.tensor(7).dtype),
        .read("sines", .input(8), try request.tensor(8).dtype),
      ]
      if request.has(9) { bindings.append(.read("positions", .input(9), .int64)) }
      return bindings
    }
  }

  private func seen(
    _ index: Int, _ resource: Binding.Resource
  ) throws(OperatorError) -> [Binding] {
    guard let bits else { return [.read("x", resource, dtype)] }
    return [
      .read("x", resource, bits == 8 ? .int8 : .uint8), .read("scales", .input(index + 11), .float),
    ]
  }

  private var parameters: [Parameter] {
    let g = geometry
    return [
      .uint("batch", g.batch), .uint("heads", g.queryHeads), .uint("key_heads", g.keyHeads),
      .uint("head_size", g.headSize), .uint("cached_size", g.cachedSize),
      .uint("new_length", g.newLength), .uint("total", g.total), .uint("rows", g.rows),
      .uint("past_rows", g.pastRows),
    ]
  }

  private func newParameters(pitch: Int, start: Int) -> [Parameter] {
    let tables = rotates ? request.inputs[7]?.tensor?.shape : nil
    return [
      .uint("pitch", pitch), .uint("start", start), .uint("half_size", tables?[1] ?? 0),
      .uint("angle_rows", tables?[0] ?? 0),
    ]
  }

  private func scaleParameters(_ index: Int) throws(OperatorError) -> [Parameter] {
    bits == nil ? [] : [.uint("scale_count", try request.tensor(index).shape.count)]
  }
}
