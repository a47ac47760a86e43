import Graphs
import Tensors

/// The greatest element of each bin of each region of interest; 0 where a bin is empty.
///
/// A region is scaled and rounded (halves away from zero) to whole elements, both ends included, and bins
/// cover it from `⌊i · size⌋` to `⌈(i + 1) · size⌉`.
///
/// - Shapes: X `[N, C, H, W]`, rois `[R, 5]` as (batch, x1, y1, x2, y2), Y `[R, C, pooled_shape…]`.
/// - Source: ONNX MaxRoiPool, opsets 1, 22.
struct MaxRoiPool: Operator {
  static let pooledShape = AttributeKey<[Int]>("pooled_shape")
  static let spatialScale = AttributeKey<Float>("spatial_scale")
  static let schema = OperatorSchema(
    "MaxRoiPool", inputs: [.one("X", "T"), .one("rois", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats], attributes: [pooledShape.required, spatialScale.or(1.0)]),
      .since(22, ["T": .floats], attributes: [pooledShape.required, spatialScale.or(1.0)]),
    ])
  static var tolerance: Tolerance { .exact }

  let pooled: [Int]
  let scale: Float

  init(_ node: NodeReader) throws(OperatorError) {
    pooled = try node[Self.pooledShape]
    scale = try node[Self.spatialScale]
    guard pooled.count == 2, pooled.allSatisfy({ (1...1 << 20).contains($0) }) else {
      throw .attribute("pooled_shape", found: "\(pooled)", expected: "two extents")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, rois) = (try inputs.tensor(0), try inputs.tensor(1))
    return [
      .tensor(
        TensorType(
          x.dtype,
          [
            rois.dims?.first ?? .unknown, x.dims?.dropFirst().first ?? .unknown,
            .known(pooled[0]), .known(pooled[1]),
          ]))
    ]
  }

  private func check(_ x: Shape, _ rois: Shape) throws(OperatorError) {
    guard x.rank == 4 else { throw .rank(input: 0, found: x.rank, expected: "4") }
    guard rois.rank == 2, rois[1] == 5 else {
      throw .mismatch("rois are \(rois), expected [R, 5]")
    }
  }

  /// Regions, and a list of the output that grows.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + request.list(1) * 2 + request.wide(request.outputs.first) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, rois) = (try inputs.tensor(0), try inputs.tensor(1))
    try check(x.shape, rois.shape)
    let regions = try doubles(rois, 1) ?? []
    let sources = try bins(x.shape, regions)
    let y: WideBuffer
    switch x.widened(.native) {
    case .float(let values): y = .float(pool(values, x.shape, sources))
    case .double(let values): y = .double(pool(values, x.shape, sources))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, [rois.shape[0], x.shape[1], pooled[0], pooled[1]])]
  }

  /// For each region its batch, and the rows and columns of its bins.
  private func bins(
    _ x: Shape, _ rois: Buffer<Double>
  ) throws(OperatorError) -> [(batch: Int, rows: [Range<Int>], columns: [Range<Int>])] {
    var result: [(batch: Int, rows: [Range<Int>], columns: [Range<Int>])] = []
    for r in 0..<rois.count / 5 {
      let batch = Int(saturating: rois[5 * r])
      guard (0..<x[0]).contains(batch) else { throw .index(batch, extent: x[0]) }
      func along(_ first: Int, _ last: Int, _ count: Int, _ extent: Int) -> [Range<Int>] {
        let start = (Float(rois[5 * r + first]) * scale).rounded(.toNearestOrAwayFromZero)
        let end = (Float(rois[5 * r + last]) * scale).rounded(.toNearestOrAwayFromZero)
        let size = max(end - start + 1, 1) / Float(count)
        return (0..<count).map { i in
          let lower = (Float(i) * size).rounded(.down) + start
          let upper = (Float(i + 1) * size).rounded(.up) + start
          let from = min(max(Int(saturating: lower), 0), extent)
          let to = min(max(Int(saturating: upper), 0), extent)
          return from..<max(from, to)
        }
      }
      result.append((batch, along(2, 4, pooled[0], x[2]), along(1, 3, pooled[1], x[3])))
    }
    return result
  }

  private func pool<F: WideFloat>(
    _ x: Buffer<F>, _ shape: Shape,
    _ regions: [(batch: Int, rows: [Range<Int>], columns: [Range<Int>])]
  ) -> Buffer<F> {
    var y: [F] = []
    for region in regions {
      for c in 0..<shape[1] {
        let plane = (region.batch * shape[1] + c) * shape[2] * shape[3]
        for rows in region.rows {
          for columns in region.columns {
            var peak: F = rows.isEmpty || columns.isEmpty ? 0 : -.infinity
            for row in rows {
              for column in columns {
                let value = x[plane + row * shape[3] + column]
                peak = value > peak || value != value ? value : peak
              }
            }
            y.append(peak)
          }
        }
      }
    }
    return Buffer(y)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, x) = try request.tensor(0)
    let rois = try request.tensor(1)
    try check(x, rois.shape)
    let count = try request.output(0).shape.count
    let bound = x[2].multipliedReportingOverflow(by: x[3] + 1)
    guard !bound.overflow, bound.partialValue <= request.device.tripBudget else {
      return .host(.device("bins of \(x[2]) by \(x[3]) elements"))
    }
    return .dispatches([
      Dispatch(
        "MaxRoiPool.comp",
        bindings: [
          .read("x", .input(0), dtype), .read("rois", .input(1), rois.dtype),
          .write("y", .output(0), dtype), .indexFault(x[0]),
        ],
        parameters: [
          .uint("count", count), .uint("batch", x[0]), .uint("channels", x[1]),
          .uint("rows", x[2]), .uint("columns", x[3]), .uint("height", pooled[0]),
          .uint("width", pooled[1]), .float("scale", scale),
        ], invocations: (count, 1, 1), tripBound: bound.partialValue)
    ])
  }
}

