import Graphs
import Tensors

/// The upper or the lower triangle of each matrix; the rest is zero.
///
/// Upper keeps `column - row ≥ k`, lower keeps `column - row ≤ k`.
///
/// - Source: ONNX Trilu, opset 14.
struct Trilu: Operator {
  static let upper = AttributeKey<Int>("upper")
  static let schema = OperatorSchema(
    "Trilu", inputs: [.one("input", "T"), .optional("k", "tensor(int64)")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        14, ["T": .classicAndBFloat16],
        attributes: [upper.or(1)])
    ])
  static let samples: [Sample] = [
    Sample([.normal(4, 5)]), Sample([.normal(4, 5)], ["upper": 0]),
    Sample([.normal(2, 5, 3), .scalar(1)]), Sample([.normal(2, 5, 3), .scalar(-2)], ["upper": 0]),
    Sample([.normal(3, 3), .scalar(9).constant]),
    Sample([.normal(3, 3), .scalar(-9).constant], ["upper": 0]),
    Sample([.normal(0, 3)]), Sample([.special(7, 7)]), Sample([.normal(3, 0), .scalar(1)]),
    Sample([.normal(65, 33), .list([-7], [1])]),
    .refused(.shape, "there are at least two axes", [.normal(3)]),
  ]
  static let tolerance = Tolerance.exact

  let keepsUpper: Bool

  init(_ node: NodeReader) throws(OperatorError) { keepsUpper = try node[Self.upper] != 0 }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank, rank < 2 { throw .rank(input: 0, found: rank, expected: "at least 2") }
    return [.tensor(x)]
  }

  /// Which diagonal of matrices of `shape` is the edge; one outside of them is all or nothing.
  ///
  /// - Throws: `.mismatch` unless `k` is one number.
  private func diagonal(_ k: [Int]?, _ shape: Shape) throws(OperatorError) -> Int {
    guard k?.count ?? 1 == 1 else { throw .mismatch("k is \(k ?? []), expected one number") }
    let reach = max(shape[shape.rank - 2], shape[shape.rank - 1])
    return min(max(k?.first ?? 0, -reach), reach)
  }

  /// The columns of `row` that are kept.
  private func kept(_ row: Int, columns: Int, k: Int) -> Range<Int> {
    keepsUpper
      ? min(max(row + k, 0), columns)..<columns : 0..<min(max(row + k + 1, 0), columns)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let rows = try request.inputs.tensor(0).dims?.dropLast().last?.value ?? 0
    return .of(rows, Range<Int>.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    let k = try diagonal(try inputs.integers(1), x.shape)
    let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    let kept = (0..<rows).map { self.kept($0, columns: columns, k: k) }
    return [
      .tensor(
        try RowKeeping(count: x.count, kept: kept, columns: columns)(
          [x, try .zero(x.dtype)], shape: x.shape))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let k = try diagonal(try request.integers(1), shape)
    return .dispatches([
      Dispatch(
        "Movement/Trilu.comp", defines: [keepsUpper ? "KEEPS_UPPER" : "KEEPS_LOWER": "1"],
        bindings: [
          .read("x", .input(0), dtype.carrier), .write("y", .output(0), dtype.carrier),
        ],
        parameters: [
          .uint("count", shape.count), .uint("rows", rows), .uint("columns", columns),
          .int("k", k),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

/// Rows of which only some columns are kept, the same in every matrix.
private struct RowKeeping: WordMovement {
  let count: Int
  let kept: [Range<Int>]
  let columns: Int

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let filler = x[1][0]
    for row in 0..<count / columns {
      let (kept, start) = (kept[row % kept.count], row * columns)
      (y + start).initialize(repeating: filler, count: kept.lowerBound)
      (y + start + kept.lowerBound)
        .initialize(from: x[0].base + start + kept.lowerBound, count: kept.count)
      (y + start + kept.upperBound)
        .initialize(repeating: filler, count: columns - kept.upperBound)
    }
  }
}

extension Trilu: DifferentiableMovement {}
