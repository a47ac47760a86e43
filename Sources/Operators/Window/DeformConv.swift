import Graphs
import Tensors

/// A convolution over two axes whose taps are moved by offsets, read bilinearly and weighed by a mask.
///
/// Tap k of output o reads X at `o · stride - pad + k · dilation + offset[…, 2k …, o]`; outside X is 0.
///
/// - Shapes: X `[N, C, H, W]`, W `[M, C / group, kH, kW]`, offset `[N, offset_group · kH · kW · 2, oH, oW]` with y
///   before x, B `[M]`, mask `[N, offset_group · kH · kW, oH, oW]`.
/// - Source: ONNX DeformConv, opsets 19, 22.
struct DeformConv: Windowed {
  static let offsetGroup = AttributeKey<Int>("offset_group")
  private static let attributes = [
    dilations.optional, group.or(1), kernelShape.optional, offsetGroup.or(1), pads.optional,
    strides.optional,
  ]
  static let schema = OperatorSchema(
    "DeformConv",
    inputs: [
      .one("X", "T"), .one("W", "T"), .one("offset", "T"), .optional("B", "T"),
      .optional("mask", "T"),
    ],
    outputs: [.one("Y", "T")],
    history: [
      .since(19, ["T": .ieeeFloats], attributes: attributes),
      .since(22, ["T": .floats], attributes: attributes),
    ])
  static var tolerance: Tolerance { .accumulated }

