import Graphs
import Tensors

/// Reorders the axes: output axis `i` is input axis `perm[i]`; without `perm`, reverses them.
///
/// - Source: ONNX Transpose, opsets 1, 13, 21, 23, 24, 25.
struct Transpose: StridedMovement {
  static let permutation = AttributeKey<[Int]>("perm")
  static let schema = OperatorSchema(
    "Transpose", inputs: [.one("data", "T")], outputs: [.one("transposed", "T")],
    history: [
      .since(1, ["T": .classic], attributes: [permutation.optional]),
      .since(13, ["T": .classicAndBFloat16], attributes: [permutation.optional]),
      .since(21, ["T": .ir10], attributes: [permutation.optional]),
      .since(23, ["T": .ir11], attributes: [permutation.optional]),
      .since(24, ["T": .ir12], attributes: [permutation.optional]),
      .since(25, ["T": .ir13], attributes: [permutation.optional]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4)]), Sample([.normal(2, 3, 4)], ["perm": [0, 2, 1]]),
    Sample([.normal(2, 3, 4)], ["perm": [1, 2, 0]]),
    Sample([.normal(2, 3, 4)], ["perm": [0, 1, 2]]), Sample([.normal()]), Sample([.special(33)]),
    Sample([.normal(0, 3)]),
    Sample([.normal(33, 65)]), Sample([.normal(2, 3, 4, 5)], ["perm": [3, 1, 0, 2]]),
    Sample([.normal(2, 1, 3, 2, 2)], ["perm": [4, 2, 0, 3, 1]]),
    .refused(.attribute, "perm has each axis once", [.normal(2, 3)], ["perm": [0, 0]]),
    .refused(.attribute, "perm has as many numbers as axes", [.normal(2, 3)], ["perm": [0]]),
  ]

  let permutation: [Int]?

  init(_ node: NodeReader) throws(OperatorError) { permutation = node[ifPresent: Self.permutation] }

  private func order(_ rank: Int) throws(OperatorError) -> [Int] {
    guard let permutation else { return (0..<rank).reversed() }
    let order = try permutation.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: rank)
    }
    guard order.count == rank, Set(order).count == rank else {
      throw .attribute(
        "perm", found: "\(permutation)",
        expected: rank == 0 ? "nothing for a scalar" : "a permutation of 0..<\(rank)")
    }
    return order
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    return [.tensor(TensorType(x.dtype, try order(dims.count).map { dims[$0] }))]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    let order = try order(shape.rank)
    let strides = shape.strides
    return [
      StridedView(shape: Shape(order.map { shape[$0] }), strides: order.map { strides[$0] })
    ]
  }
}

extension Transpose: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let order = try self.order(try site.x.shape.rank)
    var inverse = order
    for (position, axis) in order.enumerated() { inverse[axis] = position }
    return [try site.dy.transposed(inverse)]
  }
}
