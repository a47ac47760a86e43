import Graphs
import Tensors

/// `Y = softmax(cap(Q √scale · (K √scale)ᵀ) + bias) · V`, over heads.
///
/// The bias is the mask plus -∞ for each key that a query does not see: one after it (`is_causal`),
/// outside its window, or in the padding. A query that sees no key gives zeros.
///
/// - Shapes: see `AttentionGeometry`; the mask broadcasts to `[B, H, L, T]`, its missing last keys
///   are hidden.
/// - Types: each step of the function that the standard gives is rounded to Q's type, the softmax
///   to `softmax_precision`.
///
/// - Source: ONNX Attention, opsets 23, 24, 25.
struct Attention: Operator {
  static let isCausal = AttributeKey<Int>("is_causal")
  static let kvNumHeads = AttributeKey<Int>("kv_num_heads")
  static let qNumHeads = AttributeKey<Int>("q_num_heads")
  static let qkMatmulOutputMode = AttributeKey<Int>("qk_matmul_output_mode")
  static let scale = AttributeKey<Float>("scale")
  static let softcap = AttributeKey<Float>("softcap")
  static let softmaxPrecision = AttributeKey<Int>("softmax_precision")
  static let leftWindowSize = AttributeKey<Int>("left_window_size")
  static let rightWindowSize = AttributeKey<Int>("right_window_size")
  static let schema = OperatorSchema(
    "Attention",
    inputs: [
      .one("Q", "T1"), .one("K", "T1"), .one("V", "T2"), .optional("attn_mask", "U"),
      .optional("past_key", "T1"), .optional("past_value", "T2"),
      .optional("nonpad_kv_seqlen", "tensor(int64)"),
    ],
    outputs: [
      .one("Y", "T1"), .optional("present_key", "T1"), .optional("present_value", "T2"),
      .optional("qk_matmul_output", "T1"),
    ],
    history: [
      .since(
        23, ["T1": .floats, "T2": .floats, "U": .numbers + [.bool]],
        attributes: [
          isCausal.or(0), kvNumHeads.optional, qNumHeads.optional, qkMatmulOutputMode.or(0),
          scale.optional, softcap.or(0.0), softmaxPrecision.optional,
        ],
        inputs: [
          .one("Q", "T1"), .one("K", "T1"), .one("V", "T2"), .optional("attn_mask", "U"),
          .optional("past_key", "T1"), .optional("past_value", "T2"),
        ]),
      .since(
        24, ["T1": .floats, "T2": .floats, "U": .numbers + [.bool]],
        attributes: [
          isCausal.or(0), kvNumHeads.optional, qNumHeads.optional, qkMatmulOutputMode.or(0),
          scale.optional, softcap.or(0.0), softmaxPrecision.optional,
        ]),
      .since(
        25, ["T1": .floats, "T2": .floats, "U": .numbers + [.bool]],
        attributes: [
          isCausal.or(0), kvNumHeads.optional, leftWindowSize.or(-1), qNumHeads.optional,
          qkMatmulOutputMode.or(0), rightWindowSize.or(-1), scale.optional, softcap.or(0.0),
          softmaxPrecision.optional,
        ]),
    ])
  static let tolerance = Tolerance.accumulated

