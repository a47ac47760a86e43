import Graphs
import Tensors

/// The convolution, as networks have it: a correlation of X with W, plus a bias a channel.
///
/// - Shapes: X `[N, C, D1…]`, W `[M, C / group, k1…]`, B `[M]`, Y `[N, M, E1…]`.
/// - Source: ONNX Conv, opsets 1, 11, 22.
struct Conv: Windowed, MapsResults {
  private static let attributes = [
    autoPad.or("NOTSET"), dilations.optional, group.or(1), kernelShape.optional, pads.optional,
    strides.optional,
  ]
  static let schema = OperatorSchema(
    "Conv", inputs: [.one("X", "T"), .one("W", "T"), .optional("B", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: attributes),
      .since(11, ["T": .ieeeFloats], attributes: attributes),
      .since(22, ["T": .floats], attributes: attributes),
    ])
  static var tolerance: Tolerance { .summed }
  static let traits: OperatorTraits = .takesActivation

  let settings: WindowSettings
  let groups: Int
  private var packedW: PackedOperand?

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    groups = try node[Self.group]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    let dims = try Convolution.infer(
      x.dims, try inputs.tensor(1).dims, settings, groups: groups)
    return [try TensorType(x.dtype, dims).checked()]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape, let w = try request.inputs.tensor(1).shape
    else { return .zero }
    return request.wideCopies
      + (try Convolution(x, w, settings, groups: groups)).scratch(Double.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    try evaluate(inputs, then: nil)
  }

  func evaluate(_ inputs: Evaluation, then map: RunMap?) throws(OperatorError) -> [Value?] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    var convolution = try Convolution(x.shape, w.shape, settings, groups: groups)
    convolution.weightsArePacked = packedW != nil
    convolution.weightsAreFinite = packedW?.isFinite ?? false
    convolution.map = map
    let bias = try inputs.optionalTensor(2)
    try convolution.check(bias: bias?.shape)
    let y: WideBuffer
    switch (
      x.widened(inputs.precision), packedW?.panels ?? w.widened(inputs.precision),
      bias?.widened(inputs.precision)
    ) {
    case (.float(let x), .float(let w), nil): y = .float(convolution.values(x, w, bias: nil))
    case (.float(let x), .float(let w), .float(let b)):
      y = .float(convolution.values(x, w, bias: b))
    case (.double(let x), .double(let w), nil): y = .double(convolution.values(x, w, bias: nil))
    case (.double(let x), .double(let w), .double(let b)):
      y = .double(convolution.values(x, w, bias: b))
    default: throw .wrongType(input: 1, found: w.dtype.name, expected: x.dtype.name)
    }
    return [try .narrowing(y, to: x.dtype, convolution.shape)]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let w = PackedOperand(weights: constants[1], groups: groups, precision)
    else { return nil }
    var packed = self
    packed.packedW = w
    return Packing(packed, inputs: [1: w.held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, w) = (try request.tensor(0), try request.tensor(1))
    let convolution = try Convolution(x.shape, w.shape, settings, groups: groups)
    if request.has(2) { try convolution.check(bias: try request.tensor(2).shape) }
    var lowering = ConvolutionLowering(
      convolution: convolution, dtype: x.dtype, device: request.device, hasBias: request.has(2))
    lowering.weights = request.known[1]?.tensor
    return lowering.lowering
  }
}

extension Convolution {
  func check(bias: Shape?) throws(OperatorError) {
    guard let bias, bias != [features] else { return }
    throw .mismatch("B has shape \(bias), expected [\(features)]")
  }
}

extension Conv: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, w, dy) = (try site.x, try site.input(1), try site.dy)
    let window = try WindowTerms(
      settings.geometry(
        Array(try x.shape.dims.dropFirst(2)), kernel: Array(try w.shape.dims.dropFirst(2))),
      groups: groups)
    return [
      try site.gradient(of: 0) { () throws(OperatorError) in
        try window.spread(dy, by: w, over: try x.shape)
      },
      try site.gradient(of: 1) { () throws(OperatorError) in
        try window.correlation(of: window.padded(x), with: dy)
      },
      try site.gradient(of: 2) { () throws(OperatorError) in
        try dy.sum(over: try dy.shape.dims.indices.filter { $0 != 1 })
          .reshaped(to: try site.input(2).shape)
      },
    ]
  }
}

