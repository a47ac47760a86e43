import Graphs
import Tensors

/// A tensor of the shape that the input lists, filled with one value; the default is float zero.
///
/// - Source: ONNX ConstantOfShape, opsets 9, 20, 21, 23, 24, 25.
struct ConstantOfShape: Operator {
  static let value = AttributeKey<Tensor>("value")
  static let schema = OperatorSchema(
    "ConstantOfShape", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(
        9, ["T1": [.int64], "T2": .classicNumbers + [.bool]],
        attributes: [value.optional]),
      .since(
        20, ["T1": [.int64], "T2": .numbers + .float8 + [.bool]],
        attributes: [value.optional]),
      .since(
        21, ["T1": [.int64], "T2": .ir10 - [.complex128, .complex64, .string]],
        attributes: [value.optional]),
      .since(
        23, ["T1": [.int64], "T2": .ir11 - [.complex128, .complex64, .string]],
        attributes: [value.optional]),
      .since(
        24, ["T1": [.int64], "T2": .ir12 - [.complex128, .complex64, .string]],
        attributes: [value.optional]),
      .since(
        25, ["T1": [.int64], "T2": .ir13 - [.complex128, .complex64, .string]],
        attributes: [value.optional]),
    ])
  static let samples: [Sample] = [
    Sample([.list(2, 3)], ["value": .made { Samples.one(5, $0["T2"]) }]),
    Sample([.list(2, 3)]).types("T2", [.float]),
    Sample([.list([], [0])], ["value": .made { Samples.one(1, $0["T2"]) }]),
    Sample([.list(0, 3)], ["value": .made { Samples.one(1, $0["T2"]) }]),
    Sample([.list(3, 33).constant], ["value": .made { Samples.one(-2, $0["T2"]) }]),
    .refused(.value, "an extent is 0 or more", [.list(-2)]).types("T2", [.float]),
    .refused(.attribute, "value has one element", [.list(2)], ["value": .tensor(.normal(2))]).types(
      "T2", [.float]),
  ]
  static let tolerance = Tolerance.exact

  let value: Tensor

  init(_ node: NodeReader) throws(OperatorError) {
    value = node[ifPresent: Self.value] ?? Tensor(scalar: Float(0))
    guard value.count == 1 else {
      throw .attribute("value", found: "a tensor of shape \(value.shape)", expected: "one element")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.type(0)
    let dims: [Dimension]? =
      inputs.knownIntegers(0).map { $0.map { .known($0) } }
      ?? inputs.length(0).map { Array(repeating: .unknown, count: $0) }
    return [try TensorType(value.dtype, dims).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let shape = try TensorType(value.dtype, Shape(try inputs.integers(0) ?? [])).extent()
    return [.tensor(try Tensor.filled(value, shape))]
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    let shape = try TensorType(value.dtype, Shape(try inputs.integers(0) ?? [])).extent()
    guard value.dtype.immovable == nil, shape.count <= 64 else { return nil }
    return [.tensor(try Tensor.filled(value, shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let shape = try TensorType(value.dtype, Shape(try request.integers(0) ?? [])).extent()
    if let reason = value.dtype.immovable { return .host(reason) }
    return .dispatches([.fill(.output(0), value, count: shape.count)])
  }
}

extension Tensor {
  /// A tensor of one value throughout.
  static func filled(_ value: Tensor, _ shape: Shape) throws(OperatorError) -> Tensor {
    try value.viewed(by: StridedView(shape: shape, strides: shape.dims.map { _ in 0 }))
  }
}

extension Dispatch {
  /// Fills `count` elements of `output` with the value of a tensor of one element.
  static func fill(_ output: Binding.Resource, _ value: Tensor, count: Int) -> Dispatch {
    let carrier = value.dtype.carrier
    return Dispatch(
      "Movement/Fill.comp", defines: ["VALUE": ElementBits.expression("value", carrier)],
      bindings: [.write("y", output, carrier)],
      parameters: [.uint("count", count)]
        + ElementBits(leading: value).parameters("value", carrier),
      invocations: (count, 1, 1), localSize: [256, 1, 1])
  }
}
