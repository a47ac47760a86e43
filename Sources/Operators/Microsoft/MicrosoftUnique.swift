import Graphs
import Tensors

/// The different elements of x in the order in which they come first, which of them each element is, and
/// how often each comes.
///
/// - Shapes: x `[N]`, y and counts `[M]`, idx `[N]`.
/// - Source: onnxruntime Unique, com.microsoft 1.
struct MicrosoftUnique: Operator {
  static let schema = OperatorSchema(
    "Unique", domain: "com.microsoft", inputs: [.one("x", "T")],
    outputs: [.one("y", "T"), .one("idx", "tensor(int64)"), .one("counts", "tensor(int64)")],
    history: [.since(1, ["T": .classic])])
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  /// In the order of first places.
  private let meaning = Unique(axis: nil, sorts: false)

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank, rank != 1 { throw .rank(input: 0, found: rank, expected: "1") }
    return [
      .tensor(TensorType(x.dtype, [.unknown])), .tensor(TensorType(.int64, x.dims ?? [.unknown])),
      .tensor(TensorType(.int64, [.unknown])),
    ]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { meaning.scratch(request) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let found = try meaning.evaluate(inputs)
    return [found[0], found[2], found[3]]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try meaning.lowering(request, at: [0, nil, 1, 2])
  }
}

extension MicrosoftUnique {
  static let samples: [Sample] = [
    Sample([.normal(9)]), Sample([.list(3, 1, 1, 2, 3, 0, 1)]), Sample([.list(5)]),
    Sample([.normal(0)]), Sample([.integers(0...5, 300)]), Sample([.distinct(33)]),
    .refused(.shape, "x has one axis", [.normal(2, 3)]),
  ]
}
