import Graphs
import Tensors

/// The transposed convolution, plus a bias a channel.
///
/// An output's extent is `(input - 1) · stride + output_padding + (kernel - 1) · dilation + 1 - pads`, unless
/// `output_shape` says it, from which the pads then follow.
///
/// - Shapes: X `[N, C, D1…]`, W `[C, M / group, k1…]`, B `[M]`, Y `[N, M, E1…]`.
/// - Source: ONNX ConvTranspose, opsets 1, 11, 22.
struct ConvTranspose: Windowed {
  static let outputPadding = AttributeKey<[Int]>("output_padding")
  static let outputShape = AttributeKey<[Int]>("output_shape")
  private static let attributes = [
    autoPad.or("NOTSET"), dilations.optional, group.or(1), kernelShape.optional,
    outputPadding.optional, outputShape.optional, pads.optional, strides.optional,
  ]
  static let schema = OperatorSchema(
    "ConvTranspose", inputs: [.one("X", "T"), .one("W", "T"), .optional("B", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: attributes),
      .since(11, ["T": .ieeeFloats], attributes: attributes),
      .since(22, ["T": .floats], attributes: attributes),
    ])
  static var tolerance: Tolerance { .summed }

  let settings: WindowSettings
  let groups: Int
  let outputPadding: [Int]?
  let outputShape: [Int]?

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    groups = try node[Self.group]
    outputPadding = try WindowSettings.extents(node, Self.outputPadding, from: 0)
    outputShape = try WindowSettings.extents(node, Self.outputShape, from: 0)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let image = x.dims, let weights = w.dims else {
      return [.tensor(TensorType(x.dtype, nil))]
    }
    try check(image, weights)
    let axes = try axes(Array(image.dropFirst(2)), kernel: Array(weights.dropFirst(2)))
    let spatial = axes.map { $0.map { Dimension.known($0.output) } ?? .unknown }
    let groups = groups
    return [.tensor(TensorType(x.dtype, [image[0], weights[1].map { $0 * groups }] + spatial))]
  }

  private func check(_ x: [Dimension], _ w: [Dimension]) throws(OperatorError) {
    guard x.count >= 3 else { throw .rank(input: 0, found: x.count, expected: "at least 3") }
    guard w.count == x.count else {
      throw .rank(input: 1, found: w.count, expected: "\(x.count), X's")
    }
    guard (1...WindowSettings.largest).contains(groups) else {
      throw .attribute("group", found: "\(groups)", expected: "at least 1")
    }
    guard x[1].merged(with: w[0]) != nil else {
      throw .mismatch("X has \(x[1]) channels, but W takes \(w[0])")
    }
    if let channels = x[1].value, channels % groups != 0 {
      throw .mismatch("X has \(channels) channels, which group \(groups) does not divide")
    }
    if let features = w[1].value, features > WindowSettings.largest {
      throw .mismatch("W has \(features) features a group")
    }
  }

  private func axes(
    _ spatial: [Dimension], kernel given: [Dimension]
  ) throws(OperatorError) -> [WindowAxis?] {
    let rank = spatial.count
    let kernel = try settings.agreed(given, rank: rank)
    let strides = try settings.settled("strides", settings.strides, count: rank, or: 1)
    let dilations = try settings.settled("dilations", settings.dilations, count: rank, or: 1)
    let pads = try settings.settled("pads", settings.pads, count: 2 * rank, or: 0)
    let extra = try settings.settled("output_padding", outputPadding, count: rank, or: 0)
    var shape = outputShape
    // Some exporters write the whole output's shape.
    if let given = shape, given.count == rank + 2 { shape = Array(given.dropFirst(2)) }
    if let shape, shape.count != rank {
      throw .attribute("output_shape", found: "\(shape)", expected: "\(rank) extents")
    }
    var result: [WindowAxis?] = []
    for axis in 0..<rank {
      guard let input = spatial[axis].value, let extent = kernel[axis].value else {
        result.append(nil)
        continue
      }
      guard (1...WindowSettings.largest).contains(input),
        (1...WindowSettings.largest).contains(extent)
      else {
        throw .mismatch("spatial axis \(axis) has \(input) elements and a window of \(extent)")
      }
      var window = WindowAxis(
        input: input, kernel: extent, stride: strides[axis], dilation: dilations[axis])
      let (reach, overflow) = (input - 1).multipliedReportingOverflow(by: window.stride)
      guard !overflow, reach <= 1 << 40 else {
        throw .mismatch(
          "spatial axis \(axis) of \(input) elements and stride \(window.stride) is too long")
      }
      guard extra[axis] < max(window.stride, window.dilation) else {
        throw .attribute(
          "output_padding", found: "\(extra)",
          expected: "less than stride \(window.stride) or dilation \(window.dilation)")
      }
      let full = reach + extra[axis] + window.span
      if let shape {
        window.output = shape[axis]
        split(full - shape[axis], &window)
      } else {
        switch settings.autoPad {
        case .explicit:
          (window.before, window.after) = (pads[axis], pads[axis + rank])
          window.output = full - window.before - window.after
        case .valid: window.output = full
        case .sameUpper, .sameLower:
          window.output = input * window.stride
          split(full - window.output, &window)
        }
      }
      guard window.output > 0 else {
        throw .mismatch(
          "spatial axis \(axis) would have \(window.output) outputs: \(full) less its pads")
      }
      result.append(window)
    }
    return result
  }

  private func split(_ total: Int, _ window: inout WindowAxis) {
    let total = max(0, total)
    window.before = settings.autoPad == .sameUpper ? total / 2 : total - total / 2
    window.after = total - window.before
  }

  private func convolution(
    _ x: Shape, _ w: Shape, bias: Shape?
  ) throws(OperatorError) -> TransposedConvolution {
    let known = { (shape: Shape) in shape.dims.map { Dimension.known($0) } }
    try check(known(x), known(w))
    let features = w[1] * groups
    if let bias, bias != [features] {
      throw .mismatch("B has shape \(bias), expected [\(features)]")
    }
    let axes = try axes(Array(known(x).dropFirst(2)), kernel: Array(known(w).dropFirst(2)))
    return TransposedConvolution(
      batch: x[0], channels: x[1], features: features, groups: groups,
      geometry: WindowGeometry(axes: axes.compactMap { $0 }))
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape, let w = try request.inputs.tensor(1).shape
    else { return .zero }
    return request.wideCopies + (try convolution(x, w, bias: nil)).scratch(request.width(0))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    let bias = try inputs.optionalTensor(2)
    let convolution = try convolution(x.shape, w.shape, bias: bias?.shape)
    let y: WideBuffer
    switch (x.widened(inputs.precision), w.widened(inputs.precision)) {
    case (.float(let x), .float(let w)):
      y = .float(convolution.values(x, w, bias: try floats(bias, 2)))
    case (.double(let x), .double(let w)):
      y = .double(convolution.values(x, w, bias: try doubles(bias, 2)))
    default: throw .wrongType(input: 1, found: w.dtype.name, expected: x.dtype.name)
    }
    return [try .narrowing(y, to: x.dtype, convolution.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, w) = (try request.tensor(0), try request.tensor(1))
    let convolution = try convolution(
      x.shape, w.shape, bias: request.has(2) ? try request.tensor(2).shape : nil)
    guard let geometry = convolution.geometry.threeAxes else {
      return .host(.device("windows over more than three axes"))
    }
    let trips = convolution.groupChannels + 1
    return .dispatches([
      Dispatch(
        "ConvTranspose.comp", defines: request.has(2) ? ["HAS_BIAS": "1"] : [:],
        bindings: [
          .read("x", .input(0), x.dtype), .read("w", .input(1), w.dtype),
          .write("y", .output(0), x.dtype),
        ] + (request.has(2) ? [.read("bias", .input(2), x.dtype)] : []),
        parameters: [
          .uint("count", convolution.shape.count), .uint("features", convolution.features),
          .uint("group_features", convolution.groupFeatures),
          .uint("group_channels", convolution.groupChannels),
          .uint("channels", convolution.channels),
        ] + geometry.parameters,
        invocations: (convolution.shape.count, 1, 1),
        tripBound: geometry.axes.map { ($0.kernel + $0.stride - 1) / $0.stride }.reduce(1, *)
          * trips
          + geometry.axes[0].kernel * (1 + geometry.axes[1].kernel * (1 + geometry.axes[2].kernel)))
    ])
  }
}

