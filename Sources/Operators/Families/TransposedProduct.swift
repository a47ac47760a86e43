import Graphs
import Tensors

/// `Y = alpha · A' · B'` over stacks of matrices, as numpy's `matmul` pairs them.
///
/// A' is A, its first axis before its last where `movesBatch` says so, and then with its last two axes
/// exchanged where `transposes` says so; B' likewise. What has one axis stays as it is. The sum comes
/// first, k ascending, then the product with alpha.
protocol TransposedProduct: Operator {
  var settings: TransposedProductSettings { get set }
}

/// A ``TransposedProduct``'s attributes.
struct TransposedProductSettings: Sendable {
  static let alpha = AttributeKey<Float>("alpha")
  static let transA = AttributeKey<Int>("transA")
  static let transB = AttributeKey<Int>("transB")
  static let transBatchA = AttributeKey<Int>("transBatchA")
  static let transBatchB = AttributeKey<Int>("transBatchB")

  let alpha: Float
  var transposes: (a: Bool, b: Bool)
  var movesBatch: (a: Bool, b: Bool)
  /// B' in panels.
  fileprivate var packedB: WideBuffer?

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    transposes = (try node[Self.transA] != 0, try node[Self.transB] != 0)
    movesBatch = (
      node[ifPresent: Self.transBatchA] ?? 0 != 0, node[ifPresent: Self.transBatchB] ?? 0 != 0
    )
  }

  /// The axes of an operand with its first axis before its last; `nil` where they stay.
  fileprivate func order(_ rank: Int, moves: Bool) -> [Int]? {
    moves && rank > 2 ? Array(1..<rank - 1) + [0, rank - 1] : nil
  }

  fileprivate func dims<D>(_ dims: [D], moves: Bool, transposes: Bool) -> [D] {
    var dims = order(dims.count, moves: moves).map { $0.map { dims[$0] } } ?? dims
    if transposes, dims.count > 1 { dims.swapAt(dims.count - 1, dims.count - 2) }
    return dims
  }
}

extension TransposedProduct {
  static var tolerance: Tolerance { .accumulated }
  static var traits: OperatorTraits { .takesActivation }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let left = a.dims, let right = b.dims else {
      return [.tensor(TensorType(a.dtype, nil))]
    }
    let dims = try BatchedProduct.infer(
      settings.dims(left, moves: settings.movesBatch.a, transposes: settings.transposes.a),
      settings.dims(right, moves: settings.movesBatch.b, transposes: settings.transposes.b))
    return [.tensor(TensorType(a.dtype, dims))]
  }

  /// The product of operands whose first axes are moved already.
  private func product(_ a: Shape, _ b: Shape) throws(OperatorError) -> BatchedProduct {
    var product = try BatchedProduct(
      Shape(settings.dims(a.dims, moves: false, transposes: settings.transposes.a)),
      Shape(settings.dims(b.dims, moves: false, transposes: settings.transposes.b)))
    product.transposesA = settings.transposes.a && a.rank > 1
    product.transposesB = settings.transposes.b && b.rank > 1
    return product
  }

  private func moved(_ shape: Shape, _ moves: Bool) -> Shape {
    Shape(settings.dims(shape.dims, moves: moves, transposes: false))
  }

  private func moved(_ tensor: Tensor, _ moves: Bool) throws(OperatorError) -> Tensor {
    guard let order = settings.order(tensor.rank, moves: moves) else { return tensor }
    let strides = tensor.shape.strides
    return try tensor.viewed(
      by: StridedView(shape: moved(tensor.shape, moves), strides: order.map { strides[$0] }))
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let a = try request.inputs.tensor(0).shape, let b = try request.inputs.tensor(1).shape
    else { return .zero }
    let product = try product(
      moved(a, settings.movesBatch.a), moved(b, settings.movesBatch.b))
    return request.wideCopies + product.scratch(Double.self)
      + (settings.alpha == 1 ? .zero : request.wide(request.outputs.first))
      + (settings.movesBatch.a ? request.bytes(0) : .zero)
      + (settings.movesBatch.b ? request.bytes(1) : .zero)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let a = try moved(try inputs.tensor(0), settings.movesBatch.a)
    let b = try moved(try inputs.tensor(1), settings.movesBatch.b)
    let product = try product(a.shape, b.shape)
    let packed = settings.packedB
    let y: WideBuffer
    switch (a.widened(inputs.precision), packed ?? b.widened(inputs.precision)) {
    case (.float(let x), .float(let w)):
      y = .float(scaled(product.values(x, w, packed: packed != nil)))
    case (.double(let x), .double(let w)):
      y = .double(scaled(product.values(x, w, packed: packed != nil)))
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: a.dtype.name)
    }
    return [try .narrowing(y, to: a.dtype, product.shape)]
  }

  private func scaled<F: WideFloat>(_ sums: Buffer<F>) -> Buffer<F> {
    settings.alpha == 1 ? sums : mapped(sums, Multiple(factor: F(settings.alpha)))
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let b = PackedOperand(right: constants[1], transposed: settings.transposes.b, precision)
    else { return nil }
    var packed = self
    packed.settings.packedB = b.panels
    return Packing(packed, inputs: [1: b.held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0), try request.tensor(1))
    let orders = (
      settings.order(a.shape.rank, moves: settings.movesBatch.a),
      settings.order(b.shape.rank, moves: settings.movesBatch.b)
    )
    guard orders.0 == nil, orders.1 == nil else {
      return .expansion(try movingFirst(orders.0, orders.1))
    }
    var lowering = ProductLowering(try product(a.shape, b.shape), a.dtype, request.device)
    lowering.alpha = settings.alpha
    return lowering.lowering
  }

  /// The operands' axes put into these orders, and then the product.
  private func movingFirst(_ a: [Int]?, _ b: [Int]?) throws(OperatorError) -> Graph {
    var builder = GraphBuilder(Self.schema.name, opset: 21)
    var operands = [builder.input(), builder.input()]
    for (index, order) in [a, b].enumerated() {
      if let order { operands[index] = try builder.transpose(operands[index], order) }
    }
    return builder.composed(
      try builder.apply(
        "FusedMatMul", domain: "com.microsoft", operands[0], operands[1],
        attributes: [
          "alpha": .float(settings.alpha), "transA": .int(settings.transposes.a ? 1 : 0),
          "transB": .int(settings.transposes.b ? 1 : 0),
        ]))
  }
}

