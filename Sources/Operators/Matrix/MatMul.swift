import Graphs
import Tensors

/// The matrix product, over stacks of matrices as numpy's `matmul` has it.
///
/// `Y[…, i, j] = Σ_k A[…, i, k] · B[…, k, j]`, k ascending. Integers wrap.
///
/// - Source: ONNX MatMul, opsets 1, 9, 13.
struct MatMul: Operator {
  static let schema = OperatorSchema(
    "MatMul", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats]),
      .since(9, ["T": .wideIntegers + .ieeeFloats]),
      .since(13, ["T": .floats + .wideIntegers]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .normal(5, 4)]), Sample([.normal(5), .normal(5)]),
    Sample([.normal(5), .normal(5, 4)]),
    Sample([.normal(3, 5), .normal(5)]), Sample([.normal(2, 3, 5), .normal(2, 5, 4)]),
    Sample([.normal(2, 1, 3, 5), .normal(4, 5, 2)]), Sample([.normal(3, 5), .normal(2, 2, 5, 4)]),
    Sample([.normal(5), .normal(2, 5, 4)]), Sample([.normal(2, 3, 5), .normal(5)]),
    Sample([.normal(3, 0), .normal(0, 4)]), Sample([.normal(0, 5), .normal(5, 4)]),
    Sample([.normal(1, 1), .normal(1, 1)]),
    Sample([.normal(17, 300), .normal(300, 33)]), Sample([.normal(65, 64), .normal(64, 65)]),
    Sample([.normal(1, 300), .normal(300, 65).constant]),
    Sample([.uniform(0...1, 9, 129), .uniform(0...1, 129, 7)]),
    Sample([.list([1, 1e-3, -1, 0.5, 300], [5, 64]), .list([3, -7, 11, 0.25], [64, 9])]),
    Sample([.special(1, 29), .normal(29, 5)]).types("T", .floats),
    .refused(.shape, "the inner extents are equal", [.normal(3, 5), .normal(4, 5)]),
    .refused(.shape, "an input has at least one axis", [.normal(), .normal(3)]),
    .refused(.shape, "the batch extents broadcast", [.normal(2, 3, 5), .normal(3, 5, 4)]),
  ]
  static var tolerance: Tolerance { .summed }
  static let traits: OperatorTraits = .takesActivation

  /// B in panels.
  private var packedB: WideBuffer?

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let left = a.dims, let right = b.dims else {
      return [.tensor(TensorType(a.dtype, nil))]
    }
    return [.tensor(TensorType(a.dtype, try BatchedProduct.infer(left, right)))]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let a = try request.inputs.tensor(0).shape, let b = try request.inputs.tensor(1).shape
    else { return .zero }
    return request.wideCopies + (try BatchedProduct(a, b)).scratch(Double.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let product = try BatchedProduct(a.shape, b.shape)
    let y: WideBuffer
    let isPacked = packedB != nil
    switch (a.widened(inputs.precision), packedB ?? b.widened(inputs.precision)) {
    case (.float(let x), .float(let w)): y = .float(product.values(x, w, packed: isPacked))
    case (.double(let x), .double(let w)): y = .double(product.values(x, w, packed: isPacked))
    case (.int(let x), .int(let w)): y = .int(product.values(x, w))
    case (.uint(let x), .uint(let w)): y = .uint(product.values(x, w))
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: a.dtype.name)
    }
    return [try .narrowing(y, to: a.dtype, product.shape)]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let b = PackedOperand(right: constants[1], precision) else { return nil }
    var packed = self
    packed.packedB = b.panels
    return Packing(packed, inputs: [1: b.held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0), try request.tensor(1))
    return ProductLowering(try BatchedProduct(a.shape, b.shape), a.dtype, request.device).lowering
  }
}

extension MatMul: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (a, b) = (try site.x, try site.input(1))
    let (rows, columns) = (try a.shape, try b.shape)
    // A vector is a matrix of one row on the left and of one column on the right.
    let left = try a.reshaped(to: rows.rank == 1 ? [1, rows[0]] : rows)
    let right = try b.reshaped(to: columns.rank == 1 ? [columns[0], 1] : columns)
    var dims = try site.dy.shape.dims
    if columns.rank == 1 { dims.append(1) }
    if rows.rank == 1 { dims.insert(1, at: dims.count - 1) }
    let dy = try site.dy.reshaped(to: Shape(dims))
    return [
      try site.gradient(of: 0) { () throws(OperatorError) in
        try site.writer.apply(.matMul, dy, right.matrixTransposed()).sum(to: try left.shape)
          .reshaped(to: rows)
      },
      try site.gradient(of: 1) { () throws(OperatorError) in
        try site.writer.apply(.matMul, left.matrixTransposed(), dy).sum(to: try right.shape)
          .reshaped(to: columns)
      },
    ]
  }
}
