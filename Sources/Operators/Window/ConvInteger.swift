import Graphs
import Tensors

/// The convolution of quantised operands less their zero points, in 32 bits, wrapping.
///
/// - Source: ONNX ConvInteger, opset 10.
struct ConvInteger: Windowed {
  static let schema = OperatorSchema(
    "ConvInteger",
    inputs: [
      .one("x", "T1"), .one("w", "T2"), .optional("x_zero_point", "T1"),
      .optional("w_zero_point", "T2"),
    ],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        10, ["T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.int32]],
        attributes: [
          autoPad.or("NOTSET"), dilations.optional, group.or(1), kernelShape.optional,
          pads.optional, strides.optional,
        ])
    ])
  static var tolerance: Tolerance { .exact }

  let settings: WindowSettings
  let groups: Int
  /// The weights, where they are constant.
  private var packedW: PackedFilters?

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    groups = try node[Self.group]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dims = try Convolution.infer(
      try inputs.tensor(0).dims, try inputs.tensor(1).dims, settings, groups: groups)
    return [try TensorType(.int32, dims).checked()]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape, let w = try request.inputs.tensor(1).shape
    else { return .zero }
    return request.centered(0) + request.centered(1) + request.wideCopies
      + (try Convolution(x, w, settings, groups: groups)).scratch(Int64.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    let (xZero, wZero) = (try inputs.optionalTensor(2), try inputs.optionalTensor(3))
    let convolution = try Convolution(x.shape, w.shape, settings, groups: groups)
    var points: [ZeroPoint?] = [nil, nil]
    if let xZero { points[0] = try ZeroPoint(2, single: xZero.shape, over: x.shape) }
    if let wZero { points[1] = try ZeroPoint(3, wZero.shape, over: w.shape, axis: 0) }
    if let image = ByteOperand(x, xZero, points[0], along: 1),
      let weights = ByteOperand(w, wZero, points[1], along: 0),
      let sums = convolution.sums(image, weights, filters: packedW, bias: nil)
    {
      return [try .tensor(sums, convolution.shape)]
    }
    guard
      case .integers(let image) = try CenteredBuffer(x, xZero, points[0], input: 0),
      case .integers(let weights) = try CenteredBuffer(w, wZero, points[1], input: 1)
    else { throw .wrongType(input: 0, found: x.dtype.name, expected: "int8 or uint8") }
    return [
      try .narrowing(
        .int(convolution.values(image, weights, bias: nil)), to: .int32, convolution.shape)
    ]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let w = PackedFilters(constant: constants[1], groups: groups), let held = w.unpacked
    else { return nil }
    var packed = self
    packed.packedW = w
    return Packing(packed, inputs: [1: held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, w) = (try request.tensor(0).shape, try request.tensor(1).shape)
    var points: [ZeroPoint?] = [nil, nil]
    if request.has(2) {
      points[0] = try ZeroPoint(2, single: try request.tensor(2).shape, over: x)
    }
    if request.has(3) {
      points[1] = try ZeroPoint(3, try request.tensor(3).shape, over: w, axis: 0)
    }
    return try request.byteSums(
      try Convolution(x, w, settings, groups: groups), (0, points[0]), (1, points[1]))
  }
}

extension ConvInteger {
  static let samples: [Sample] = [
    Sample([.normal([1, 2, 7, 6], scale: 30), .normal([3, 2, 3, 2], scale: 30)]).everyPair,
    Sample(
      [
        .normal([2, 3, 8, 7], scale: 30), .normal([4, 3, 3, 3], scale: 30), .scalar(5), .scalar(7),
      ],
      ["pads": [1, 0, 1, 2]]
    ).everyPair,
    Sample(
      [
        .normal([1, 4, 6, 6], scale: 30), .normal([4, 2, 2, 2], scale: 30), .scalar(100),
        .list(1, 2, 3, 127),
      ],
      ["group": 2, "strides": [2, 1], "dilations": [1, 2]]
    ).everyPair,
    Sample([.normal([1, 2, 9], scale: 30), .normal([3, 2, 3], scale: 30), nil, .list(9, 0, 1)]),
    Sample(
      [.normal([1, 2, 3, 4, 5], scale: 30), .normal([2, 2, 2, 2, 2], scale: 30), .scalar(3)],
      ["pads": [0, 1, 0, 1, 0, 1], "kernel_shape": [2, 2, 2]]),
    Sample(
      [
        .normal([1, 33, 6, 7], scale: 40), .normal([17, 33, 3, 3], scale: 40).constant,
        .scalar(127).constant, .scalar(11).constant,
      ]
    ).everyPair,
    Sample(
      [.special(1, 9, 5, 5), .normal([9, 1, 3, 3], scale: 40).constant, .scalar(1)],
      ["group": 9, "pads": [1, 1, 1, 1]]),
    Sample(
      [.normal([1, 2, 7, 6], scale: 30), .normal([3, 2, 2, 3], scale: 30), .scalar(2)],
      ["auto_pad": "SAME_UPPER", "strides": [2, 2]]),
    Sample(
      [.normal([1, 2, 7, 6], scale: 30), .normal([3, 2, 2, 3], scale: 30), .scalar(2)],
      ["auto_pad": "SAME_LOWER"]),
    Sample(
      [.normal([1, 2, 7, 6], scale: 30), .normal([3, 2, 2, 3], scale: 30)], ["auto_pad": "VALID"]),
    Sample([.normal(0, 2, 4, 4), .normal(3, 2, 3, 3), .scalar(1), .scalar(1)]),
    .refused(.shape, "X has W.shape[1] · group channels", [.normal(1, 3, 5), .normal(2, 2, 3)]),
    .refused(
      .shape, "w_zero_point is a scalar or has one element a feature map",
      [.normal(1, 2, 5), .normal(3, 2, 3), nil, .list(1, 2)]),
    .refused(
      .shape, "x_zero_point is a scalar", [.normal(1, 2, 5), .normal(3, 2, 3), .list(1, 2)]),
    .refused(
      .type, "x_zero_point has x's type",
      [
        .normal(1, 2, 5).of(.int8), .normal(3, 2, 3).of(.int8), .scalar(1).of(.uint8),
      ]),
    .refused(.missing, "w is required", [.normal(1, 2, 5)]),
  ]
}
