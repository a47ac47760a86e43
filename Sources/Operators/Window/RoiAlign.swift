import Graphs
import Tensors

/// Samples each region of interest on a grid, bilinearly, and takes each bin's mean or maximum.
///
/// - Shapes: X `[N, C, H, W]`, rois `[R, 4]` as (x1, y1, x2, y2), batch_indices `[R]`, Y
///   `[R, C, output_height, output_width]`.
/// - Edge cases: a sample more than one element outside X is 0. The maximum is over the weighted corners
///   of all samples. Without half pixels, a region is at least one element wide and high.
/// - Source: ONNX RoiAlign, opsets 10, 16, 22. Before opset 16 there are no half pixels.
struct RoiAlign: Operator {
  static let mode = AttributeKey<String>("mode")
  static let outputHeight = AttributeKey<Int>("output_height")
  static let outputWidth = AttributeKey<Int>("output_width")
  static let samplingRatio = AttributeKey<Int>("sampling_ratio")
  static let spatialScale = AttributeKey<Float>("spatial_scale")
  static let coordinateMode = AttributeKey<String>("coordinate_transformation_mode")
  private static let common = [
    mode.or("avg"), outputHeight.or(1), outputWidth.or(1), samplingRatio.or(0),
    spatialScale.or(1.0),
  ]
  static let schema = OperatorSchema(
    "RoiAlign", inputs: [.one("X", "T1"), .one("rois", "T1"), .one("batch_indices", "T2")],
    outputs: [.one("Y", "T1")],
    history: [
      .since(10, ["T1": .ieeeFloats, "T2": [.int64]], attributes: common),
      .since(
        16, ["T1": .ieeeFloats, "T2": [.int64]],
        attributes: common + [coordinateMode.or("half_pixel")]),
      .since(
        22, ["T1": .floats, "T2": [.int64]],
        attributes: common + [coordinateMode.or("half_pixel")]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let takesMaximum: Bool
  let height: Int
  let width: Int
  let ratio: Int
  let scale: Float
  let hasHalfPixels: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    let word = try node[Self.mode]
    guard word == "avg" || word == "max" else {
      throw .attribute("mode", found: "'\(word)'", expected: "avg or max")
    }
    takesMaximum = word == "max"
    height = try node[Self.outputHeight]
    width = try node[Self.outputWidth]
    ratio = try node[Self.samplingRatio]
    scale = try node[Self.spatialScale]
    let coordinates = node[ifPresent: Self.coordinateMode] ?? "output_half_pixel"
    guard coordinates == "half_pixel" || coordinates == "output_half_pixel" else {
      throw .attribute(
        Self.coordinateMode.name, found: "'\(coordinates)'",
        expected: "half_pixel or output_half_pixel")
    }
    hasHalfPixels = coordinates == "half_pixel"
    guard (1...1 << 20).contains(height), (1...1 << 20).contains(width), ratio >= 0,
      ratio <= 1 << 15
    else {
      throw .mismatch(
        "a grid of \(height) by \(width) bins with \(ratio) samples an axis is none")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, rois) = (try inputs.tensor(0), try inputs.tensor(1))
    return [
      .tensor(
        TensorType(
          x.dtype,
          [
            rois.dims?.first ?? .unknown, x.dims?.dropFirst().first ?? .unknown, .known(height),
            .known(width),
          ]))
    ]
  }

  private func check(_ x: Shape, _ rois: Shape, _ indices: Shape) throws(OperatorError) {
    guard x.rank == 4 else { throw .rank(input: 0, found: x.rank, expected: "4") }
    guard rois.rank == 2, rois[1] == 4, indices == [rois[0]] else {
      throw .mismatch("rois are \(rois) and batch_indices \(indices), expected [R, 4] and [R]")
    }
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + request.list(2) + request.wide(request.outputs.first)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, rois) = (try inputs.tensor(0), try inputs.tensor(1))
    let batches = try inputs.integers(2) ?? []
    try check(x.shape, rois.shape, try inputs.tensor(2).shape)
    for batch in batches where !(0..<x.shape[0]).contains(batch) {
      throw .index(batch, extent: x.shape[0])
    }
    let y: WideBuffer
    switch (try inputs.wide(0), try inputs.wide(1)) {
    case (.float(let image), .float(let regions)):
      y = .float(try aligned(image, x.shape, regions, batches))
    case (.double(let image), .double(let regions)):
      y = .double(try aligned(image, x.shape, regions, batches))
    default: throw .wrongType(input: 1, found: rois.dtype.name, expected: x.dtype.name)
    }
    return [try .narrowing(y, to: x.dtype, [batches.count, x.shape[1], height, width])]
  }

  private func aligned<F: WideFloat>(
    _ x: Buffer<F>, _ shape: Shape, _ rois: Buffer<F>, _ batches: [Int]
  ) throws(OperatorError) -> Buffer<F> {
    let (scale, offset) = (F(scale), hasHalfPixels ? F(0.5) : 0)
    var regions: [AlignedRegion<F>] = []
    for (r, batch) in batches.enumerated() {
      let corners = (0..<4).map { rois[4 * r + $0] * scale - offset }
      var (w, h) = (corners[2] - corners[0], corners[3] - corners[1])
      if !hasHalfPixels { (w, h) = (w > 1 ? w : 1, h > 1 ? h : 1) }
      let region = AlignedRegion(
        batch: batch, top: corners[1], left: corners[0], binHeight: h / F(height),
        binWidth: w / F(width), rows: samples(h / F(height)), columns: samples(w / F(width)))
      guard region.rows <= 1 << 15, region.columns <= 1 << 15 else {
        throw .mismatch("region \(r) would take \(region.rows) by \(region.columns) samples a bin")
      }
      regions.append(region)
    }
    return RegionAlignment(
      image: shape, height: height, width: width, takesMaximum: takesMaximum, regions: regions
    ).values(x)
  }

  private func samples<F: WideFloat>(_ bin: F) -> Int {
    ratio > 0 ? ratio : max(0, Int(saturating: bin.rounded(.up)))
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, x) = try request.tensor(0)
    let rois = try request.tensor(1)
    try check(x, rois.shape, try request.tensor(2).shape)
    // Regions decide how many samples a bin takes; on the device, at most so many along an axis.
    let budget = Int(Double(request.device.tripBudget).squareRoot()) - 1
    let most = ratio > 0 ? ratio : min(budget, 1 << 15)
    guard most > 0, most * (most + 1) <= request.device.tripBudget else {
      return .host(.device("\(ratio) samples an axis"))
    }
    let count = try request.output(0).shape.count
    return .dispatches([
      Dispatch(
        "RoiAlign.comp", defines: takesMaximum ? ["TAKES_MAXIMUM": "1"] : [:],
        bindings: [
          .read("x", .input(0), dtype), .read("rois", .input(1), rois.dtype),
          .read("batches", .input(2), .int64), .write("y", .output(0), dtype), .indexFault(x[0]),
          .fault(
            .number(
              before: "a region would take ",
              after: " samples an axis of a bin, and the device takes \(most): "
                + "sampling_ratio bounds them"), "excess"),
        ],
        parameters: [
          .uint("count", count), .uint("batch", x[0]), .uint("channels", x[1]),
          .int("rows", x[2]), .int("columns", x[3]), .uint("height", height),
          .uint("width", width), .uint("ratio", ratio), .uint("most", most),
          .float("scale", scale), .uint("half_pixels", hasHalfPixels ? 1 : 0),
        ], invocations: (count, 1, 1), tripBound: most * (most + 1))
    ])
  }
}