  let settings: WindowSettings
  let groups: Int
  let offsetGroups: Int

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    groups = try node[Self.group]
    offsetGroups = try node[Self.offsetGroup]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    let dims = try Convolution.infer(
      x.dims, try inputs.tensor(1).dims, settings, groups: groups)
    return [try TensorType(x.dtype, dims).checked()]
  }

  private func convolution(_ shapes: [Shape?]) throws(OperatorError) -> Convolution {
    guard let x = shapes[0], let w = shapes[1], let offset = shapes[2] else {
      throw .missingInput(2)
    }
    guard x.rank == 4 else { throw .unsupported("DeformConv over \(x.rank - 2) spatial axes") }
    let convolution = try Convolution(x, w, settings, groups: groups)
    try convolution.check(bias: shapes[3])
    guard offsetGroups > 0, x[1] % offsetGroups == 0 else {
      throw .mismatch("offset_group \(offsetGroups) does not divide X's \(x[1]) channels")
    }
    let taps = offsetGroups * convolution.geometry.tapCount
    let outputs = convolution.geometry.outputs
    guard offset.dims == [x[0], 2 * taps] + outputs else {
      throw .mismatch("offset is \(offset), expected \(Shape([x[0], 2 * taps] + outputs))")
    }
    if let mask = shapes[4], mask.dims != [x[0], taps] + outputs {
      throw .mismatch("mask is \(mask), expected \(Shape([x[0], taps] + outputs))")
    }
    return convolution
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    var shapes: [Shape?] = []
    for index in 0..<5 {
      shapes.append(request.inputs.has(index) ? try request.inputs.tensor(index).shape : nil)
    }
    let convolution = try convolution(shapes)
    return request.wideCopies
      + .of(convolution.geometry.outputCount, Double.self) * convolution.depth
      + .of(product(convolution).sharedCount, Double.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var tensors: [Tensor?] = []
    for index in 0..<5 { tensors.append(try inputs.optionalTensor(index)) }
    let convolution = try convolution(tensors.map { $0?.shape })
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float:
      var operands: [Buffer<Float>?] = []
      for (i, tensor) in tensors.enumerated() { operands.append(try floats(tensor, i)) }
      y = .float(values(convolution, operands))
    case .double:
      var operands: [Buffer<Double>?] = []
      for (i, tensor) in tensors.enumerated() { operands.append(try doubles(tensor, i)) }
      y = .double(values(convolution, operands))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, convolution.shape)]
  }

  private func product(_ convolution: Convolution) -> ProductExtent {
    ProductExtent(
      rows: convolution.groupFeatures, columns: convolution.geometry.outputCount,
      depth: convolution.depth)
  }

  private func values<F: WideFloat & ProductNumber>(
    _ convolution: Convolution, _ operands: [Buffer<F>?]
  ) -> Buffer<F> {
    guard let x = operands[0], let w = operands[1], let offset = operands[2] else { return [] }
    let (inputs, pixels) = (convolution.geometry.inputCount, convolution.geometry.outputCount)
    let taps = convolution.geometry.tapCount
    let axes = convolution.geometry.axes
    let channels = convolution.groupChannels
    let share = convolution.channels / offsetGroups
    let extent = product(convolution)
    return Buffer(count: convolution.shape.count) { out in
      guard let y = out.baseAddress, !out.isEmpty else { return }
      let gathered = UnsafeMutablePointer<F>.allocate(capacity: extent.depth * pixels + 1)
      defer { gathered.deallocate() }
      for image in 0..<convolution.batch * convolution.groups {
        let (batch, group) = image.quotientAndRemainder(dividingBy: convolution.groups)
        for c in 0..<channels {
          let channel = group * channels + c
          let plane = x.base + (batch * convolution.channels + channel) * inputs
          for tap in 0..<taps {
            let moved = (batch * offsetGroups + channel / share) * taps + tap
            for o in 0..<pixels {
              let (oy, ox) = o.quotientAndRemainder(dividingBy: axes[1].output)
              let row =
                oy * axes[0].stride - axes[0].before + tap / axes[1].kernel * axes[0].dilation
              let column =
                ox * axes[1].stride - axes[1].before + tap % axes[1].kernel * axes[1].dilation
              let value = Self.sample(
                plane, axes[0].input, axes[1].input, F(row) + offset[2 * moved * pixels + o],
                F(column) + offset[(2 * moved + 1) * pixels + o])
              gathered[(c * taps + tap) * pixels + o] =
                operands[4].map { value * $0[moved * pixels + o] } ?? value
            }
          }
        }
        let features = group * convolution.groupFeatures
        let target = y + (batch * convolution.features + features) * pixels
        F.multiplyInParallel(
          extent, MatrixView(w.base + features * extent.depth, row: extent.depth, column: 1),
          MatrixView(gathered, row: pixels, column: 1), into: target, pitch: pixels)
        if let bias = operands[3] {
          for m in 0..<convolution.groupFeatures {
            for o in 0..<pixels { target[m * pixels + o] += bias[features + m] }
          }
        }
      }
      withExtendedLifetime(operands) {}
    }
  }

  /// X at (y, x), bilinearly; 0 outside.
  private static func sample<F: WideFloat>(
    _ plane: UnsafePointer<F>, _ rows: Int, _ columns: Int, _ y: F, _ x: F
  ) -> F {
    guard y > -1, x > -1, y < F(rows), x < F(columns) else { return 0 }
    let (top, left) = (Int(saturating: y.rounded(.down)), Int(saturating: x.rounded(.down)))
    let (v, h) = (y - F(top), x - F(left))
    func at(_ row: Int, _ column: Int) -> F {
      row >= 0 && row < rows && column >= 0 && column < columns
        ? plane[row * columns + column] : 0
    }
    return (1 - v) * (1 - h) * at(top, left) + (1 - v) * h * at(top, left + 1)
      + v * (1 - h) * at(top + 1, left) + v * h * at(top + 1, left + 1)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let dtype = try request.tensor(0).dtype
    var shapes: [Shape?] = []
    for index in 0..<5 { shapes.append(request.has(index) ? try request.tensor(index).shape : nil) }
    let convolution = try convolution(shapes)
    guard let geometry = convolution.geometry.threeAxes else { return .host(.noKernel) }
    let trips = convolution.groupChannels * (1 + geometry.tapCount + geometry.axes[1].kernel)
    guard trips <= request.device.tripBudget else {
      return .host(.device("sums of \(convolution.depth) terms"))
    }
    var defines: [String: String] = [:]
    var bindings: [Binding] = [
      .read("x", .input(0), dtype), .read("w", .input(1), dtype),
      .read("offset", .input(2), dtype), .write("y", .output(0), dtype),
    ]
    for (name, index) in [("bias", 3), ("mask", 4)] where request.has(index) {
      defines["HAS_\(name.uppercased())"] = "1"
      bindings.append(.read(name, .input(index), dtype))
    }
    return .dispatches([
      Dispatch(
        "DeformConv.comp", defines: defines, bindings: bindings,
        parameters: [
          .uint("count", convolution.shape.count), .uint("features", convolution.features),
          .uint("group_features", convolution.groupFeatures),
          .uint("group_channels", convolution.groupChannels),
          .uint("channels", convolution.channels), .uint("offset_groups", offsetGroups),
        ] + geometry.parameters,
        invocations: (convolution.shape.count, 1, 1), tripBound: trips)
    ])
  }
}

