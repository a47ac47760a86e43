import Graphs
import Tensors

/// Attention by a state that each step writes to and reads from.
///
/// With `S ← e^g · S` where the rule is gated, `S ← S + k ⊗ u` and `o = scale · qᵀ S`, where `u` is
/// `v`, or `β (v - Sᵀ k)` where the rule is a delta.
///
/// - Shapes: queries `[B, T, H · D]`, keys `[B, T, G · D]`, values `[B, T, G · E]`, states
///   `[B, G, D, E]`, decay `[B, T, G · D]` or `[B, T, G]`, beta `[B, T, G]` or `[B, T, 1]`.
/// - Types: computed in float, rounded at the outputs.
///
/// - Source: ONNX LinearAttention, opset 27.
struct LinearAttention: Operator {
  static let chunkSize = AttributeKey<Int>("chunk_size")
  static let kvNumHeads = AttributeKey<Int>("kv_num_heads")
  static let qNumHeads = AttributeKey<Int>("q_num_heads")
  static let scale = AttributeKey<Float>("scale")
  static let updateRule = AttributeKey<String>("update_rule")
  static let schema = OperatorSchema(
    "LinearAttention",
    inputs: [
      .one("query", "T"), .one("key", "T"), .one("value", "T"), .optional("past_state", "S"),
      .optional("decay", "T"), .optional("beta", "T"),
    ], outputs: [.one("output", "T"), .one("present_state", "S")],
    history: [
      .since(
        27, ["T": .floats - [.double], "S": .floats - [.double]],
        attributes: [
          chunkSize.or(64), kvNumHeads.required, qNumHeads.required, scale.or(0.0),
          updateRule.or("gated_delta"),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  let queryHeads: Int
  let keyHeads: Int
  let scale: Float
  let isGated: Bool
  let isDelta: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    (queryHeads, keyHeads) = (try node[Self.qNumHeads], try node[Self.kvNumHeads])
    guard queryHeads > 0, keyHeads > 0, queryHeads % keyHeads == 0 else {
      throw .attribute(
        "q_num_heads", found: "\(queryHeads)", expected: "a multiple of kv_num_heads, \(keyHeads)")
    }
    scale = try node[Self.scale]
    let rule = try node[Self.updateRule]
    guard ["linear", "gated", "delta", "gated_delta"].contains(rule) else {
      throw .attribute(
        "update_rule", found: "'\(rule)'",
        expected: "'linear', 'gated', 'delta' or 'gated_delta'")
    }
    isGated = rule.hasPrefix("gated")
    isDelta = rule.hasSuffix("delta")
  }

  private struct Geometry {
    var batch: Int
    var length: Int
    var keySize: Int
    var valueSize: Int
    /// Decays a head: one, or one for each element of a key.
    var decays: Int
    /// Betas a step: one, or one a head.
    var betas: Int
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (q, k, v) = (try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2))
    for (index, type) in [q, k, v].enumerated() {
      if let rank = type.rank, rank != 3 { throw .rank(input: index, found: rank, expected: "3") }
    }
    let width = v.dims?[2].map { $0 / keyHeads } ?? .unknown
    let keySize = q.dims?[2].map { $0 / queryHeads } ?? .unknown
    let output = q.dims.map { [$0[0], $0[1], width * .known(queryHeads)] }
    let state = q.dims.map { [$0[0], .known(keyHeads), keySize, width] }
    let stateType = inputs.has(3) ? try inputs.tensor(3).dtype : q.dtype
    return [.tensor(TensorType(q.dtype, output)), .tensor(TensorType(stateType, state))]
  }

  private func geometry(_ inputs: Inference) throws(OperatorError) -> Geometry {
    func shape(_ index: Int) throws(OperatorError) -> Shape {
      guard let shape = try inputs.tensor(index).shape else { throw .unknownValue(input: index) }
      return shape
    }
    let (q, k, v) = (try shape(0), try shape(1), try shape(2))
    _ = try infer(inputs)
    let (keySize, valueSize) = (q[2] / queryHeads, v[2] / keyHeads)
    guard q[2] == keySize * queryHeads, k.dims == [q[0], q[1], keySize * keyHeads],
      v.dims == [q[0], q[1], valueSize * keyHeads]
    else {
      throw .mismatch(
        "queries \(q), keys \(k) and values \(v) do not fit \(queryHeads) and \(keyHeads) heads")
    }
    guard inputs.has(4) == isGated, inputs.has(5) == isDelta else {
      throw .mismatch(
        "the update rule takes \(isGated ? "a" : "no") decay and \(isDelta ? "a" : "no") beta")
    }
    var (decays, betas) = (1, 1)
    if isGated {
      let decay = try shape(4)
      guard decay.rank == 3, decay[0] == q[0], decay[1] == q[1],
        decay[2] == keyHeads || decay[2] == keyHeads * keySize
      else { throw .mismatch("a decay of shape \(decay) does not fit keys of shape \(k)") }
      decays = decay[2] == keyHeads ? 1 : keySize
    }
    if isDelta {
      let beta = try shape(5)
      guard beta.rank == 3, beta[0] == q[0], beta[1] == q[1], beta[2] == keyHeads || beta[2] == 1
      else { throw .mismatch("a beta of shape \(beta) does not fit keys of shape \(k)") }
      betas = beta[2]
    }
    if inputs.has(3) {
      let state = try shape(3)
      guard state.dims == [q[0], keyHeads, keySize, valueSize] else {
        throw .mismatch("a state of shape \(state) does not fit keys \(k) and values \(v)")
      }
    }
    return Geometry(
      batch: q[0], length: q[1], keySize: keySize, valueSize: valueSize, decays: decays,
      betas: betas)
  }

  private func factor(_ size: Int) -> Float {
    scale == 0 ? Float(1 / Double(max(size, 1)).squareRoot()) : scale
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + (request.outputs.count > 1 ? request.wide(request.outputs[1]) * 2 : .zero)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    inputs.precision == .double
      ? try attended(inputs, Double.self) : try attended(inputs, Float.self)
  }

  private func attended<F: WideFloat>(
    _ inputs: Evaluation, _ type: F.Type
  ) throws(OperatorError) -> [Value?] {
    let g = try geometry(inputs.inference)
    let types = try infer(inputs.inference)
    let (q, k, v) = (
      try inputs.tensor(0).floats(F.self), try inputs.tensor(1).floats(F.self),
      try inputs.tensor(2).floats(F.self)
    )
    let past = try inputs.optionalTensor(3)?.floats(F.self)
    let decay = try inputs.optionalTensor(4)?.floats(F.self)
    let beta = try inputs.optionalTensor(5)?.floats(F.self)
    let (size, width, group) = (g.keySize, g.valueSize, queryHeads / keyHeads)
    let scale = F(factor(size))
    let slots = g.batch * keyHeads
    var state = [F](repeating: 0, count: slots * size * width)
    if let past { for i in state.indices { state[i] = past[i] } }
    let y = Buffer<F>(count: g.batch * g.length * queryHeads * width) { out in
      out.initialize(repeating: 0)
      for slot in 0..<slots {
        let (batch, head) = (slot / keyHeads, slot % keyHeads)
        for m in 0..<width {
          for t in 0..<g.length {
            let step = batch * g.length + t
            let key = (step * keyHeads + head) * size
            if let decay {
              for d in 0..<size {
                let gate = decay[(step * keyHeads + head) * g.decays + (g.decays == 1 ? 0 : d)]
                state[(slot * size + d) * width + m] *= .exp(gate)
              }
            }
            var update = v[(step * keyHeads + head) * width + m]
            if let beta {
              let found = Summation.product(
                size, { k[key + $0] }, { state[(slot * size + $0) * width + m] })
              update = beta[step * g.betas + (g.betas == 1 ? 0 : head)] * (update - found)
            }
            for d in 0..<size { state[(slot * size + d) * width + m] += k[key + d] * update }
            for h in head * group..<(head + 1) * group {
              let row = (step * queryHeads + h) * size
              let sum = Summation.product(
                size, { q[row + $0] }, { state[(slot * size + $0) * width + m] })
              out[(step * queryHeads + h) * width + m] = scale * sum
            }
          }
        }
      }
    }
    guard let output = types[0].tensor, let stateType = types[1].tensor, let shape = output.shape,
      let stateShape = stateType.shape
    else { throw .unknownValue(input: 0) }
    return [
      try .narrowing(F.wrap(wide: y), to: output.dtype, shape),
      try .narrowing(F.wrap(wide: Buffer(state)), to: stateType.dtype, stateShape),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let g = try geometry(request.inference)
    let type = try request.tensor(0).dtype
    let group = queryHeads / keyHeads
    // Per step an invocation walks the keys' elements for decay, search, update and each query.
    let trips = g.keySize * (3 + group)
    guard trips <= request.device.tripBudget else {
      return .host(.device("loops over \(trips) elements"))
    }
    let run = max(1, (request.device.tripBudget - 2 * g.keySize) / max(trips, 1))
    var defines: [String: String] = [:]
    if isGated { defines["IS_GATED"] = "1" }
    if isDelta { defines["IS_DELTA"] = "1" }
    let count = g.batch * keyHeads * g.valueSize
    var bindings: [Binding] = [
      .read("q", .input(0), type), .read("k", .input(1), try request.tensor(1).dtype),
      .read("v", .input(2), try request.tensor(2).dtype),
    ]
    if request.has(3) { bindings.append(.read("past", .input(3), try request.tensor(3).dtype)) }
    if isGated { bindings.append(.read("decay", .input(4), try request.tensor(4).dtype)) }
    if isDelta { bindings.append(.read("beta", .input(5), try request.tensor(5).dtype)) }
    bindings.append(.readWrite("s", .scratch(0), .float))
    bindings.append(.write("y", .output(0), type))
    let starts = Array(stride(from: 0, to: max(g.length, 1), by: run))
    let dispatches = try starts.map { start throws(OperatorError) in
      let isLast = start == starts.last
      let state: [Binding] =
        isLast && request.wanted.count > 1 && request.wanted[1]
        ? [.write("state", .output(1), try request.output(1).dtype)] : []
      return Dispatch(
        "LinearAttention.comp",
        defines: defines.merging(start == 0 ? ["IS_FIRST": "1"] : [:]) { $1 },
        bindings: bindings + state,
        parameters: [
          .uint("count", count), .uint("first", start),
          .uint("end", min(start + run, g.length)), .uint("len", g.length),
          .uint("query_heads", queryHeads), .uint("key_heads", keyHeads), .uint("group", group),
          .uint("size", g.keySize), .uint("width", g.valueSize), .uint("decays", g.decays),
          .uint("betas", g.betas), .float("scale", factor(g.keySize)),
        ], invocations: (count, 1, 1), tripBound: run * trips + 2 * g.keySize)
    }
    return .dispatches(
      dispatches,
      scratch: [TensorType(.float, [max(1, g.batch * keyHeads * g.keySize * g.valueSize)])])
  }
}

extension LinearAttention {
  private static let rules: [String] = ["linear", "gated", "delta", "gated_delta"]

  /// Decays are logarithms of factors, betas shares.
  private static func inputs(
    _ rule: String, state: Bool, decays: Int, betas: Int
  ) -> [Draw?] {
    [
      .normal([2, 5, 16], scale: 0.5), .normal([2, 5, 8], scale: 0.5), .normal(2, 5, 6),
      state ? .normal(2, 2, 4, 3) : nil,
      rule.hasPrefix("gated") ? .uniform(-1.5...0, 2, 5, decays) : nil,
      rule.hasSuffix("delta") ? .uniform(0...1, 2, 5, betas) : nil,
    ]
  }
  private static func attributes(_ rule: String) -> [String: SampleAttribute] {
    ["update_rule": .string(rule), "q_num_heads": 4, "kv_num_heads": 2]
  }

  static let samples: [Sample] =
    rules.flatMap { stateless($0) }
    + rules.map { Sample(inputs($0, state: true, decays: 8, betas: 1), attributes($0)).everyPair }
    + others

  /// Without a state before, the new one has the queries' type.
  private static func stateless(_ rule: String) -> [Sample] {
    [DType.float, .float16, .bfloat16].map { type in
      let set = TypeSet(tensors: DTypeMask([type]))
      return Sample(inputs(rule, state: false, decays: 2, betas: 2), attributes(rule))
        .types("T", set).types("S", set)
    }
  }

  private static let others: [Sample] = [
    Sample(
      inputs("gated_delta", state: true, decays: 2, betas: 2),
      ["q_num_heads": 4, "kv_num_heads": 2, "scale": 0.125, "chunk_size": 2]),
    Sample(
      [
        .normal([1, 33, 32], scale: 0.25), .normal([1, 33, 32], scale: 0.25), .normal(1, 33, 17),
      ],
      ["update_rule": "linear", "q_num_heads": 1, "kv_num_heads": 1]
    ).types("T", [.float]).types("S", [.float]),
    .refused(
      .missing, "a gated rule needs a decay",
      [.normal(1, 2, 4), .normal(1, 2, 4), .normal(1, 2, 4)],
      ["update_rule": "gated", "q_num_heads": 1, "kv_num_heads": 1]),
    .refused(
      .missing, "a delta rule needs a beta",
      [.normal(1, 2, 4), .normal(1, 2, 4), .normal(1, 2, 4)],
      ["update_rule": "delta", "q_num_heads": 1, "kv_num_heads": 1]),
    .refused(
      .attribute, "kv_num_heads divides q_num_heads",
      [.normal(1, 2, 12), .normal(1, 2, 8), .normal(1, 2, 8)],
      ["update_rule": "linear", "q_num_heads": 3, "kv_num_heads": 2]),
    .refused(
      .attribute, "q_num_heads is required",
      [.normal(1, 2, 4), .normal(1, 2, 4), .normal(1, 2, 4)],
      ["update_rule": "linear", "kv_num_heads": 1]),
    .refused(
      .attribute, "update_rule is one of four",
      [.normal(1, 2, 4), .normal(1, 2, 4), .normal(1, 2, 4)],
      ["update_rule": "sum", "q_num_heads": 1, "kv_num_heads": 1]),
    .refused(
      .shape, "queries and keys have one head size",
      [.normal(1, 2, 4), .normal(1, 2, 6), .normal(1, 2, 4)],
      ["update_rule": "linear", "q_num_heads": 1, "kv_num_heads": 1]),
    .refused(
      .shape, "the state is (B, H, d, e)",
      [.normal(1, 2, 4), .normal(1, 2, 4), .normal(1, 2, 3), .normal(1, 1, 3, 4)],
      ["update_rule": "linear", "q_num_heads": 1, "kv_num_heads": 1]),
  ]

  /// The steps over numbers with errors, which the state keeps.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let known = Inference(
      types: request.inputs.map { $0?.type }, known: request.values, outputCount: 2)
    let g = try geometry(known)
    let dtype = try request.dtype(0)
    let unit = dtype.roundoff
    func balls(_ index: Int) throws(OperatorError) -> [Ball]? {
      guard let x = try request.optionalReals(index) else { return nil }
      return x.values.indices.map { Ball(x.values[$0], error: x.errors[$0], unit: unit) }
    }
    guard let q = try balls(0), let k = try balls(1), let v = try balls(2) else {
      throw .missingInput(0)
    }
    let (past, decay, beta) = (try balls(3), try balls(4), try balls(5))
    let (size, width, group) = (g.keySize, g.valueSize, queryHeads / keyHeads)
    let scale = Ball(Double(factor(size)), unit: unit)
    let slots = g.batch * keyHeads
    let zero = Ball(0, unit: unit)
    var state = past ?? Array(repeating: zero, count: slots * size * width)
    var y = Array(repeating: zero, count: g.batch * g.length * queryHeads * width)
    for slot in 0..<slots {
      let (batch, head) = (slot / keyHeads, slot % keyHeads)
      for m in 0..<width {
        for t in 0..<g.length {
          let step = batch * g.length + t
          let key = Array(k[(step * keyHeads + head) * size..<(step * keyHeads + head + 1) * size])
          let places = (0..<size).map { (slot * size + $0) * width + m }
          if let decay {
            for d in 0..<size {
              let gate = decay[(step * keyHeads + head) * g.decays + (g.decays == 1 ? 0 : d)]
              state[places[d]] = state[places[d]] * gate.map(ulps: 3) { Double.exp($0) }
            }
          }
          var update = v[(step * keyHeads + head) * width + m]
          if let beta {
            let found = Ball.dot(key, places.map { state[$0] }, unit: unit)
            update = beta[step * g.betas + (g.betas == 1 ? 0 : head)] * (update - found)
          }
          for d in 0..<size { state[places[d]] = state[places[d]] + key[d] * update }
          for h in head * group..<(head + 1) * group {
            let row = (step * queryHeads + h) * size
            let sum = Ball.dot(Array(q[row..<row + size]), places.map { state[$0] }, unit: unit)
            y[(step * queryHeads + h) * width + m] = scale * sum
          }
        }
      }
    }
    func reals(_ x: [Ball]) -> Reals {
      Reals([x.count], x.map(\.value), x.map(\.error), dtype)
    }
    return try Estimate.outputs(of: self, request, [reals(y), reals(state)])
  }
}
