import Graphs
import Tensors

/// The input repeated along axes of extent 1, to the shape that it and the asked one broadcast to.
///
/// - Source: ONNX Expand, opsets 8, 13.
struct Expand: StridedMovement {
  static let schema = OperatorSchema(
    "Expand", inputs: [.one("input", "T"), .one("shape", "tensor(int64)")],
    outputs: [.one("output", "T")],
    history: [
      .since(8, ["T": .classic]),
      .since(13, ["T": .classicAndBFloat16]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 1), .list(3, 4)]), Sample([.normal(3, 1), .list(2, 1, 6)]),
    Sample([.normal(), .list(2, 3)]), Sample([.normal(3), .list(1)]),
    Sample([.normal(2, 3), .list([], [0])]), Sample([.normal(1, 3), .list(0, 1)]),
    Sample([.normal(1, 3), .list(257, 3).constant]),
    Sample([.special(1, 17), .list(2, 2, 1)]),
    Sample([.normal(65_537, 1), .list(65_537, 2).constant]).types("T", [.float]),
    .refused(.shape, "the shapes broadcast", [.normal(3), .list(4)]),
  ]

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.type(1)
    guard let dims = x.dims else { return [.tensor(x)] }
    guard let asked = inputs.knownIntegers(1) else {
      let rank = inputs.length(1).map { max($0, dims.count) }
      return [.tensor(TensorType(x.dtype, rank.map { Array(repeating: .unknown, count: $0) }))]
    }
    let broadcast = try broadcast([dims, asked.map { .known($0) }])
    return [try TensorType(x.dtype, broadcast).checked()]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    let asked = try inputs.integers(1) ?? []
    let dims = try broadcast([shape.dimensions, asked.map { .known($0) }])
    let output = try TensorType(try inputs.tensor(0).dtype, dims).extent()
    return [.broadcasting(shape, to: output)]
  }
}

extension StridedView {
  /// A tensor of shape `source` repeated along the axes where `output` is longer.
  static func broadcasting(_ source: Shape, to output: Shape) -> Self {
    let strides = source.strides
    let offset = output.rank - source.rank
    return Self(
      shape: output,
      strides: output.dims.indices.map { axis in
        axis < offset || source[axis - offset] == 1 ? 0 : strides[axis - offset]
      })
  }
}

extension Expand: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.dy.sum(to: try site.x.shape)]
  }
}