  let visibility: AttentionVisibility
  let heads: (query: Int?, key: Int?)
  /// Which step the fourth output shows: product, capped, biased, softmax.
  let shownStep: Int
  let scale: Float?
  let cap: Float
  let softmaxType: DType?
  let maskMayBeShort: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    func window(_ key: AttributeKey<Int>) throws(OperatorError) -> Int? {
      let size = node[ifPresent: key] ?? -1
      guard size >= -1 else { throw .attribute(key.name, found: "\(size)", expected: "-1 or more") }
      return size < 0 ? nil : size
    }
    visibility = AttentionVisibility(
      isCausal: try node[Self.isCausal] != 0, left: try window(Self.leftWindowSize),
      right: try window(Self.rightWindowSize))
    heads = (node[ifPresent: Self.qNumHeads], node[ifPresent: Self.kvNumHeads])
    shownStep = try node[Self.qkMatmulOutputMode]
    guard (0...3).contains(shownStep) else {
      throw .attribute("qk_matmul_output_mode", found: "\(shownStep)", expected: "0, 1, 2 or 3")
    }
    scale = node[ifPresent: Self.scale]
    cap = try node[Self.softcap]
    softmaxType = try node.softmaxType(Self.softmaxPrecision)
    maskMayBeShort = node.opset >= 24
  }

  /// What each of Q and K is multiplied by.
  private func factor(_ size: Int) -> Double {
    (scale.map(Double.init) ?? 1 / Double(max(size, 1)).squareRoot()).squareRoot()
  }

  /// The shapes of the keys and values of steps before; `nil` while one is not known.
  private func cache(_ inputs: Inference) throws(OperatorError) -> (key: Shape?, value: Shape?)? {
    var shapes: [Shape?] = []
    for index in 4...5 {
      let shape = inputs.has(index) ? try inputs.tensor(index).shape : nil
      if inputs.has(index), shape == nil { return nil }
      shapes.append(shape)
    }
    return (shapes[0], shapes[1])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (q, k, v) = (try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2))
    guard let qDims = q.dims, let kDims = k.dims, let vDims = v.dims else {
      return [q.dtype, k.dtype, v.dtype, q.dtype].map { .tensor(TensorType($0, nil)) }
    }
    let past = inputs.has(4) ? try inputs.tensor(4).dims : []
    if let q = q.shape, let k = k.shape, let v = v.shape, let cache = try cache(inputs) {
      _ = try AttentionGeometry(q: q, k: k, v: v, past: cache, heads: heads)
    }
    guard qDims.count == kDims.count, qDims.count == vDims.count, [3, 4].contains(qDims.count)
    else {
      throw .mismatch("Q, K and V must all have rank 3 or all have rank 4")
    }
    let cached: Dimension = past?.count == 4 ? past?[2] ?? .unknown : past == nil ? .unknown : 0
    let (y, key, value, scores): ([Dimension], [Dimension], [Dimension], [Dimension])
    if qDims.count == 4 {
      let length = cached + kDims[2]
      y = [qDims[0], qDims[1], qDims[2], vDims[3]]
      key = [kDims[0], kDims[1], length, kDims[3]]
      value = [vDims[0], vDims[1], length, vDims[3]]
      scores = [qDims[0], qDims[1], qDims[2], length]
    } else {
      guard let h = heads.query, let g = heads.key, h > 0, g > 0 else {
        throw .mismatch("inputs of rank 3 need q_num_heads and kv_num_heads above 0")
      }
      let length = cached + kDims[1]
      y = [qDims[0], qDims[1], vDims[2].map { $0 / g * h }]
      key = [kDims[0], .known(g), length, kDims[2].map { $0 / g }]
      value = [vDims[0], .known(g), length, vDims[2].map { $0 / g }]
      scores = [qDims[0], .known(h), qDims[1], length]
    }
    return [
      .tensor(TensorType(q.dtype, y)), .tensor(TensorType(k.dtype, key)),
      .tensor(TensorType(v.dtype, value)), .tensor(TensorType(q.dtype, scores)),
    ]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    var shapes: [Shape?] = []
    for index in 0..<6 {
      shapes.append(request.inputs.has(index) ? try request.inputs.tensor(index).shape : nil)
    }
    guard let q = shapes[0], let k = shapes[1], let v = shapes[2] else { return .zero }
    let geometry = try AttentionGeometry(
      q: q, k: k, v: v, past: (shapes[4], shapes[5]), heads: heads)
    let rows = min(geometry.queryLength, AttentionGeometry.rowsAtOnce)
    let width = ByteCount.of(geometry.length, Double.self) + .of(geometry.headSize, Double.self)
    let head = ByteCount.of(geometry.length, Double.self) * (geometry.headSize + 1) + width * rows
    let mask = ByteCount.of(request.count(3), Double.self)
    let shown = request.outputs.count > 3 ? request.wide(request.outputs[3]) : .zero
    return request.wideCopies + request.bytes(1) + request.bytes(2) + mask + shown
      + head * Parallel.threadCount
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let type = try inputs.tensor(0).dtype
    if inputs.precision == .double || type == .double {
      return try attended(
        inputs, Double.self, inputs.precision == .double ? .none : Narrowing(type))
    }
    return try attended(inputs, Float.self, Narrowing(type))
  }

  private func attended<F: WideFloat & ProductNumber>(
    _ inputs: Evaluation, _ type: F.Type, _ narrowing: Narrowing
  ) throws(OperatorError) -> [Value?] {
    let (q, k, v) = (try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2))
    let (pastKey, pastValue) = (try inputs.optionalTensor(4), try inputs.optionalTensor(5))
    let geometry = try AttentionGeometry(
      q: q.shape, k: k.shape, v: v.shape, past: (pastKey?.shape, pastValue?.shape), heads: heads)
    let bias = try AttentionBias<F>(
      inputs, geometry, visibility, maskMayBeShort: maskMayBeShort)
    let present = try geometry.present(k, past: pastKey, size: geometry.headSize)
    let presentValue = try geometry.present(v, past: pastValue, size: geometry.valueSize)
    let steps = AttentionSteps<F>(
      geometry: geometry, factor: narrowing.round(F(factor(geometry.headSize))), cap: F(cap),
      narrowing: narrowing,
      softmax: inputs.precision == .double ? .none : softmaxType.map(Narrowing.init) ?? narrowing,
      shownStep: inputs.wants(3) ? shownStep : nil)
    let (y, shown) = steps.run(
      q: try q.floats(F.self), k: try present.floats(F.self), v: try presentValue.floats(F.self),
      bias: bias)
    return [
      try .narrowing(F.wrap(wide: y), to: q.dtype, geometry.output), .tensor(present),
      .tensor(presentValue),
      inputs.wants(3) ? try .narrowing(F.wrap(wide: shown), to: q.dtype, geometry.scores) : nil,
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (q, k, v) = (try request.tensor(0), try request.tensor(1), try request.tensor(2))
    let past = request.has(4) ? try request.tensor(4).shape : nil
    let geometry = try AttentionGeometry(
      q: q.shape, k: k.shape, v: v.shape,
      past: (past, request.has(5) ? try request.tensor(5).shape : nil), heads: heads)
    guard 2 * geometry.length + Summation.trips(geometry.length) <= request.device.tripBudget else {
      return .host(.device("loops over \(geometry.length) keys"))
    }
    var dispatches: [Dispatch] = []
    var scratch = [TensorType(q.dtype, geometry.scores)]
    func wants(_ index: Int) -> Bool { index < request.wanted.count && request.wanted[index] }
    func present(_ index: Int, _ dtype: DType, _ size: Int) -> Binding.Resource {
      guard past != nil || geometry.isPacked || wants(index) else { return .input(index) }
      let resource: Binding.Resource = wants(index) ? .output(index) : .scratch(scratch.count)
      if !wants(index) {
        scratch.append(
          TensorType(dtype, [geometry.batch, geometry.keyHeads, geometry.length, size]))
      }
      dispatches.append(
        geometry.presenting(
          dtype, new: .input(index), past: past == nil ? nil : .input(index + 3), to: resource,
          size: size))
      return resource
    }
    let keys = present(1, k.dtype, geometry.headSize)
    let values = present(2, v.dtype, geometry.valueSize)
    let narrowing = Narrowing(q.dtype)
    var defines = visibility.defines
    defines["C"] = q.dtype == .double ? "double" : "float"
    defines["NARROW(v)"] = narrowing.shaderExpression
    defines["NARROW_SOFTMAX(v)"] =
      (softmaxType.map(Narrowing.init) ?? narrowing).shaderExpression
    var parameters = geometry.parameters + [.uint("past", geometry.pastLength)]
    var sources: [Binding] = []
    if request.has(3) {
      let mask = try request.tensor(3)
      sources.append(.read("mask", .input(3), mask.dtype))
      let layout = try MaskLayout(mask.shape, geometry, mayBeShort: maskMayBeShort)
      parameters.append(.uints("mask_strides", layout.strides))
      parameters.append(.uint("mask_keys", layout.keys))
    }
    if request.has(6) {
      let counts = try request.tensor(6)
      guard counts.shape.count == geometry.batch, !request.has(4) else {
        throw AttentionGeometry.mismatchedCounts(batch: geometry.batch)
      }
      sources += [.read("nonpad", .input(6), counts.dtype), .indexFault(geometry.length + 1)]
    }
    let shows: [Binding] = wants(3) ? [.write("shown", .output(3), q.dtype)] : []
    let scoreDefines: [String: String] = cap > 0 ? ["HAS_CAP": "1"] : [:]
    let (rows, columns) = (
      geometry.batch * geometry.queryHeads * geometry.queryLength, geometry.length
    )
    func tiled(_ dispatch: Dispatch, columns: Int, depth: Int) -> Dispatch {
      let tiles = AttentionTiles(
        queries: geometry.queryLength, columns: columns,
        heads: geometry.batch * geometry.queryHeads, depth: depth)
      return tiles.areWorthIt(on: request.device) ? tiles.tiled(dispatch) : dispatch
    }
    let scores =
      Dispatch(
        "Attention.Scores.comp",
        defines: defines.merging(scoreDefines) { $1 }
          .merging(wants(3) && shownStep < 3 ? ["SHOWN_STEP": String(shownStep)] : [:]) { $1 },
        bindings: [.read("q", .input(0), q.dtype), .read("k", keys, k.dtype)] + sources
          + [.write("scores", .scratch(0), q.dtype)] + (shownStep < 3 ? shows : []),
        parameters: parameters + [
          .uint("count", rows * columns),
          q.dtype == .double
            ? .double("factor", factor(geometry.headSize))
            : .float("factor", Float(factor(geometry.headSize))),
          .float("cap", cap),
        ], invocations: (rows * columns, 1, 1), tripBound: geometry.headSize)
    dispatches.append(tiled(scores, columns: columns, depth: geometry.headSize))
    let scoreRows = Rows(Shape([rows, columns]), axes: [1])
    dispatches.append(
      RowsLowering(rows: scoreRows, device: request.device).dispatch(
        "Attention.Softmax.comp",
        defines: defines.merging(shownStep == 3 && wants(3) ? ["SHOWN_STEP": "3"] : [:]) { $1 },
        names: ["scores"],
        bindings: sources + [.readWrite("scores", .scratch(0), q.dtype)]
          + (shownStep == 3 ? shows : []),
        parameters: parameters, passes: 2, sums: 1))
    let count = rows * geometry.valueSize
    let weighted =
      Dispatch(
        "Attention.Values.comp", defines: defines,
        bindings: [
          .read("scores", .scratch(0), q.dtype), .read("v", values, v.dtype),
          .write("y", .output(0), q.dtype),
        ], parameters: parameters + [.uint("count", count)], invocations: (count, 1, 1),
        tripBound: columns)
    dispatches.append(tiled(weighted, columns: geometry.valueSize, depth: columns))
    return .dispatches(dispatches, scratch: scratch)
  }
}

