import Graphs
import Tensors

/// Rotates pairs of each head's elements by its position's angles.
///
/// `(a, b) ↦ (a cos - b sin, a sin + b cos)`, where a and b lie side by side (`interleaved`) or half
/// the rotated elements apart; elements past `rotary_embedding_dim` stay.
///
/// - Shapes: X `[B, H, L, D]` or `[B, L, H · D]`; the caches `[P, R / 2]` with position ids `[B, L]`,
///   or `[B, L, R / 2]` without.
/// - Types: products and sums are rounded to X's type one by one.
///
/// - Source: ONNX RotaryEmbedding, opset 23.
struct RotaryEmbedding: Operator {
  static let interleaved = AttributeKey<Int>("interleaved")
  static let numHeads = AttributeKey<Int>("num_heads")
  static let rotaryEmbeddingDim = AttributeKey<Int>("rotary_embedding_dim")
  static let schema = OperatorSchema(
    "RotaryEmbedding",
    inputs: [
      .one("X", "T"), .one("cos_cache", "T"), .one("sin_cache", "T"),
      .optional("position_ids", "M"),
    ], outputs: [.one("Y", "T")],
    history: [
      .since(
        23, ["T": .floats - [.double], "M": [.int64]],
        attributes: [interleaved.or(0), numHeads.optional, rotaryEmbeddingDim.or(0)])
    ])
  static let tolerance = Tolerance.ulps(4)

  let isInterleaved: Bool
  let headCount: Int?
  let rotatedSize: Int

  init(_ node: NodeReader) throws(OperatorError) {
    isInterleaved = try node[Self.interleaved] != 0
    headCount = node[ifPresent: Self.numHeads]
    rotatedSize = try node[Self.rotaryEmbeddingDim]
    guard rotatedSize >= 0, rotatedSize % 2 == 0 else {
      throw .attribute("rotary_embedding_dim", found: "\(rotatedSize)", expected: "even")
    }
  }

  private struct Geometry {
    var heads: Int
    var length: Int
    var size: Int
    var rotated: Int
    var isPacked: Bool
    /// Rows of a cache; with position ids, those that they choose from.
    var rows: Int
    var hasPositions: Bool

    /// The batch and position, as one number, of a head's row.
    @inline(__always)
    func slot(_ row: Int) -> Int {
      isPacked ? row / heads : row / length / heads * length + row % length
    }
  }

  private func geometry(
    _ x: Shape, cosines: Shape, sines: Shape, positions: Shape?
  ) throws(OperatorError) -> Geometry {
    guard x.rank == 3 || x.rank == 4 else {
      throw .rank(input: 0, found: x.rank, expected: "3 or 4")
    }
    let isPacked = x.rank == 3
    if isPacked {
      guard let headCount, headCount > 0, x[2] % headCount == 0 else {
        throw .mismatch("an input of rank 3 needs num_heads that divides its last extent, \(x[2])")
      }
    }
    let heads = isPacked ? headCount ?? 1 : x[1]
    let length = isPacked ? x[1] : x[2]
    let size = isPacked ? x[2] / heads : x[3]
    let rotated = rotatedSize == 0 ? size : rotatedSize
    guard rotated <= size, rotated % 2 == 0 else {
      throw .mismatch("\(rotated) rotated elements do not fit a head of \(size)")
    }
    let rows = positions == nil ? [x[0], length] : Array(cosines.dims.prefix(1))
    guard cosines.dims == rows + [rotated / 2], sines == cosines,
      positions.map({ $0 == [x[0], length] }) ?? true
    else {
      throw .mismatch(
        "caches of shapes \(cosines) and \(sines) do not fit X \(x) with \(rotated) rotated elements"
      )
    }
    return Geometry(
      heads: heads, length: length, size: size, rotated: rotated, isPacked: isPacked,
      rows: rows.reduce(1, *), hasPositions: positions != nil)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(try inputs.tensor(0))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    return [
      inputs.precision == .double
        ? try rotated(inputs, Double.self, .none)
        : try rotated(inputs, Float.self, Narrowing(x.dtype))
    ]
  }

