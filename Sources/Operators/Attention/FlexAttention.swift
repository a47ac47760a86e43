import Graphs
import Tensors

/// `Y = P · V`, where `P = prob_mod(softmax(score_mod(Q √scale · (K √scale)ᵀ)))`; each body takes and
/// gives a tensor of the scores' shape.
///
/// - Shapes: see `AttentionGeometry`; no packed inputs, no cache.
/// - Types: the products of queries and keys in Q's type, then all in `softmax_precision`, which is
///   float unless Q is double.
///
/// - Source: ONNX preview FlexAttention, opset 1.
struct FlexAttention: ControlFlow {
  static let probMod = AttributeKey<Graph>("prob_mod")
  static let scale = AttributeKey<Float>("scale")
  static let scoreMod = AttributeKey<Graph>("score_mod")
  static let softmaxPrecision = AttributeKey<Int>("softmax_precision")
  static let schema = OperatorSchema(
    "FlexAttention", domain: "ai.onnx.preview",
    inputs: [.one("Q", "T1"), .one("K", "T1"), .one("V", "T1")], outputs: [.one("Y", "T1")],
    history: [
      .since(
        1, ["T1": .floats],
        attributes: [
          probMod.optional, scale.optional, scoreMod.optional, softmaxPrecision.optional,
        ])
    ])
  static let tolerance = Tolerance.accumulated
  /// The opset of the nodes that the operator is made of.
  private static let opset = 24

  let scale: Float?
  let scoreChange: Graph?
  let shareChange: Graph?
  let softmaxType: DType?

  init(_ node: NodeReader) throws(OperatorError) {
    scale = node[ifPresent: Self.scale]
    scoreChange = node[ifPresent: Self.scoreMod]
    shareChange = node[ifPresent: Self.probMod]
    softmaxType = try node.softmaxType(Self.softmaxPrecision)
  }