extension RoiAlign {
  private static let regions = Draw.list([1, 0.5, 6, 4.5, 0, 2, 7.5, 6], [2, 4])

  static let samples: [Sample] = [
    Sample(
      [.normal(2, 3, 8, 9), regions, .list(1, 0)],
      ["output_height": 2, "output_width": 3, "sampling_ratio": 2]),
    Sample([.normal(1, 2, 8, 9), regions, .list(0, 0)], ["output_height": 2, "output_width": 2]),
    Sample([.normal(1, 2, 8, 9), regions, .list(0, 0)]),
    Sample(
      [.normal(1, 2, 8, 9), regions, .list(0, 0)],
      ["mode": "max", "output_height": 3, "output_width": 2, "sampling_ratio": 2]),
    Sample(
      [.normal(1, 2, 8, 9), .list([2, 1, 12, 9, 0, 4, 15, 12], [2, 4]), .list(0, 0)],
      ["spatial_scale": 0.5, "output_height": 2, "output_width": 2, "mode": "avg"]),
    Sample(
      [.normal(1, 2, 8, 9), regions, .list(0, 0)],
      [
        "coordinate_transformation_mode": "output_half_pixel", "output_height": 2,
        "output_width": 2, "sampling_ratio": 3,
      ]
    ).since(16),
    Sample(
      [.normal(1, 2, 8, 9), regions, .list(0, 0)],
      [
        "coordinate_transformation_mode": "half_pixel", "output_height": 4, "output_width": 1,
        "mode": "max",
      ]
    ).since(16),
    // Regions that leave X, and one of no width.
    Sample(
      [
        .normal(1, 2, 5, 6), .list([-4, -3, 3, 2, 3, 2, 12, 11, 2, 1, 2, 4], [3, 4]),
        .list(0, 0, 0),
      ], ["output_height": 2, "output_width": 2, "sampling_ratio": 2]),
    Sample([.normal(1, 2, 5, 6), .normal(0, 4), .normal(0)], ["output_height": 2]),
    .refused(
      .shape, "rois have four columns", [.normal(1, 1, 4, 4), .normal(2, 5), .list(0, 0)]),
    .refused(.shape, "X has four axes", [.normal(1, 4, 4), regions, .list(0, 0)]),
    .refused(
      .shape, "each region has a batch index", [.normal(1, 1, 4, 4), regions, .list(0)]),
    .refused(
      .range, "a batch index is one of X's", [.normal(1, 1, 4, 4), regions, .list(0, 1)]),
    .refused(
      .attribute, "mode is avg or max", [.normal(1, 1, 4, 4), regions, .list(0, 0)],
      ["mode": "mean"]),
    .refused(
      .attribute, "coordinate_transformation_mode is one of two words",
      [.normal(1, 1, 4, 4), regions, .list(0, 0)],
      ["coordinate_transformation_mode": "align_corners"]
    ).since(16),
    .refused(.missing, "batch_indices are required", [.normal(1, 1, 4, 4), regions]),
  ]

  /// Each bin is a mean, or the greatest, of samples between four pixels.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let dims = try request.tensor(0).shape.dims
    let extent = dims.dropFirst(2).max() ?? 1
    let samples = ratio > 0 ? ratio * ratio : extent * extent
    return try request.interpolated(self, taps: 4 * samples, axes: 2, extent: extent)
  }
}
