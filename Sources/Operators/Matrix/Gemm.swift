import Graphs
import Tensors

/// `Y = alpha · A' · B' + beta · C`, where A' and B' may be transposed and C broadcasts to Y.
///
/// The sum comes first, k ascending, then the product with alpha, then the sum with beta · C.
/// Integers wrap; an alpha or beta other than 1 is applied in double and truncated.
///
/// - Source: ONNX Gemm, opsets 1, 6, 7, 9, 11, 13. Before opset 7, C has Y's shape unless `broadcast`
///   is set.
struct Gemm: Operator {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let broadcast = AttributeKey<Int>("broadcast")
  static let transA = AttributeKey<Int>("transA")
  static let transB = AttributeKey<Int>("transB")
  private static let required: [OperatorSchema.Formal] = [
    .one("A", "T"), .one("B", "T"), .one("C", "T"),
  ]
  private static let attributes = [alpha.or(1.0), beta.or(1.0), transA.or(0), transB.or(0)]
  static let schema = OperatorSchema(
    "Gemm", inputs: [.one("A", "T"), .one("B", "T"), .optional("C", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats], attributes: attributes + [broadcast.or(0)], inputs: required),
      .since(
        6, ["T": .ieeeFloats], attributes: attributes + [broadcast.or(0)], inputs: required),
      .since(7, ["T": .ieeeFloats], attributes: attributes, inputs: required),
      .since(9, ["T": .wideIntegers + .ieeeFloats], attributes: attributes, inputs: required),
      .since(11, ["T": .wideIntegers + .ieeeFloats], attributes: attributes),
      .since(13, ["T": .floats + .wideIntegers], attributes: attributes),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .normal(5, 4), .normal(3, 4)]),
    Sample([.normal(5, 3), .normal(5, 4), .normal(3, 4)], ["transA": 1]),
    Sample([.normal(3, 5), .normal(4, 5), .normal(3, 4)], ["transB": 1]),
    Sample(
      [.normal(5, 3), .normal(4, 5), .normal(3, 4)],
      ["transA": 1, "transB": 1, "alpha": 0.5, "beta": 2]
    ).types("T", .floats),
    Sample([.normal(17, 129), .normal(129, 33), .normal(17, 33)], ["alpha": 1.5])
      .types("T", .floats),
    Sample([.normal(9, 17), .normal(17, 5), .normal(9, 5)], ["alpha": 2, "beta": 3]),
    Sample([.normal(65, 300), .normal(300, 9), .normal(65, 9)], ["beta": 0]),
    Sample([.special(2, 9), .special(9, 3)]).types("T", .wideIntegers).since(11),
    Sample([.normal(3, 5), .normal(5, 4), .normal(4)], ["broadcast": 1]).before(7),
    Sample([.normal(3, 5), .normal(5, 4), .normal(1)], ["broadcast": 1]).before(7),
    Sample([.normal(3, 5), .normal(5, 4), .normal(4)]).since(7),
    Sample([.normal(3, 5), .normal(5, 4), .normal(1, 4)]).since(7),
    Sample([.normal(3, 5), .normal(5, 4), .normal(3, 1)], ["beta": -1]).since(7)
      .types("T", .floats),
    Sample([.normal(3, 5), .normal(5, 4), .normal()]).since(7),
    Sample([.normal(3, 0), .normal(0, 4), .normal(4)]).since(7),
    Sample([.normal(0, 5), .normal(5, 4), .normal(4)]).since(7),
    Sample([.normal(3, 5), .normal(5, 4)]).since(11),
    Sample([.normal(33, 65), .normal(65, 17).constant], ["alpha": -2]).since(11)
      .types("T", .floats),
    .refused(
      .shape, "A and B agree in the inner extent", [.normal(3, 5), .normal(4, 5), .normal(3, 5)]),
    .refused(.shape, "A and B are matrices", [.normal(2, 3, 5), .normal(5, 4), .normal(4)]),
    .refused(.shape, "C broadcasts to the product", [.normal(3, 5), .normal(5, 4), .normal(2, 4)])
      .since(7),
  ]
  static var tolerance: Tolerance { .accumulated }
  static let traits: OperatorTraits = .takesActivation

  let alpha: Float
  let beta: Float
  let transposesA: Bool
  let transposesB: Bool
  let broadcasts: Bool
  /// B' in panels.
  private var packedB: WideBuffer?

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
    transposesA = try node[Self.transA] != 0
    transposesB = try node[Self.transB] != 0
    broadcasts = node[ifPresent: Self.broadcast].map { $0 != 0 } ?? true
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    func extent(_ type: TensorType, _ input: Int, _ axis: Int) throws(OperatorError) -> Dimension {
      guard let dims = type.dims else { return .unknown }
      guard dims.count == 2 else {
        throw .rank(input: input, found: dims.count, expected: "2")
      }
      return dims[axis]
    }
    let depths = (
      try extent(a, 0, transposesA ? 0 : 1), try extent(b, 1, transposesB ? 1 : 0)
    )
    guard depths.0.merged(with: depths.1) != nil else {
      throw .mismatch("A has \(depths.0) columns, but B has \(depths.1) rows")
    }
    return [
      .tensor(
        TensorType(
          a.dtype,
          [try extent(a, 0, transposesA ? 1 : 0), try extent(b, 1, transposesB ? 0 : 1)]))
    ]
  }

  /// C's strides along Y's rows and columns.
  private func strides(_ c: Shape, to y: Shape) throws(OperatorError) -> (row: Int, column: Int) {
    let dims = Array(repeating: 1, count: max(0, 2 - c.rank)) + c.dims
    guard dims.count == 2, zip(dims, y.dims).allSatisfy({ $0 == $1 || $0 == 1 }),
      broadcasts || c == y
    else { throw .broadcast(y, c) }
    return (dims[0] == 1 ? 0 : dims[1], dims[1] == 1 ? 0 : 1)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let a = try request.inputs.tensor(0).shape, let b = try request.inputs.tensor(1).shape
    else { return .zero }
    let product = try BatchedProduct(a, transposed: transposesA, b, transposed: transposesB)
    let sums = alpha != 1 || request.inputs.has(2) ? request.wide(request.outputs.first) : .zero
    return request.wideCopies + sums + product.scratch(Double.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let product = try BatchedProduct(
      a.shape, transposed: transposesA, b.shape, transposed: transposesB)
    let c = try inputs.optionalTensor(2)
    var steps: (row: Int, column: Int)?
    if let c { steps = try strides(c.shape, to: product.shape) }
    let addend = c.flatMap { $0.widened(inputs.precision) }
    let isPacked = packedB != nil
    let y: WideBuffer
    switch (a.widened(inputs.precision), packedB ?? b.widened(inputs.precision), addend) {
    case (.float(let x), .float(let w), nil):
      y = .float(
        scaled(product.values(x, w, packed: isPacked), product.extent, plus: nil, steps))
    case (.float(let x), .float(let w), .float(let c)):
      y = .float(scaled(product.values(x, w, packed: isPacked), product.extent, plus: c, steps))
    case (.double(let x), .double(let w), nil):
      y = .double(
        scaled(product.values(x, w, packed: isPacked), product.extent, plus: nil, steps))
    case (.double(let x), .double(let w), .double(let c)):
      y = .double(scaled(product.values(x, w, packed: isPacked), product.extent, plus: c, steps))
    case (.int(let x), .int(let w), nil):
      y = .int(scaled(integers: product.values(x, w), product.extent, plus: nil, steps))
    case (.int(let x), .int(let w), .int(let c)):
      y = .int(scaled(integers: product.values(x, w), product.extent, plus: c, steps))
    case (.uint(let x), .uint(let w), nil):
      y = .uint(scaled(integers: product.values(x, w), product.extent, plus: nil, steps))
    case (.uint(let x), .uint(let w), .uint(let c)):
      y = .uint(scaled(integers: product.values(x, w), product.extent, plus: c, steps))
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: a.dtype.name)
    }
    return [try .narrowing(y, to: a.dtype, product.shape)]
  }

  private func scaled<F: WideFloat>(
    _ sums: Buffer<F>, _ extent: ProductExtent, plus c: Buffer<F>?,
    _ strides: (row: Int, column: Int)?
  ) -> Buffer<F> {
    if alpha == 1, c == nil { return sums }
    let (alpha, beta) = (F(alpha), F(beta))
    return Buffer(count: sums.count) { out in
      guard let y = out.baseAddress else { return }
      let x = sums.base
      for i in 0..<extent.rows {
        let first = i &* extent.columns
        guard let c, let strides else {
          for j in first..<first + extent.columns { y[j] = alpha * x[j] }
          continue
        }
        let addend = c.base + i * strides.row
        if alpha == 1, beta == 1, strides.column == 1 {
          for j in 0..<extent.columns { y[first &+ j] = x[first &+ j] + addend[j] }
        } else {
          for j in 0..<extent.columns {
            y[first &+ j] = alpha * x[first &+ j] + beta * addend[j &* strides.column]
          }
        }
      }
      withExtendedLifetime((sums, c)) {}
    }
  }

  private func scaled<I: WideInteger>(
    integers sums: Buffer<I>, _ extent: ProductExtent, plus c: Buffer<I>?,
    _ strides: (row: Int, column: Int)?
  ) -> Buffer<I> {
    let scales = alpha != 1 || beta != 1
    return Buffer(count: sums.count) { out in
      for i in 0..<sums.count {
        let offset = strides.map { i / extent.columns * $0.row + i % extent.columns * $0.column }
        let addend = offset.flatMap { c?[$0] } ?? 0
        out[i] =
          scales
          ? I(saturating: Double(alpha) * Double(sums[i]) + Double(beta) * Double(addend))
          : sums[i] &+ addend
      }
    }
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let b = PackedOperand(right: constants[1], transposed: transposesB, precision)
    else { return nil }
    var packed = self
    packed.packedB = b.panels
    return Packing(packed, inputs: [1: b.held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0), try request.tensor(1))
    var lowering = ProductLowering(
      try BatchedProduct(a.shape, transposed: transposesA, b.shape, transposed: transposesB),
      a.dtype, request.device)
    lowering.alpha = alpha
    if request.has(2) {
      let c = try request.tensor(2)
      let strides = try strides(c.shape, to: lowering.product.shape)
      lowering.addend = ProductLowering.Addend(
        resource: .input(2), beta: beta, row: strides.row, column: strides.column)
    }
    return lowering.lowering
  }
}