extension Attention {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let past = (
      request.has(4) ? try request.tensor(4).shape : nil,
      request.has(5) ? try request.tensor(5).shape : nil
    )
    let (q, k, v) = (try request.reals(0), try request.reals(1), try request.reals(2))
    let geometry = try AttentionGeometry(
      q: q.shape, k: k.shape, v: v.shape, past: past, heads: heads)
    guard request.uncertain.isEmpty else { throw .unbounded("Attention of uncertain inputs") }
    let size = geometry.headSize
    let query = AttentionEstimate.longest(q, size: size)
    let key = max(
      AttentionEstimate.longest(k, size: size),
      try request.optionalReals(4).map { AttentionEstimate.longest($0, size: size) } ?? 0)
    var bias = 0.0
    if request.has(3), try request.dtype(3).isFloat {
      bias = try request.reals(3).values.reduce(0) {
        $1.isFinite && $1.magnitude < 1e4 ? max($0, $1.magnitude) : $0
      }
    }
    let step = softmaxType.map { $0.bitWidth < q.dtype.bitWidth ? $0 : q.dtype } ?? q.dtype
    let steps = AttentionEstimate(
      step: step, dtype: q.dtype, headSize: size, length: geometry.length, bias: bias,
      cap: Double(cap))
    let score = steps.score(query: query, key: key, scale: factor(size) * factor(size))
    let share = steps.weight(score)
    let center = try request.evaluate(self, request.values)
    var sized = request.values
    for index in [2, 5] where request.has(index) {
      let values = try request.reals(index)
      sized[index] = .tensor(
        try tensors { () throws(TensorError) in
          try Tensor(values.values.map(\.magnitude), shape: values.shape)
        })
    }
    let sizes = try request.evaluate(self, sized).first??.tensor?.doubles ?? []
    let types = try request.types(self)
    return center.indices.map { index in
      guard let exact = center[index]?.tensor, let values = exact.doubles, index < types.count,
        let dtype = types[index].tensor?.dtype
      else { return center[index].map(Estimate.init(exact:)) }
      // The caches are the inputs, one after the other.
      if index == 1 || index == 2 { return Estimate(exact.inDoubles, dtype: dtype, errors: nil) }
      let errors = values.indices.map { place in
        if index == 0 { return share * sizes[place] }
        return values[place].isFinite
          ? (shownStep == 3 ? share * values[place].magnitude : score) : 0
      }
      return Estimate(exact.inDoubles, dtype: dtype, errors: Buffer(errors))
    }
  }
}
