import Graphs
import Tensors

/// The positions of an image's pixels, from -1 to 1 along each axis, under an affine map.
///
/// `grid[n, p…] = θ[n] · (x, y, …, 1)`, innermost axis first; -1 and 1 are the centers of the corner
/// pixels (`align_corners`) or their outer edges. An aligned axis of one pixel lies at -1.
///
/// - Shapes: θ `[N, r, r + 1]`, size `[N, C, D1…Dr]`, grid `[N, D1…Dr, r]` for r 2 or 3.
/// - Types: computed in double where there is one.
///
/// - Source: ONNX AffineGrid, opset 20.
struct AffineGrid: Operator {
  static let alignCorners = AttributeKey<Int>("align_corners")
  static let schema = OperatorSchema(
    "AffineGrid", inputs: [.one("theta", "T1"), .one("size", "T2")], outputs: [.one("grid", "T1")],
    history: [
      .since(
        20, ["T1": .floats, "T2": [.int64]],
        attributes: [alignCorners.or(0)])
    ])
  static let tolerance = Tolerance.accumulated

  let alignsCorners: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    alignsCorners = try node[Self.alignCorners] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let theta = try inputs.tensor(0)
    guard let size = inputs.knownIntegers(1) else {
      guard let rank = theta.dims?.dropFirst().first?.value, rank == 2 || rank == 3 else {
        return [.tensor(TensorType(theta.dtype, nil))]
      }
      let dims: [Dimension] = Array(repeating: .unknown, count: rank + 1) + [.known(rank)]
      return [.tensor(TensorType(theta.dtype, dims))]
    }
    let rank = size.count - 2
    guard rank == 2 || rank == 3, size.allSatisfy({ $0 >= 0 }) else {
      throw .mismatch("size is \(size), expected 4 or 5 extents")
    }
    if let shape = theta.shape, shape != [size[0], rank, rank + 1] {
      throw .mismatch("theta has shape \(shape), expected \(Shape([size[0], rank, rank + 1]))")
    }
    let shape = Shape([size[0]] + size[2...] + [rank])
    return [try TensorType(theta.dtype, shape).checked()]
  }

  /// The coordinate of pixel 0 and the distance of pixels.
  private func scale(_ extent: Int) -> (start: Double, step: Double) {
    let extent = Double(extent)
    return alignsCorners
      ? (-1, extent > 1 ? 2 / (extent - 1) : 0) : (-1 + 1 / extent, 2 / extent)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let type = try infer(inputs.inference)[0].tensor, let shape = type.shape,
      let size = try inputs.integers(1)
    else { throw .unknownValue(input: 1) }
    let theta = try inputs.tensor(0).floats(Double.self)
    let extents = Array(size[2...])
    let (rank, scales) = (extents.count, extents.map(scale))
    let pixels = extents.reduce(1, *)
    let grid = filled(shape.count) { i in
      let (row, pixel) = (i % rank, i / rank % max(pixels, 1))
      let start = (i / rank / max(pixels, 1) * rank + row) * (rank + 1)
      var (sum, rest) = (0.0, pixel)
      for column in 0..<rank {
        let axis = rank - 1 - column
        let position = scales[axis].start + Double(rest % extents[axis]) * scales[axis].step
        rest /= extents[axis]
        sum += theta[start + column] * position
      }
      return sum + theta[start + rank]
    }
    return [try .narrowing(.double(grid), to: type.dtype, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.output(0)
    guard let size = try request.inference.integers(1) else { throw .missingInput(1) }
    let extents = Array(size[2...])
    var parameters: [Parameter] = [
      .uint("count", shape.count), .uint("pixels", max(extents.reduce(1, *), 1)),
      .uints("extents", extents),
    ]
    let isWide = request.device.hasFloat64
    for (axis, extent) in extents.enumerated() {
      let (start, step) = scale(extent)
      parameters.append(
        isWide ? .double("start\(axis)", start) : .float("start\(axis)", Float(start)))
      parameters.append(isWide ? .double("step\(axis)", step) : .float("step\(axis)", Float(step)))
    }
    return .dispatches([
      Dispatch(
        "AffineGrid.comp",
        defines: ["C": isWide ? "double" : "float", "RANK": String(extents.count)],
        bindings: [.read("theta", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: parameters, invocations: (shape.count, 1, 1), tripBound: extents.count)
    ])
  }
}

extension AffineGrid {
  static let samples: [Sample] = aligned(0) + aligned(1) + others

  private static func aligned(_ value: Int64) -> [Sample] {
    let attributes: [String: SampleAttribute] = ["align_corners": .int(value)]
    return [
      Sample([.normal(2, 2, 3), .list(2, 3, 4, 5)], attributes),
      Sample([.normal(1, 3, 4), .list(1, 2, 3, 2, 5)], attributes),
      Sample([.normal(1, 2, 3), Draw.list(1, 1, 1, 1).constant], attributes),
      Sample([.normal(1, 2, 3), .list(1, 1, 65, 33)], attributes),
      Sample([.normal(0, 2, 3), .list(0, 1, 2, 2)], attributes),
    ]
  }

  private static let others: [Sample] = [
    Sample([.list([1, 0, 0, 0, 1, 0], [1, 2, 3]), .list(1, 1, 4, 7)]),
    .refused(.shape, "theta is [N, 2, 3] for two axes", [.normal(1, 3, 4), .list(1, 1, 2, 2)]),
    .refused(.shape, "size is of two or three axes", [.normal(1, 2, 3), .list(1, 1, 2)]),
    .refused(.shape, "theta and size have one N", [.normal(2, 2, 3), .list(1, 1, 2, 2)]),
    .refused(.missing, "size is required", [.normal(1, 2, 3)]),
  ]

  /// A sum of products of theta with positions between -1 and 1, which are rounded three times.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let theta = try request.reals(0)
    let center = try request.pointwise(self, ulps: 0)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      let columns = theta.shape.dims.last, let rows = theta.shape.dims.dropLast().last,
      theta.shape.rank == 3
    else { return center }
    let sizes = theta.magnitude.sum(over: [2]).values
    let places = max(1, exact.count / max(1, sizes.count / max(rows, 1)))
    let errors = (0..<exact.count).map { place in
      let size = sizes[place / places * rows + place % rows]
      return dtype.roundoff * Double(columns + 4) * size
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))]
  }
}