extension Gemm: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (a, b, dy) = (try site.x, try site.input(1), try site.dy)
    func product(
      _ left: Term, _ transposesLeft: Bool, _ right: Term, _ transposesRight: Bool
    ) throws(OperatorError) -> Term {
      try site.writer.apply(
        .gemm, left, right,
        attributes: [
          "alpha": .float(alpha), "transA": .int(transposesLeft ? 1 : 0),
          "transB": .int(transposesRight ? 1 : 0),
        ])
    }
    return [
      try site.gradient(of: 0) { () throws(OperatorError) in
        transposesA
          ? try product(b, transposesB, dy, true) : try product(dy, false, b, !transposesB)
      },
      try site.gradient(of: 1) { () throws(OperatorError) in
        transposesB
          ? try product(dy, true, a, transposesA) : try product(a, !transposesA, dy, false)
      },
      try site.gradient(of: 2) { () throws(OperatorError) in
        try (dy * Double(beta)).sum(to: try site.input(2).shape)
      },
    ]
  }
}

extension Gemm {
  /// `alpha · A · B + beta · C`: each of both parts is a sum of products, scaled.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard try request.dtype(0).isFloat else { return try request.pointwise(self, ulps: nil) }
    let (a, b) = (try request.reals(0), try request.reals(1))
    let left = transposesA ? try a.transposed([1, 0]) : a
    let right = transposesB ? try b.transposed([1, 0]) : b
    var y = try left.product(right)
    if alpha != 1 { y = try y * Double(alpha) }
    if var c = try request.optionalReals(2) {
      if beta != 1 { c = try c * Double(beta) }
      y = try y + c
    }
    return [try y.estimate(try request.dtype(0))]
  }
}