  private func rotated<F: WideFloat>(
    _ inputs: Evaluation, _ type: F.Type, _ narrowing: Narrowing
  ) throws(OperatorError) -> Value {
    let (x, cosines, sines) = (try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2))
    let positions = try inputs.integers(3)
    let g = try geometry(
      x.shape, cosines: cosines.shape, sines: sines.shape,
      positions: try inputs.optionalTensor(3)?.shape)
    for position in positions ?? [] where !(0..<g.rows).contains(position) {
      throw .index(position, extent: g.rows)
    }
    let (values, c, s) = (
      try x.floats(F.self), try cosines.floats(F.self), try sines.floats(F.self)
    )
    let half = g.rotated / 2
    let interleaved = isInterleaved
    let rows = g.size == 0 ? 0 : x.count / g.size
    let y = Buffer<F>(count: x.count) { out in
      guard rows > 0 else { return }
      let (source, target) = (SendablePointer(values), SendablePointer(out))
      let (cosine, sine) = (SendablePointer(c), SendablePointer(s))
      Parallel.forEach(rows, grain: max(1, (1 << 14) / g.size)) { range in
        for row in range {
          let slot = g.slot(row)
          let angle = (positions?[slot] ?? slot) * half
          let turn = Turn<F>(
            x: source.base + row * g.size, y: target.base + row * g.size,
            cosine: cosine.base + angle, sine: sine.base + angle, half: half)
          if narrowing.changes(F.self) {
            turn.write(interleaved) { narrowing.round($0) }
          } else {
            turn.write(interleaved) { $0 }
          }
          for d in g.rotated..<g.size { turn.y[d] = turn.x[d] }
        }
      }
      withExtendedLifetime((values, c, s)) {}
    }
    return try .narrowing(F.wrap(wide: y), to: x.dtype, x.shape)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, cosines, sines) = (
      try request.tensor(0), try request.tensor(1), try request.tensor(2)
    )
    let positions = request.has(3) ? try request.tensor(3) : nil
    let g = try geometry(
      x.shape, cosines: cosines.shape, sines: sines.shape, positions: positions?.shape)
    return .dispatches([
      Dispatch(
        "RotaryEmbedding.comp",
        defines: (isInterleaved ? ["IS_INTERLEAVED": "1"] : [:])
          .merging(["NARROW(v)": Narrowing(x.dtype).shaderExpression]) { $1 },
        bindings: [
          .read("x", .input(0), x.dtype), .read("cosines", .input(1), cosines.dtype),
          .read("sines", .input(2), sines.dtype),
        ] + (positions.map { [.read("positions", .input(3), $0.dtype)] } ?? [])
          + (positions == nil ? [] : [.indexFault(g.rows)]) + [.write("y", .output(0), x.dtype)],
        parameters: [
          .uint("count", x.shape.count), .uint("heads", g.heads), .uint("len", g.length),
          .uint("size", g.size), .uint("rotated", g.rotated),
          .uint("is_packed", g.isPacked ? 1 : 0), .uint("rows", g.rows),
        ], invocations: (x.shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

/// One row of a head and the angles of its position.
private struct Turn<F: WideFloat> {
  let x: UnsafePointer<F>
  let y: UnsafeMutablePointer<F>
  let cosine: UnsafePointer<F>
  let sine: UnsafePointer<F>
  let half: Int

  @inline(__always)
  func write(_ interleaved: Bool, _ round: (F) -> F) {
    if interleaved {
      for pair in 0..<half { turn(pair, 2 &* pair, 2 &* pair &+ 1, round) }
    } else {
      for pair in 0..<half { turn(pair, pair, pair &+ half, round) }
    }
  }

  @inline(__always)
  private func turn(_ pair: Int, _ first: Int, _ second: Int, _ round: (F) -> F) {
    let (a, b, c, s) = (x[first], x[second], cosine[pair], sine[pair])
    y[first] = round(round(c * a) - round(s * b))
    y[second] = round(round(s * a) + round(c * b))
  }
}

extension RotaryEmbedding {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4, 8), .normal(2, 4, 4), .normal(2, 4, 4)]),
    Sample([.normal(2, 3, 4, 8), .normal(2, 4, 4), .normal(2, 4, 4)], ["interleaved": 1]),
    Sample(
      [
        .normal(2, 3, 4, 8), .normal(9, 4), .normal(9, 4),
        .list([0, 8, 3, 3, 1, 2, 7, 0], [2, 4]),
      ]),
    Sample(
      [.normal(1, 3, 24), .normal(5, 4), .normal(5, 4), .list([4, 0, 2], [1, 3])], ["num_heads": 3]),
    Sample(
      [.normal(2, 3, 24), .normal(2, 3, 2), .normal(2, 3, 2)],
      ["num_heads": 2, "rotary_embedding_dim": 4]),
    Sample(
      [.normal(1, 2, 3, 10), .normal(7, 3), .normal(7, 3), .list([6, 5, 0], [1, 3])],
      ["rotary_embedding_dim": 6, "interleaved": 1, "num_heads": 2]),
    Sample([.normal(1, 5, 33, 64), .normal(1, 33, 32), .normal(1, 33, 32)]),
    Sample([.normal(0, 2, 3, 4), .normal(0, 3, 2), .normal(0, 3, 2)]),
    .refused(
      .attribute, "an input of rank 3 needs num_heads",
      [.normal(1, 3, 24), .normal(1, 3, 4), .normal(1, 3, 4)]),
    .refused(
      .shape, "the caches have half as many columns as are rotated",
      [.normal(1, 2, 3, 8), .normal(1, 3, 3), .normal(1, 3, 3)]),
    .refused(
      .shape, "both caches have one shape",
      [.normal(1, 2, 3, 8), .normal(1, 3, 4), .normal(1, 4, 4)]),
    .refused(
      .shape, "a head has an even size", [.normal(1, 2, 3, 7), .normal(1, 3, 3), .normal(1, 3, 3)]),
    .refused(
      .range, "a position is a row of the caches",
      [.normal(1, 2, 3, 8), .normal(5, 4), .normal(5, 4), .list([0, 1, 5], [1, 3])]),
    .refused(
      .shape, "a position for each token",
      [.normal(1, 2, 3, 8), .normal(5, 4), .normal(5, 4), .list([0, 1], [1, 2])]),
    .refused(
      .missing, "sin_cache is required", [.normal(1, 2, 3, 8), .normal(1, 3, 4)]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.turned(self, cosine: 1, sine: 2)
  }
}
