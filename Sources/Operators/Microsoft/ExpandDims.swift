import Graphs
import Tensors

/// X with an axis of extent 1 more, at `axis` of the result; a negative one counts from the end.
///
/// - Shapes: axis is one number.
/// - Source: onnxruntime ExpandDims, com.microsoft 1.
struct ExpandDims: Operator {
  static let schema = OperatorSchema(
    "ExpandDims", domain: "com.microsoft", inputs: [.one("X", "T"), .one("axis", "tensor(int32)")],
    outputs: [.one("Y", "T")], history: [.since(1, ["T": .classic])])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard var dims = x.dims else { return [.tensor(x)] }
    guard let axis = inputs.knownIntegers(1) else {
      return [.tensor(TensorType(x.dtype, dims.map { _ in .unknown } + [.unknown]))]
    }
    guard axis.count == 1 else {
      throw .mismatch("axis is one number, but there are \(axis.count)")
    }
    dims.insert(1, at: try resolve(axis: axis[0], rank: dims.count + 1))
    return [.tensor(TensorType(x.dtype, dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 1)
    }
    let elements = try inputs.tensor(0).elements
    return [
      .tensor(
        try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) })
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering { .views([0]) }
}

extension ExpandDims {
  static let samples: [Sample] = [
    Sample([.normal(2, 3), .scalar(0)]), Sample([.normal(2, 3), .scalar(1).constant]),
    Sample([.special(33), .scalar(-1)]), Sample([.normal(2, 3), .list(-3)]),
    Sample([.normal(), .scalar(0)]), Sample([.normal(2, 0, 3), .scalar(2)]),
    .refused(.range, "axis is one of the result's", [.normal(2, 3), .scalar(3)]),
    .refused(.range, "axis is one of the result's", [.normal(2, 3), .scalar(-4)]),
    .refused(.shape, "axis is one number", [.normal(2, 3), .list(0, 1)]),
    .refused(.missing, "axis is required", [.normal(2, 3)]),
  ]
}