extension MaxRoiPool {
  static let samples: [Sample] = [
    Sample(
      [.normal(2, 3, 8, 9), .list([0, 1, 1, 6, 5, 1, 0, 2, 8, 7], [2, 5])],
      ["pooled_shape": [2, 3]]),
    Sample(
      [.normal(1, 2, 8, 8), .list([0, 2, 2, 9, 13, 0, 1, 3, 14, 15], [2, 5])],
      ["pooled_shape": [3, 2], "spatial_scale": 0.5]),
    // Regions beyond X, and one that ends before it starts.
    Sample(
      [.normal(1, 1, 5, 6), .list([0, -3, -2, 2, 3, 0, 4, 3, 20, 20, 0, 4, 4, 1, 1], [3, 5])],
      ["pooled_shape": [2, 2]]),
    Sample([.normal(1, 1, 4, 4), .list([0, 8, 8, 9, 9], [1, 5])], ["pooled_shape": [1, 2]]),
    Sample([.special(1, 1, 6, 8), .list([0, 0, 0, 7, 5], [1, 5])], ["pooled_shape": [3, 4]]),
    Sample([.normal(1, 2, 4, 4), .normal(0, 5)], ["pooled_shape": [2, 2]]),
    .refused(
      .shape, "rois have five columns", [.normal(1, 1, 4, 4), .normal(2, 4)],
      ["pooled_shape": [2, 2]]),
    .refused(
      .shape, "X has four axes", [.normal(1, 4, 4), .list([0, 0, 0, 1, 1], [1, 5])],
      ["pooled_shape": [2, 2]]),
    .refused(
      .range, "a region's batch is one of X's",
      [.normal(1, 1, 4, 4), .list([1, 0, 0, 1, 1], [1, 5])], ["pooled_shape": [2, 2]]),
    .refused(
      .attribute, "pooled_shape is required",
      [.normal(1, 1, 4, 4), .list([0, 0, 0, 1, 1], [1, 5])]),
    .refused(
      .attribute, "pooled_shape is a height and a width",
      [.normal(1, 1, 4, 4), .list([0, 0, 0, 1, 1], [1, 5])], ["pooled_shape": [2]]),
  ]
}