private struct Multiple<F: WideFloat>: ElementFunction {
  let factor: F
  @inline(__always) func callAsFunction(_ x: F) -> F { factor * x }
}

extension TransposedProduct {
  static var productSamples: [Sample] {
    [
      Sample([.normal(3, 4), .normal(4, 5)]),
      Sample([.normal(4, 3), .normal(4, 5)], ["transA": 1]),
      Sample([.normal(3, 4), .normal(5, 4)], ["transB": 1]),
      Sample([.normal(4, 3), .normal(5, 4)], ["transA": 1, "transB": 1, "alpha": 0.125]),
      Sample([.normal(2, 3, 17, 9), .normal(2, 3, 17, 5)], ["transA": 1]),
      Sample([.normal(2, 1, 7, 4), .normal(3, 5, 4)], ["transB": 1, "alpha": 3]),
      Sample([.normal(4), .normal(4)], ["transA": 1, "transB": 1]),
      Sample([.normal(4), .normal(2, 5, 4)], ["transB": 1]),
      Sample([.normal(2, 4, 3), .normal(4)], ["transA": 1]),
      Sample([.normal(33, 130), .normal(130, 65)]),
      Sample([.normal(300, 15), .normal(31, 300)], ["transA": 1, "transB": 1]),
      Sample([.normal(0, 4), .normal(4, 5)]), Sample([.normal(3, 0), .normal(0, 5)]),
      Sample([.normal(1, 1), .normal(1, 1)], ["alpha": 0]),
      Sample([.normal(4, 3), .normal(4, 5).constant], ["transA": 1]),
      .refused(.shape, "A' has as many columns as B' rows", [.normal(3, 4), .normal(5, 4)]),
      .refused(
        .shape, "A' has as many columns as B' rows", [.normal(3, 4), .normal(4, 5)], ["transA": 1]),
      .refused(.shape, "stacks broadcast", [.normal(2, 3, 4), .normal(3, 4, 5)]),
      .refused(.missing, "B is required", [.normal(3, 4)]),
    ]
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let a = Shape(
      settings.dims(
        try request.tensor(0).shape.dims, moves: settings.movesBatch.a,
        transposes: settings.transposes.a))
    return try request.summed(self, terms: Double(a.dims.last ?? 1), steps: 2)
  }
}
