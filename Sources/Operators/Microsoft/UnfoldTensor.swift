import Graphs
import Tensors

/// The slices of `size` elements along an axis that start `step` elements apart, as one axis more:
/// `Y[…, i, …, k] = X[…, i · step + k, …]`.
///
/// - Shapes: the axis `dim` of extent n becomes `(n - size) / step + 1`; the last axis is `size`.
/// - Source: onnxruntime UnfoldTensor, com.microsoft 1.
struct UnfoldTensor: StridedMovement {
  static let dim = AttributeKey<Int>("dim")
  static let size = AttributeKey<Int>("size")
  static let step = AttributeKey<Int>("step")
  static let schema = OperatorSchema(
    "UnfoldTensor", domain: "com.microsoft", inputs: [.one("input", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .classicAndBFloat16],
        attributes: [dim.or(-1), size.required, step.or(1)])
    ])

  let axis: Int
  let size: Int
  let step: Int

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.dim]
    size = try node[Self.size]
    step = try node[Self.step]
    for (key, value) in [(Self.size, size), (Self.step, step)] where value < 1 {
      throw .attribute(key.name, found: "\(value)", expected: "1 or more")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard var dims = x.dims else { return [.tensor(x)] }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "1 or more") }
    let axis = try resolve(axis: axis, rank: dims.count)
    if let extent = dims[axis].value, extent < size {
      throw .attribute("size", found: "\(size)", expected: "at most the axis' \(extent) elements")
    }
    dims[axis] = dims[axis].map { ($0 - size) / step + 1 }
    return [try TensorType(x.dtype, dims + [.known(size)]).checked()]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    guard let output = try infer(inputs)[0].tensor?.shape else { throw .unknownValue(input: 0) }
    let axis = try resolve(axis: axis, rank: shape.rank)
    var strides = shape.strides + [shape.strides[axis]]
    strides[axis] *= min(step, shape[axis])
    return [StridedView(shape: output, strides: strides)]
  }
}

extension UnfoldTensor {
  static let samples: [Sample] = [
    Sample([.normal(2, 7)], ["size": 3]), Sample([.normal(2, 7)], ["size": 3, "step": 2]),
    Sample([.normal(7, 3)], ["size": 2, "dim": 0, "step": 3]),
    Sample([.normal(2, 5, 3)], ["size": 5, "dim": -2]),
    Sample([.special(33)], ["size": 1, "step": 9]),
    Sample([.normal(0, 4)], ["size": 2]),
    Sample([.normal(3, 65, 17)], ["size": 9, "dim": 1, "step": 8]),
    .refused(.attribute, "size is required", [.normal(2, 7)]),
    .refused(.attribute, "size is at most the extent", [.normal(2, 7)], ["size": 8]),
    .refused(.attribute, "size is positive", [.normal(2, 7)], ["size": 0]),
    .refused(.attribute, "step is positive", [.normal(2, 7)], ["size": 3, "step": 0]),
    .refused(.range, "dim is an axis", [.normal(2, 7)], ["size": 3, "dim": 2]),
  ]
}
