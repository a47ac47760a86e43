import Graphs
import Tensors

/// The input at larger extents, nearest or linear: the old name of ``Resize``.
///
/// `Y[i] = X[⌊i / scale⌋]`, or the weighted mean of the neighbours of `i / scale`.
///
/// - Source: ONNX Upsample, opsets 1, 7, 9, 10 (deprecated).
struct Upsample: Operator {
  static let heightScale = AttributeKey<Float>("height_scale")
  static let mode = AttributeKey<String>("mode")
  static let widthScale = AttributeKey<Float>("width_scale")
  static let scales = AttributeKey<[Float]>("scales")
  static let schema = OperatorSchema(
    "Upsample", inputs: [.one("X", "T"), .one("scales", "tensor(float)")],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats + [.bool, .int32, .int64]],
        attributes: [heightScale.required, mode.or("nearest"), widthScale.required],
        inputs: [.one("X", "T")]),
      .since(
        7, ["T": .classic],
        attributes: [mode.or("nearest"), scales.required],
        inputs: [.one("X", "T")]),
      .since(
        9, ["T": .classic],
        attributes: [mode.or("nearest")]),
      .since(
        10, ["T": .classic],
        attributes: [mode.or("nearest")], isDeprecated: true),
    ])
  static let tolerance = Tolerance.accumulated

  private let sampling: Resampling
  private let scales: [Double]?

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.mode]
    guard let mode = Resampling.Mode(rawValue: name == "bilinear" ? "linear" : name),
      mode != .cubic
    else { throw .attribute("mode", found: "'\(name)'", expected: "nearest or linear") }
    sampling = Resampling(mode: mode, rounding: .floor)
    if let height = node[ifPresent: Self.heightScale], let width = node[ifPresent: Self.widthScale]
    {
      scales = [1, 1, Double(height), Double(width)]
    } else {
      scales = node[ifPresent: Self.scales]?.map { Double($0) }
    }
  }

  /// The geometry of every axis; `nil` while something is not known.
  private func geometry(
    _ dims: [Dimension], _ inputs: Inference
  ) throws(OperatorError) -> [Resampling.Axis?] {
    if scales == nil { _ = try inputs.type(1) }
    guard let scales = scales ?? inputs.knownTensor(1)?.doubles else {
      return dims.map { _ in nil }
    }
    guard scales.count == dims.count, scales.allSatisfy({ $0 >= 1 && $0.isFinite }) else {
      throw .mismatch(
        "scales are \(scales), expected \(dims.count) numbers of 1 or more, one an axis")
    }
    return try dims.enumerated().map { k, dimension throws(OperatorError) in
      guard let extent = dimension.value else { return nil }
      guard let count = Int(exactly: (Float(extent) * Float(scales[k])).rounded(.down)) else {
        throw .mismatch("an extent of \(extent) cannot be scaled by \(scales[k])")
      }
      return Resampling.Axis(extent: extent, count: count, ratio: (scales[k], 1))
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    let output = try geometry(dims, inputs).map { axis in
      axis.map { Dimension.known($0.count) } ?? .unknown
    }
    return [try TensorType(x.dtype, output).checked()]
  }

  private func axes(
    _ shape: Shape, _ inputs: Inference
  ) throws(OperatorError) -> [Resampling.Axis] {
    let axes = try geometry(shape.dimensions, inputs).compactMap { $0 }
    guard axes.count == shape.rank else { throw .unknownValue(input: 1) }
    return axes
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let shape = try request.inputs.tensor(0).shape else { return .zero }
    return try sampling.scratch(try axes(shape, request.inputs), request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    return [try sampling.evaluate(x, try axes(x.shape, inputs.inference), inputs.precision)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    return try sampling.lower(dtype, try axes(shape, request.inference), request.device)
  }
}

extension Upsample {
  static let samples: [Sample] =
    first.map { $0.before(7) }
    + shapes.map { shape, scales in
      Sample([.normal(shape, scale: 1)], ["scales": .list(scales.map { .float($0) })])
        .since(7).before(9)
    }
    + shapes.map { shape, scales in
      Sample([.normal(shape, scale: 1), Draw.list(scales, [scales.count]).constant]).since(9)
    } + others.map { $0.since(9) }

  private static let shapes: [([Int], [Double])] = [
    ([1, 2, 3, 4], [1, 1, 2, 3]), ([3], [2.5]), ([2, 3], [1, 1]),
    ([1, 1, 5, 7], [1, 1, 1.625, 1.375]), ([1, 2, 2, 3, 2], [1, 2, 1, 2, 1.5]),
  ]

  private static let first: [Sample] = [
    Sample([.normal(1, 2, 3, 4)], ["height_scale": 2.0, "width_scale": 3.0]),
    Sample([.normal(1, 2, 3, 4)], ["height_scale": 1.5, "width_scale": 2.5, "mode": "nearest"]),
    Sample([.normal(1, 2, 3, 4)], ["height_scale": 2.0, "width_scale": 1.5, "mode": "bilinear"])
      .types("T", .ieeeFloats),
    .refused(.attribute, "width_scale is required", [.normal(1, 2, 3, 4)], ["height_scale": 2.0]),
  ]

  private static let others: [Sample] = [
    Sample([.normal(2, 3), .list(2, 1.5)]),
    Sample([.normal(1, 2, 3, 4), Draw.list(1, 1, 2, 1.5).constant], ["mode": "linear"])
      .types("T", .ieeeFloats),
    Sample([.normal(1, 1, 5), Draw.list(1, 1, 3).constant], ["mode": "linear"])
      .types("T", .ieeeFloats),
    .refused(.shape, "as many scales as X has axes", [.normal(2, 3), .list(1, 1, 2)]),
    .refused(.value, "scales are 1 or more", [.normal(2, 3), .list(1, 0.5)]),
    .refused(
      .attribute, "mode is nearest or linear", [.normal(2, 3), .list(1, 2)], ["mode": "cubic"]),
    .refused(.missing, "scales are required", [.normal(2, 3)]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.resampled(self, sampling)
  }
}
