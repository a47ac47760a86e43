import Graphs
import Tensors

/// The distance of each row of A from each of B: `C[i, j] = Σ_k (A[i, k] - B[j, k])²`, or its root.
///
/// - Shapes: A `[M, K]`, B `[N, K]`, C `[M, N]`.
/// - Throws: `.attribute` for a metric other than `sqeuclidean` and `euclidean`.
/// - Source: onnxruntime CDist, com.microsoft 1.
struct CDist: Operator {
  static let metric = AttributeKey<String>("metric")
  static let schema = OperatorSchema(
    "CDist", domain: "com.microsoft", inputs: [.one("A", "T"), .one("B", "T")],
    outputs: [.one("C", "T")],
    history: [.since(1, ["T": [.float, .double]], attributes: [metric.or("sqeuclidean")])])
  static let tolerance = Tolerance.accumulated

  let takesRoot: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    let metric = try node[Self.metric]
    guard ["sqeuclidean", "euclidean"].contains(metric) else {
      throw .attribute("metric", found: "'\(metric)'", expected: "'sqeuclidean' or 'euclidean'")
    }
    takesRoot = metric == "euclidean"
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    for (index, type) in [a, b].enumerated() {
      if let rank = type.rank, rank != 2 { throw .rank(input: index, found: rank, expected: "2") }
    }
    guard let left = a.dims, let right = b.dims else {
      return [.tensor(TensorType(a.dtype, [.unknown, .unknown]))]
    }
    guard left[1].merged(with: right[1]) != nil else {
      throw .mismatch("rows of A have \(left[1]) elements, but those of B \(right[1])")
    }
    return [.tensor(TensorType(a.dtype, [left[0], right[0]]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let shape: Shape = [a.shape[0], b.shape[0]]
    try TensorType(a.dtype, shape).checkExtents()
    let y: WideBuffer
    switch (try inputs.wide(0), try inputs.wide(1)) {
    case (.float(let x), .float(let w)): y = .float(distances(x, w, shape, depth: a.shape[1]))
    case (.double(let x), .double(let w)): y = .double(distances(x, w, shape, depth: a.shape[1]))
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: a.dtype.name)
    }
    return [try .narrowing(y, to: a.dtype, shape)]
  }

  private func distances<F: WideFloat>(
    _ a: Buffer<F>, _ b: Buffer<F>, _ shape: Shape, depth: Int
  ) -> Buffer<F> {
    let (columns, takesRoot) = (shape[1], takesRoot)
    return filled(shape.count, grain: max(1, (1 << 12) / max(depth, 1))) { i in
      let (x, w) = (a.base + i / columns * depth, b.base + i % columns * depth)
      let sum = Summation.sum(depth) { k in
        let distance = x[k] - w[k]
        return distance * distance
      }
      return takesRoot ? sum.squareRoot() : sum
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, a) = try request.tensor(0)
    let shape = try request.output(0).shape
    let trips = Summation.trips(a[1])
    guard trips <= request.device.tripBudget else {
      return .host(.device("loops over \(a[1]) elements"))
    }
    return .dispatches([
      Dispatch(
        "Microsoft/CDist.comp",
        defines: Summation.defines(a[1]).merging(takesRoot ? ["TAKES_ROOT": "1"] : [:]) { $1 },
        bindings: [
          .read("a", .input(0), dtype), .read("b", .input(1), dtype),
          .write("y", .output(0), dtype),
        ],
        parameters: [
          .uint("count", shape.count), .uint("columns", shape[1]), .uint("depth", a[1]),
        ], invocations: (shape.count, 1, 1), tripBound: trips)
    ])
  }
}

extension CDist {
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .normal(5, 4)]),
    Sample([.normal(3, 4), .normal(5, 4)], ["metric": "euclidean"]),
    Sample([.normal(17, 130), .normal(9, 130)], ["metric": "sqeuclidean"]),
    Sample([.normal(1, 1), .normal(1, 1)], ["metric": "euclidean"]),
    Sample([.normal(0, 4), .normal(5, 4)]), Sample([.normal(3, 0), .normal(5, 0)]),
    Sample([.special(2, 17), .normal(3, 17)]), Sample([.normal(65, 3), .normal(129, 3)]),
    .refused(.shape, "rows are as long", [.normal(3, 4), .normal(5, 3)]),
    .refused(.shape, "A has two axes", [.normal(4), .normal(5, 4)]),
    .refused(
      .attribute, "metric is one of two", [.normal(3, 4), .normal(5, 4)], ["metric": "cosine"]),
    .refused(.missing, "B is required", [.normal(3, 4)]),
  ]

  /// Runs may expand `(a - b)²`, so the sums of squares count.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let (a, b) = (try request.reals(0), try request.reals(1))
    let left = a.squared.sum(over: [1])
    let right = b.squared.sum(over: [1]).reshaped([1, b.shape[0]])
    let cross = try a.product(try b.transposed([1, 0])) * 2
    let squares = try left + right - cross
    return try Estimate.outputs(of: self, request, [takesRoot ? squares.squareRoot : squares])
  }
}
