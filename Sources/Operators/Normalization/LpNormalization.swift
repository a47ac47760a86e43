import Graphs
import Tensors

/// `output = input / ‖input‖p` along an axis; 0 where the norm is 0.
///
/// - Source: ONNX LpNormalization, opsets 1, 22.
struct LpNormalization: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let p = AttributeKey<Int>("p")
  static let schema = OperatorSchema(
    "LpNormalization", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: [axis.or(-1), p.or(2)]),
      .since(22, ["T": .floats], attributes: [axis.or(-1), p.or(2)]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let axis: Int
  let order: Int

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    order = try node[Self.p]
    guard (1...2).contains(order) else {
      throw .attribute("p", found: "\(order)", expected: "1 or 2")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank { _ = try resolve(axis: axis, rank: rank) }
    return [.tensor(x)]
  }

  private func rows(_ shape: Shape) throws(OperatorError) -> Rows {
    let axis = try resolve(axis: axis, rank: shape.rank)
    return Rows(shape, axes: shape.rank == 0 ? [] : [axis])
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let rows = try rows(x.shape)
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let x): y = .float(values(x, rows))
    case .double(let x): y = .double(values(x, rows))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  private func values<F: WideFloat>(_ x: Buffer<F>, _ rows: Rows) -> Buffer<F> {
    let (outer, length, step) = (rows.outer, rows.length, rows.inner.step(0))
    let order = F(order)
    return Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      Parallel.forEach(outer.count, grain: max(1, (1 << 15) / max(length, 1))) { range in
        for row in range {
          let start = outer.offset(0, at: row)
          let (x, y) = (source.base + start, target.base + start)
          let norm = F.root(Summation.sum(length) { F.power(x[$0 * step], order) }, order)
          for i in 0..<length { y[i * step] = norm == 0 ? 0 : x[i * step] / norm }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    return .dispatches([
      RowsLowering(rows: try rows(shape), device: request.device).dispatch(
        "LpNormalization.comp", names: ["x"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: [.float("p", Float(order))], passes: 1, sums: 1)
    ])
  }
}

extension LpNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = try x.shape.rank == 0 ? [] : [resolve(axis: axis, rank: try x.shape.rank)]
    let norm = try x.folded(order == 1 ? .reduceL1 : .reduceL2, axes)
    return [try norm.equals(norm.scalar(0)).choose(x * 0, x / norm)]
  }
}

extension LpNormalization {
  static let samples: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.normal(3, 5)], ["axis": 0]),
    Sample([.normal(2, 3, 4)], ["axis": 1, "p": 1]),
    Sample([.normal(2, 3, 4)], ["axis": -3, "p": 2]),
    Sample([.normal(2, 3, 4)], ["axis": -1, "p": 1]), Sample([.normal(5)], ["p": 1]),
    Sample([.normal(3, 257)]), Sample([.normal(33, 2)], ["axis": 0, "p": 1]),
    Sample([.normal(65_537, 2)]), Sample([.normal(0, 3)]),
    Sample([.list([0, 0, 0, -0.0, 0, 2, -1, 0, 3], [3, 3])]),
    Sample([.list([0, 0, 0, -0.0, 0, 2, -1, 0, 3], [3, 3])], ["p": 1]),
    Sample([.list([1, .nan, 2, .infinity, 0, 4], [2, 3])]),
    .refused(.attribute, "p is 1 or 2", [.normal(3, 5)], ["p": 3]),
    .refused(.range, "axis is one of the input's", [.normal(3, 5)], ["axis": 2]),
    .refused(.missing, "the input is required", [nil]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let axes = x.shape.rank == 0 ? [] : [try resolve(axis: axis, rank: x.shape.rank)]
    let norm =
      order == 1
      ? x.magnitude.sum(over: axes) : x.squared.sum(over: axes).squareRoot
    let y = try x / norm
    // A row of zeros stays one.
    let errors = y.values.indices.map { y.values[$0].isNaN ? 0 : y.errors[$0] }
    return try Estimate.outputs(of: self, request, [Reals(y.shape, y.values, errors, y.dtype)])
  }
}