extension DeformConv {
  static let samples: [Sample] = [
    Sample([.normal(1, 1, 4, 5), .normal(2, 1, 2, 2), .normal(1, 8, 3, 4)]),
    Sample(
      [
        .normal(2, 4, 5, 6), .normal(6, 2, 3, 2), .normal([2, 24, 2, 3], scale: 2), .normal(6),
        .normal(2, 12, 2, 3),
      ],
      [
        "group": 2, "offset_group": 2, "pads": [1, 0, 0, 1], "strides": [2, 2],
        "kernel_shape": [3, 2],
      ]),
    Sample(
      [.normal(1, 2, 7, 7), .normal(3, 2, 2, 2), .normal(1, 8, 5, 4), nil, .normal(1, 4, 5, 4)],
      ["dilations": [2, 3]]),
    Sample(
      [.normal(1, 3, 4, 4), .normal(2, 3, 1, 1), .normal(1, 6, 4, 4), .normal(2)],
      ["offset_group": 3]),
    // Whole offsets read elements; far ones read 0.
    Sample(
      [.normal(1, 1, 4, 4), .normal(1, 1, 2, 2), .list([0, 1, -1, 9, -9, 2], [1, 8, 3, 3])]),
    Sample([.normal(1, 33, 6, 6), .normal(9, 33, 3, 3), .normal(1, 18, 4, 4)]),
    Sample([.normal(1, 4, 5, 5), .normal(4, 1, 3, 3), .normal(1, 18, 3, 3)], ["group": 4]),
    Sample([.normal(0, 1, 4, 4), .normal(1, 1, 2, 2), .normal(0, 8, 3, 3)]),
    .refused(
      .shape, "offset has two channels a tap",
      [.normal(1, 1, 4, 4), .normal(1, 1, 2, 2), .normal(1, 4, 3, 3)]),
    .refused(
      .shape, "offset has the output's extents",
      [.normal(1, 1, 4, 4), .normal(1, 1, 2, 2), .normal(1, 8, 4, 4)]),
    .refused(
      .shape, "mask has one channel a tap",
      [.normal(1, 1, 4, 4), .normal(1, 1, 2, 2), .normal(1, 8, 3, 3), nil, .normal(1, 8, 3, 3)]),
    .refused(
      .attribute, "offset_group divides the channels",
      [.normal(1, 3, 4, 4), .normal(1, 3, 2, 2), .normal(1, 16, 3, 3)], ["offset_group": 2]),
    .refused(
      .shape, "B has one element a feature map",
      [.normal(1, 1, 4, 4), .normal(2, 1, 2, 2), .normal(1, 8, 3, 3), .normal(1)]),
    .refused(.missing, "offset is required", [.normal(1, 1, 4, 4), .normal(1, 1, 2, 2)]),
  ]

  /// A sum over the kernel of weights times samples between pixels, as far as each is off.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty else { throw .unbounded("DeformConv of uncertain inputs") }
    let (x, w) = (try request.reals(0), try request.reals(1))
    let center = try request.pointwise(self, ulps: 0)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      w.shape.rank >= 2, exact.rank >= 2
    else { return center }
    let axes = max(x.shape.rank - 2, 1)
    let extent = Double(x.shape.dims.dropFirst(2).max() ?? 1)
    let largest = x.values.reduce(0) { max($0, $1.magnitude) }
    let mask = try request.optionalReals(4)?.values.reduce(0) { max($0, $1.magnitude) } ?? 1
    let offsets = try request.reals(2).values.reduce(0) { max($0, $1.magnitude) }
    let sizes = w.magnitude.sum(over: Array(1..<w.shape.rank)).values
    let bias = try request.optionalReals(3)?.values
    let terms = Double(w.values.count / max(w.shape[0], 1) + 1)
    let run = exact.shape.dims.dropFirst(2).reduce(1, *)
    let errors = (0..<exact.count).map { place in
      let channel = place / max(run, 1) % exact.shape[1]
      let size = sizes[channel] * largest * mask
      let shift = 12 * Double(axes) * (extent + offsets)
      return dtype.roundoff * ((terms + 8 + shift) * size + (bias?[channel].magnitude ?? 0) * terms)
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))]
  }
}
