import Graphs
import Tensors

/// The convolution of quantised operands plus a bias, quantised again:
/// `y = saturate(round((Σ (x - zx)(w - zw) + B) · x_scale · w_scale / y_scale) + zy)`, half to even.
///
/// - Source: ONNX QLinearConv, opset 10.
struct QLinearConv: Windowed {
  static let schema = OperatorSchema(
    "QLinearConv",
    inputs: [
      .one("x", "T1"), .one("x_scale", "tensor(float)"), .one("x_zero_point", "T1"),
      .one("w", "T2"), .one("w_scale", "tensor(float)"), .one("w_zero_point", "T2"),
      .one("y_scale", "tensor(float)"), .one("y_zero_point", "T3"), .optional("B", "T4"),
    ],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        10,
        [
          "T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.int8, .uint8], "T4": [.int32],
        ],
        attributes: [
          autoPad.or("NOTSET"), dilations.optional, group.or(1), kernelShape.optional,
          pads.optional, strides.optional,
        ])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

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
      try inputs.tensor(0).dims, try inputs.tensor(3).dims, settings, groups: groups)
    return [try TensorType(try inputs.tensor(7).dtype, dims).checked()]
  }

  private struct Layout {
    let convolution: Convolution
    let x: ZeroPoint
    let w: ZeroPoint
    let result: Requantization
  }

  private func layout(_ shapes: [Shape], bias: Shape?) throws(OperatorError) -> Layout {
    let convolution = try Convolution(shapes[0], shapes[3], settings, groups: groups)
    try convolution.check(bias: bias)
    return Layout(
      convolution: convolution, x: try ZeroPoint(2, single: shapes[2], over: shapes[0]),
      w: try ZeroPoint(5, shapes[5], over: shapes[3], axis: 0),
      result: try Requantization(
        convolution.shape, [(shapes[1], 1), (shapes[4], 1), (shapes[6], 1), (shapes[7], 1)]))
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape, let w = try request.inputs.tensor(3).shape
    else { return .zero }
    return request.centered(0) + request.centered(3) + request.table() * 4
      + (try Convolution(x, w, settings, groups: groups)).scratch(Int64.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var tensors: [Tensor] = []
    for index in 0..<8 { tensors.append(try inputs.tensor(index)) }
    let bias = try inputs.optionalTensor(8)
    let layout = try layout(tensors.map(\.shape), bias: bias?.shape)
    var scales: [Buffer<Float>] = []
    for index in [1, 4, 6] { scales.append(try floats(tensors[index], index) ?? [1]) }
    let sums = try sums(tensors, bias, layout)
    return [try layout.result.values(sums, scales, tensors[7])]
  }

  private func sums(
    _ tensors: [Tensor], _ bias: Tensor?, _ layout: Layout
  ) throws(OperatorError) -> Buffer<Int32> {
    let addend = bias.flatMap { Int32.unwrap($0.elements) }
    if (addend == nil) == (bias == nil),
      let x = ByteOperand(tensors[0], tensors[2], layout.x, along: 1),
      let w = ByteOperand(tensors[3], tensors[5], layout.w, along: 0),
      let sums = layout.convolution.sums(x, w, filters: packedW, bias: addend)
    {
      return sums
    }
    guard
      case .integers(let x) = try CenteredBuffer(tensors[0], tensors[2], layout.x, input: 0),
      case .integers(let w) = try CenteredBuffer(tensors[3], tensors[5], layout.w, input: 3)
    else { throw .wrongType(input: 0, found: tensors[0].dtype.name, expected: "int8 or uint8") }
    return mapped(
      layout.convolution.values(x, w, bias: bias?.widenedIntegers), Truncated<Int64, Int32>())
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let w = PackedFilters(constant: constants[3], groups: groups), let held = w.unpacked
    else { return nil }
    var packed = self
    packed.packedW = w
    return Packing(packed, inputs: [3: held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    var shapes: [Shape] = []
    for index in 0..<8 { shapes.append(try request.tensor(index).shape) }
    let layout = try layout(shapes, bias: request.has(8) ? try request.tensor(8).shape : nil)
    let sums = try request.byteSums(
      layout.convolution, (0, layout.x), (3, layout.w), bias: request.has(8) ? 8 : nil,
      kept: TensorType(.int32, layout.convolution.shape))
    return try layout.result.lowering(sums, request, inputs: [1, 4, 6, 7])
  }
}

extension QLinearConv {
  /// - Parameters:
  ///   - points: the zero points of x, w and y.
  ///   - scales: likewise.
  private static func sample(
    _ x: Draw, _ w: Draw, bias: Draw? = nil, points: [Draw], scales: [Draw],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(
      [x, scales[0], points[0], w, scales[1], points[1], scales[2], points[2], bias], attributes)
  }
  private static let one: [Draw] = [.scalar(3), .scalar(5), .scalar(100)]
  private static let scales: [Draw] = [.scalar(0.02), .scalar(0.01), .scalar(0.07)]
  private static let image = Draw.normal([1, 2, 7, 6], scale: 30)
  private static let filter = Draw.normal([3, 2, 3, 2], scale: 30)

  static let samples: [Sample] = [
    sample(image, filter, points: one, scales: scales).everyPair,
    sample(
      .normal([2, 3, 8, 7], scale: 30), .normal([4, 3, 3, 3], scale: 30),
      bias: .integers(-5000...5000, 4), points: one, scales: scales, ["pads": [1, 0, 1, 2]]
    ).everyPair,
    // A scale and a zero point a feature map.
    sample(
      .normal([1, 4, 6, 6], scale: 30), .normal([4, 2, 2, 2], scale: 30),
      bias: .integers(-500...500, 4), points: [.scalar(7), .list(1, 2, 0, 9), .scalar(50)],
      scales: [.scalar(0.05), .list(0.01, 0.02, 0.005, 0.1), .scalar(0.25)],
      ["group": 2, "strides": [2, 1], "dilations": [1, 2]]
    ).everyPair,
    // Halves, which round to the even number.
    sample(
      .integers(0...3, 1, 1, 9), .list([1], [1, 1, 1]),
      points: [.scalar(0), .scalar(0), .scalar(1)],
      scales: [.scalar(1), .scalar(0.5), .scalar(1)]),
    sample(
      .normal([1, 33, 6, 7], scale: 40), Draw.normal([17, 33, 3, 3], scale: 40).constant,
      bias: Draw.integers(-50_000...50_000, 17).constant,
      points: [.scalar(127).constant, .scalar(11).constant, .scalar(1).constant],
      scales: [.scalar(0.004).constant, .scalar(0.003).constant, .scalar(0.05).constant]
    ).everyPair,
    sample(
      .special(1, 9, 5, 5), Draw.normal([9, 1, 3, 3], scale: 40).constant, points: one,
      scales: scales, ["group": 9, "pads": [1, 1, 1, 1], "kernel_shape": [3, 3]]),
    sample(
      .normal([2, 2, 9], scale: 30), .normal([3, 2, 3], scale: 30), points: one, scales: scales),
    sample(
      .normal([1, 2, 3, 4, 5], scale: 30), .normal([2, 2, 2, 2, 2], scale: 30), points: one,
      scales: scales),
    sample(
      image, filter, points: one, scales: scales, ["auto_pad": "SAME_UPPER", "strides": [2, 2]]),
    sample(image, filter, points: one, scales: scales, ["auto_pad": "SAME_LOWER"]),
    sample(image, filter, points: one, scales: scales, ["auto_pad": "VALID", "strides": [1, 2]]),
    sample(.normal(0, 2, 4, 4), .normal(3, 2, 3, 3), points: one, scales: scales),
    .refused(
      .shape, "x has w.shape[1] · group channels",
      [
        .normal(1, 3, 5), .scalar(1), .scalar(0), .normal(2, 2, 3), .scalar(1), .scalar(0),
        .scalar(1), .scalar(0),
      ]),
    .refused(
      .shape, "a filter's scale is a scalar or has one element a feature map",
      [
        .normal(1, 2, 5), .scalar(1), .scalar(0), .normal(3, 2, 3), .list(1, 2), .list(0, 0),
        .scalar(1), .scalar(0),
      ]),
    .refused(
      .shape, "a scale and its zero point have the same shape",
      [
        .normal(1, 2, 5), .scalar(1), .scalar(0), .normal(3, 2, 3), .list(1, 2, 3), .list(0, 0),
        .scalar(1), .scalar(0),
      ]),
    .refused(
      .type, "an input's zero point has the input's type",
      [
        .normal(1, 2, 5).of(.int8), .scalar(1), .scalar(0).of(.uint8), .normal(3, 2, 3), .scalar(1),
        .scalar(0), .scalar(1), .scalar(0),
      ]),
    .refused(
      .shape, "B has one element a feature map",
      [
        .normal(1, 2, 5), .scalar(1), .scalar(0), .normal(3, 2, 3), .scalar(1), .scalar(0),
        .scalar(1), .scalar(0), .integers(0...9, 2),
      ]),
    .refused(
      .missing, "y_zero_point is required",
      [
        .normal(1, 2, 5), .scalar(1), .scalar(0), .normal(3, 2, 3), .scalar(1), .scalar(0),
        .scalar(1),
      ]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.requantized(self, scales: [1, 6])
  }
}