extension Conv {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 9), .normal(4, 3, 3)]),
    Sample(
      [.normal(2, 3, 9, 7), .normal(4, 3, 3, 3), .normal(4)], ["pads": [1, 0, 1, 2]]),
    Sample(
      [.normal(1, 2, 9, 10), .normal(3, 2, 3, 2), .normal(3)],
      ["strides": [2, 3], "dilations": [2, 1], "kernel_shape": [3, 2]]),
    Sample(
      [.normal(2, 4, 8, 7), .normal(6, 2, 3, 3), .normal(6)],
      ["group": 2, "pads": [1, 1, 1, 1]]),
    Sample(
      [.normal(1, 9, 7, 8), .normal(9, 1, 3, 3).constant, .normal(9).constant],
      ["group": 9, "pads": [1, 1, 1, 1], "strides": [2, 1]]),
    Sample(
      [.normal(1, 3, 17), .normal(6, 1, 3)], ["group": 3, "dilations": [4], "pads": [4, 4]]),
    Sample([.normal(2, 17, 5, 5), .normal(8, 17, 1, 1), .normal(8)]),
    Sample([.normal(1, 33, 7, 9), .normal(17, 33, 3, 3).constant, .normal(17).constant]),
    Sample([.normal(1, 8, 12, 12), .normal(65, 8, 2, 2).constant], ["pads": [0, 0, 1, 1]]),
    Sample(
      [.normal(1, 2, 8, 7), .normal(3, 2, 3, 2)],
      ["auto_pad": "SAME_UPPER", "strides": [2, 2]]),
    Sample(
      [.normal(1, 2, 8, 7), .normal(3, 2, 2, 4), .normal(3)],
      ["auto_pad": "SAME_LOWER", "dilations": [2, 1]]),
    Sample([.normal(1, 2, 8, 7), .normal(3, 2, 3, 3)], ["auto_pad": "VALID", "strides": [2, 1]]),
    Sample(
      [.normal(1, 2, 4, 5, 6), .normal(3, 2, 2, 3, 2), .normal(3)],
      ["pads": [1, 0, 0, 0, 1, 1], "strides": [1, 2, 1]]),
    Sample([.normal(1, 2, 3, 4, 3, 3), .normal(2, 2, 2, 2, 2, 1)]),
    // Outputs that see only padding are the bias.
    Sample([.normal(1, 1, 2, 2), .normal(2, 1, 2, 2), .normal(2)], ["pads": [3, 3, 4, 4]]),
    Sample(
      [.list([1, .nan, 2, 3, .infinity, -3, -.infinity, 4, 5, 6], [1, 1, 10]), .normal(2, 1, 2)]),
    Sample([.normal(0, 2, 4, 4), .normal(3, 2, 3, 3), .normal(3)]),
    Sample([.normal(1, 1, 65_540), .normal(1, 1, 4)]),
    .refused(
      .shape, "X has W.shape[1] · group channels", [.normal(1, 3, 5, 5), .normal(2, 2, 3, 3)]),
    .refused(
      .shape, "group divides the feature maps", [.normal(1, 4, 5), .normal(3, 2, 3)], ["group": 2]),
    .refused(.shape, "W has X's rank", [.normal(1, 2, 5, 5), .normal(3, 2, 3)]),
    .refused(.shape, "X has spatial axes", [.normal(2, 3), .normal(4, 3)]),
    .refused(
      .shape, "B has one element a feature map", [.normal(1, 2, 5), .normal(3, 2, 3), .normal(2)]),
    .refused(.shape, "the window fits into X", [.normal(1, 2, 2), .normal(3, 2, 3)]),
    .refused(
      .attribute, "kernel_shape is W's", [.normal(1, 2, 5), .normal(3, 2, 3)],
      ["kernel_shape": [2]]),
    .refused(
      .attribute, "auto_pad is one of four words", [.normal(1, 2, 5), .normal(3, 2, 3)],
      ["auto_pad": "SAME"]),
    .refused(
      .attribute, "pads are 0 or more", [.normal(1, 2, 5), .normal(3, 2, 3)], ["pads": [-1, 0]]),
    .refused(
      .attribute, "strides has one number an axis", [.normal(1, 2, 5, 5), .normal(3, 2, 3, 3)],
      ["strides": [1]]),
    .refused(.missing, "W is required", [.normal(1, 2, 5)]),
  ]
}
