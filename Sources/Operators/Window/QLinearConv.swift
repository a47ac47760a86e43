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
    let image = try request.centering(0, layout.x, scratch: 0)
    let weights = try request.centering(3, layout.w, scratch: 1)
    var lowering = ConvolutionLowering(
      convolution: layout.convolution, dtype: .int32, device: request.device,
      hasBias: request.has(8))
    lowering.x = .scratch(0)
    lowering.w = .scratch(1)
    lowering.bias = .input(8)
    lowering.y = .scratch(2)
    guard case .dispatches(let dispatches, _) = lowering.lowering else {
      return lowering.lowering
    }
    let result = try layout.result.dispatch(
      request, sums: .scratch(2), .int32, inputs: [1, 4, 6, 7])
    return .dispatches(
      [image.0, weights.0] + dispatches + [result],
      scratch: [image.1, weights.1, TensorType(.int32, layout.convolution.shape)])
  }
}
