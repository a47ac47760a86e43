import Graphs
import Tensors

/// The elements at some indices of the last axis: `Z[…, j] = X[…, Y[j]]`.
///
/// - Shapes: X `[…, C]`, Y of n elements, Z `[…, n]`; of a vector, `[1, n]`.
///
/// - Source: ONNX-ML ArrayFeatureExtractor, opset 1.
struct ArrayFeatureExtractor: Operator {
  static let schema = OperatorSchema(
    "ArrayFeatureExtractor", domain: "ai.onnx.ml",
    inputs: [.one("X", "T"), .one("Y", "tensor(int64)")], outputs: [.one("Z", "T")],
    history: [
      .since(1, ["T": [.double, .float, .int32, .int64, .string]])
    ])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, y) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "1 or more") }
    let count = y.dims.map { $0.reduce(1, *) } ?? .unknown
    return [
      .tensor(TensorType(x.dtype, (dims.count == 1 ? [1] : Array(dims.dropLast())) + [count]))
    ]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(1) + request.table() * 2 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    guard let shape = try infer(inputs.inference)[0].tensor?.shape, let last = x.shape.dims.last,
      let indices = try inputs.integers(1)
    else { throw .unknownValue(input: 1) }
    for index in indices where !(0..<last).contains(index) { throw .index(index, extent: last) }
    let sources = (0..<shape.dims.dropLast().reduce(1, *)).flatMap { row in
      indices.map { row * last + $0 }
    }
    return [.tensor(x.gathering(sources, shape: shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let count = try request.output(0).shape.count
    return .dispatches([
      Dispatch(
        "ArrayFeatureExtractor.comp",
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("chosen", .input(1), .int64),
          .write("y", .output(0), dtype.carrier), .indexFault(shape.dims.last ?? 1),
        ],
        parameters: [
          .uint("count", count), .uint("extent", shape.dims.last ?? 1),
          .uint("n", max(try request.tensor(1).shape.count, 1)),
        ], invocations: (count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension ArrayFeatureExtractor {
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .list(4, 0, 0, 2)]), Sample([.normal(5), .list(1, 3)]),
    Sample([.normal(2, 3, 4), .list([3, 0], [1, 2])]), Sample([.special(1, 33), .list(0, 32, 7)]),
    Sample([.normal(0, 5), .list(1)]), Sample([.normal(65, 17), .integers(0...16, 9).constant]),
    .refused(.range, "an index is in the last axis", [.normal(3, 5), .list(5)]),
    .refused(.shape, "X has an axis", [.normal(), .list(0)]),
    .refused(.missing, "Y is required", [.normal(3, 5)]),
  ]
}