extension ConvTranspose: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, w, dy) = (try site.x, try site.input(1), try site.dy)
    let known = { (shape: Shape) in shape.dims.dropFirst(2).map { Dimension.known($0) } }
    let swapped = try axes(known(try x.shape), kernel: known(try w.shape)).compactMap { axis in
      axis.map { axis in
        var axis = axis
        (axis.input, axis.output) = (axis.output, axis.input)
        return axis
      }
    }
    let window = WindowTerms(WindowGeometry(axes: swapped), groups: groups)
    let padded = try window.padded(dy)
    return [
      try site.gradient(of: 0) { () throws(OperatorError) in
        try window.gathered(padded, by: w)
      },
      try site.gradient(of: 1) { () throws(OperatorError) in
        try window.correlation(of: padded, with: x)
      },
      try site.gradient(of: 2) { () throws(OperatorError) in
        try dy.sum(over: try dy.shape.dims.indices.filter { $0 != 1 })
          .reshaped(to: try site.input(2).shape)
      },
    ]
  }
}

extension ConvTranspose {
  static let samples: [Sample] = [
    Sample([.normal(1, 3, 5), .normal(3, 2, 3)]),
    Sample(
      [.normal(2, 4, 5, 4), .normal(4, 3, 3, 2), .normal(3)],
      ["strides": [2, 3], "pads": [1, 0, 0, 1], "output_padding": [1, 2]]),
    Sample(
      [.normal(1, 2, 4, 3), .normal(2, 3, 3, 3)],
      ["strides": [3, 2], "output_shape": [11, 8]]),
    Sample(
      [.normal(1, 2, 4, 3), .normal(2, 3, 3, 3)],
      ["strides": [3, 2], "output_shape": [11, 6], "auto_pad": "SAME_UPPER"]),
    Sample(
      [.normal(1, 2, 4, 3), .normal(2, 3, 3, 3)],
      ["strides": [3, 2], "output_shape": [11, 6], "auto_pad": "SAME_LOWER"]),
    Sample(
      [.normal(1, 2, 4, 3), .normal(2, 3, 3, 3)],
      ["strides": [3, 2], "output_shape": [10, 8], "output_padding": [1, 1]]),
    Sample(
      [.normal(1, 2, 4, 5), .normal(2, 3, 3, 4)], ["strides": [2, 2], "auto_pad": "SAME_UPPER"]),
    Sample(
      [.normal(1, 2, 4, 5), .normal(2, 3, 4, 3)], ["strides": [2, 2], "auto_pad": "SAME_LOWER"]),
    Sample(
      [.normal(1, 2, 4, 5), .normal(2, 3, 2, 3)], ["strides": [2, 1], "auto_pad": "VALID"]),
    Sample([.normal(2, 4, 5, 5), .normal(4, 3, 3, 3), .normal(6)], ["group": 2]),
    Sample(
      [.normal(1, 5, 6, 7), .normal(5, 1, 3, 3).constant, .normal(5).constant],
      ["group": 5, "dilations": [2, 3], "kernel_shape": [3, 3]]),
    // Outputs between the windows are the bias.
    Sample([.normal(1, 2, 3, 3), .normal(2, 2, 1, 2), .normal(2)], ["strides": [3, 4]]),
    Sample(
      [.normal(1, 2, 3, 2, 4), .normal(2, 2, 2, 3, 2)],
      ["strides": [2, 1, 2], "pads": [0, 1, 1, 1, 0, 0]]),
    Sample([.normal(1, 65, 5, 6), .normal(65, 9, 2, 2)], ["strides": [2, 2]]),
    Sample([.normal(1, 2, 5), .normal(2, 1, 3)], ["dilations": [3], "output_padding": [2]]),
    Sample([.normal(0, 2, 3, 3), .normal(2, 3, 2, 2)]),
    Sample([.normal(1, 1, 32_770), .normal(1, 1, 2)], ["strides": [2]]),
    .refused(.shape, "X has W.shape[0] channels", [.normal(1, 3, 5), .normal(2, 2, 3)]),
    .refused(
      .shape, "group divides the channels", [.normal(1, 3, 5), .normal(3, 2, 3)], ["group": 2]),
    .refused(
      .shape, "B has one element a feature map", [.normal(1, 2, 5), .normal(2, 3, 3), .normal(2)]),
    .refused(.shape, "W has X's rank", [.normal(1, 2, 5, 5), .normal(2, 3, 3)]),
    .refused(
      .attribute, "output_padding is less than the stride or the dilation",
      [.normal(1, 2, 5), .normal(2, 3, 3)], ["strides": [2], "output_padding": [2]]),
    .refused(
      .attribute, "kernel_shape is W's", [.normal(1, 2, 5), .normal(2, 3, 3)],
      ["kernel_shape": [2]]),
    .refused(
      .attribute, "auto_pad is one of four words", [.normal(1, 2, 5), .normal(2, 3, 3)],
      ["auto_pad": "same_upper"]),
    .refused(
      .attribute, "output_shape has one extent a spatial axis",
      [.normal(1, 2, 5, 5), .normal(2, 3, 3, 3)], ["output_shape": [9]]),
    .refused(.missing, "W is required", [.normal(1, 2, 5)]),
  ]
}