  var bodies: [Graph] { [scoreChange, shareChange].compactMap { $0 } }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (q, v) = (try inputs.tensor(0), try inputs.tensor(2))
    for (index, type) in [q, try inputs.tensor(1), v].enumerated() {
      if let rank = type.rank, rank != 4 { throw .rank(input: index, found: rank, expected: "4") }
    }
    let dims = q.dims.map { [$0[0], $0[1], $0[2], v.dims?[3] ?? .unknown] }
    return [.tensor(TensorType(q.dtype, dims))]
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    var types: [TensorType] = []
    for index in 0..<3 {
      guard index < inputs.count, let item = inputs[index], let type = flow.type(of: item).tensor
      else { throw OperatorError.missingInput(index) }
      types.append(type)
    }
    guard let q = types[0].shape, let k = types[1].shape, let v = types[2].shape, q.rank == 4 else {
      throw OperatorError.rank(input: 0, found: types[0].rank ?? 0, expected: "4")
    }
    let geometry = try AttentionGeometry(q: q, k: k, v: v, past: (nil, nil), heads: (nil, nil))
    let softmaxType = softmaxType ?? (types[0].dtype == .double ? .double : .float)
    var scores = try products(geometry, types[0].dtype, softmaxType)
      .run([inputs[0], inputs[1]], in: flow)
    if scoreChange != nil { scores = try flow.run(.own(0), scores) }
    var shares = try softmax().run(scores, in: flow)
    if shareChange != nil { shares = try flow.run(.own(bodies.count - 1), shares) }
    return try values(geometry, types[2].dtype, softmaxType).run(shares + [inputs[2]], in: flow)
  }

  /// Q and K to scores. The heads that share keys are an axis of their own.
  private func products(
    _ g: AttentionGeometry, _ dtype: DType, _ softmaxType: DType
  ) throws(OperatorError) -> BuiltGraph {
    var builder = GraphBuilder("scores", opset: Self.opset)
    let (q, k) = (builder.input(), builder.input())
    let exact =
      scale.map { $0.squareRoot() }
      ?? Float(1 / Double(max(g.headSize, 1)).squareRoot()).squareRoot()
    let factor = builder.constant(try Tensor(scalar: exact).cast(to: dtype))
    let queries = try builder.apply(
      "Reshape", try builder.apply("Mul", q, factor),
      builder.constant(
        Tensor(vector: [g.batch, g.keyHeads, g.group, g.queryLength, g.headSize].map(Int64.init))))
    let keys = try builder.apply(
      "Reshape", try builder.apply("Mul", k, factor),
      builder.constant(
        Tensor(vector: [g.batch, g.keyHeads, 1, g.length, g.headSize].map(Int64.init))))
    let columns = try builder.apply(
      "Transpose", keys, attributes: ["perm": .ints([0, 1, 2, 4, 3])])
    let scores = try builder.apply(
      "Reshape", try builder.apply("MatMul", queries, columns),
      builder.constant(Tensor(vector: g.scores.dims.map(Int64.init))))
    let output = try builder.apply(
      "Cast", scores, attributes: ["to": .int(Int64(softmaxType.rawValue))])
    return builder.built(output)
  }

  private func softmax() throws(OperatorError) -> BuiltGraph {
    var builder = GraphBuilder("softmax", opset: Self.opset)
    let scores = builder.input()
    let output = try builder.apply("Softmax", scores, attributes: ["axis": .int(-1)])
    return builder.built(output)
  }

  /// Shares and V to Y.
  private func values(
    _ g: AttentionGeometry, _ dtype: DType, _ softmaxType: DType
  ) throws(OperatorError) -> BuiltGraph {
    var builder = GraphBuilder("values", opset: Self.opset)
    let (shares, v) = (builder.input(), builder.input())
    let grouped = try builder.apply(
      "Reshape", shares,
      builder.constant(
        Tensor(vector: [g.batch, g.keyHeads, g.group, g.queryLength, g.length].map(Int64.init))))
    let rows = try builder.apply(
      "Reshape",
      try builder.apply("Cast", v, attributes: ["to": .int(Int64(softmaxType.rawValue))]),
      builder.constant(
        Tensor(vector: [g.batch, g.keyHeads, 1, g.length, g.valueSize].map(Int64.init))))
    let sums = try builder.apply(
      "Reshape", try builder.apply("MatMul", grouped, rows),
      builder.constant(Tensor(vector: g.output.dims.map(Int64.init))))
    let output = try builder.apply("Cast", sums, attributes: ["to": .int(Int64(dtype.rawValue))])
    return builder.built(output)
  }
}

extension FlexAttention {
  static let samples: [Sample] = plain + precise + refused

  private static let plain: [Sample] = [
    Sample([.normal(2, 3, 4, 8), .normal(2, 3, 4, 8), .normal(2, 3, 4, 8)]),
    Sample([.normal(1, 4, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 6)]),
    Sample([.normal(1, 3, 3, 8), .normal(1, 1, 5, 8), .normal(1, 1, 5, 8)], ["scale": 0.25]),
    Sample([.normal(1, 2, 33, 17), .normal(1, 2, 65, 17), .normal(1, 2, 65, 9)]),
    Sample([.normal(0, 2, 3, 4), .normal(0, 2, 3, 4), .normal(0, 2, 3, 4)]),
  ]

  private static let precise: [Sample] = TypeSet.floats.tensors.members.map { type in
    Sample(
      [.normal(1, 2, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 8)],
      ["softmax_precision": .int(Int64(type.rawValue))])
  }

  private static let refused: [Sample] = [
    .refused(
      .shape, "Q, K and V have rank 4", [.normal(1, 3, 16), .normal(1, 5, 16), .normal(1, 5, 16)]),
    .refused(
      .shape, "K's heads divide Q's",
      [.normal(1, 3, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 8)]),
    .refused(
      .shape, "Q and K have one head size",
      [.normal(1, 2, 3, 8), .normal(1, 2, 5, 4), .normal(1, 2, 5, 8)]),
    .refused(
      .shape, "K and V have one length",
      [.normal(1, 2, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 4, 8)]),
    .refused(
      .attribute, "softmax_precision is a float type",
      [.normal(1, 2, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 8)], ["softmax_precision": 6]),
    .refused(.missing, "V is required", [.normal(1, 2, 3, 8), .normal(1, 2, 5, 8)]),
  ]
}
