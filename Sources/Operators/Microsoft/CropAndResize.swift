import Graphs
import Tensors

/// Boxes of images, each sampled on a grid of `crop_size`.
///
/// Row i of a crop of h rows is at `y1 · (H - 1) + i · ((y2 - y1) · (H - 1) / (h - 1))`, and that of one row
/// in the middle; columns likewise. A place outside of the image gives `extrapolation_value`.
///
/// - Shapes: X `[N, C, H, W]`, rois `[R, 4]` as y1, x1, y2, x2 in shares of the image, batch_indices `[R]`,
///   crop_size `[2]`; Y `[R, C, h, w]`.
/// - Types: computed in the wide type, rounded once. The mode `nearest` takes the farther of two pixels that
///   are as near.
/// - Throws: `.index` of an image that there is not.
/// - Source: onnxruntime CropAndResize, com.microsoft 1.
struct CropAndResize: Operator {
  static let extrapolationValue = AttributeKey<Float>("extrapolation_value")
  static let mode = AttributeKey<String>("mode")
  static let schema = OperatorSchema(
    "CropAndResize", domain: "com.microsoft",
    inputs: [
      .one("X", "T1"), .one("rois", "T1"), .one("batch_indices", "T2"), .one("crop_size", "T2"),
    ], outputs: [.one("Y", "T1")],
    history: [
      .since(
        1, ["T1": .ieeeFloats, "T2": [.int32]],
        attributes: [extrapolationValue.or(0.0), mode.or("bilinear")])
    ])
  static let tolerance = Tolerance.accumulated

  let takesNearest: Bool
  let outside: Float

  init(_ node: NodeReader) throws(OperatorError) {
    let mode = try node[Self.mode]
    guard ["bilinear", "nearest"].contains(mode) else {
      throw .attribute("mode", found: "'\(mode)'", expected: "'bilinear' or 'nearest'")
    }
    takesNearest = mode == "nearest"
    outside = try node[Self.extrapolationValue]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    for (index, rank) in [4, 2, 1, 1].enumerated() {
      if let found = try inputs.tensor(index).rank, found != rank {
        throw .rank(input: index, found: found, expected: "\(rank)")
      }
    }
    if let rois = try inputs.tensor(1).dims, rois[1].merged(with: 4) == nil {
      throw .mismatch("a box has 4 numbers, but rois are \(try inputs.tensor(1))")
    }
    let boxes = try inputs.tensor(1).dims?[0] ?? .unknown
    if let indices = try inputs.tensor(2).dims, indices[0].merged(with: boxes) == nil {
      throw .mismatch("there are \(boxes) boxes, but \(indices[0]) batch_indices")
    }
    var size: [Dimension] = [.unknown, .unknown]
    if let known = inputs.knownIntegers(3) {
      guard known.count == 2, known.allSatisfy({ $0 > 0 }) else {
        throw .mismatch("crop_size is \(known), expected two numbers from 1 on")
      }
      size = known.map { .known($0) }
    }
    return [
      try TensorType(x.dtype, [boxes, x.dims?[1] ?? .unknown] + size).checked()
    ]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 3)
    }
    let x = try inputs.tensor(0)
    let images = try inputs.integers(2) ?? []
    for image in images where !(0..<x.shape[0]).contains(image) {
      throw .index(image, extent: x.shape[0])
    }
    let y: WideBuffer
    switch (try inputs.wide(0), try inputs.wide(1)) {
    case (.float(let pixels), .float(let boxes)):
      y = .float(crops(pixels, boxes, images, x.shape, shape))
    case (.double(let pixels), .double(let boxes)):
      y = .double(crops(pixels, boxes, images, x.shape, shape))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, shape)]
  }

  private func crops<F: WideFloat>(
    _ pixels: Buffer<F>, _ boxes: Buffer<F>, _ images: [Int], _ x: Shape, _ y: Shape
  ) -> Buffer<F> {
    let (channels, height, width, outside) = (x[1], x[2], x[3], F(outside))
    return filled(y.count) { i in
      let (column, row) = (i % y[3], i / y[3] % y[2])
      let (channel, box) = (i / (y[3] * y[2]) % channels, i / (y[3] * y[2] * channels))
      let v = Self.place(row, of: y[2], boxes[4 * box], boxes[4 * box + 2], height)
      let u = Self.place(column, of: y[3], boxes[4 * box + 1], boxes[4 * box + 3], width)
      guard v >= 0, v <= F(height - 1), u >= 0, u <= F(width - 1) else { return outside }
      let (top, left) = (v.rounded(.down), u.rounded(.down))
      let (below, right) = (v - top, u - left)
      let plane = pixels.base + (images[box] * channels + channel) * height * width
      func pixel(_ down: Int, _ across: Int) -> F {
        plane[(Int(top) + down) * width + Int(left) + across]
      }
      if takesNearest { return pixel(below >= 0.5 ? 1 : 0, right >= 0.5 ? 1 : 0) }
      let (down, across) = (below > 0 ? 1 : 0, right > 0 ? 1 : 0)
      let upper = pixel(0, 0) + (pixel(0, across) - pixel(0, 0)) * right
      let lower = pixel(down, 0) + (pixel(down, across) - pixel(down, 0)) * right
      return upper + (lower - upper) * below
    }
  }

  private static func place<F: WideFloat>(
    _ i: Int, of count: Int, _ first: F, _ last: F, _ extent: Int
  ) -> F {
    let span = F(extent - 1)
    if count == 1 { return (first + last) * 0.5 * span }
    return first * span + F(i) * ((last - first) * span / F(count - 1))
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, x) = try request.tensor(0)
    let y = try request.output(0).shape
    return .dispatches([
      Dispatch(
        "Microsoft/CropAndResize.comp", defines: takesNearest ? ["TAKES_NEAREST": "1"] : [:],
        bindings: [
          .read("x", .input(0), dtype), .read("boxes", .input(1), dtype),
          .read("images", .input(2), .int32), .indexFault(x[0]), .write("y", .output(0), dtype),
        ],
        parameters: [
          .uint("count", y.count), .uint("images", x[0]), .uint("channels", x[1]),
          .uint("height", x[2]), .uint("width", x[3]), .uint("rows", y[2]),
          .uint("columns", y[3]), .float("outside", outside),
        ], invocations: (y.count, 1, 1))
    ])
  }
}

extension CropAndResize {
  private static let image = Draw.normal(2, 3, 6, 7)
  private static let boxes = Draw.list(
    [0, 0, 1, 1, 0.25, 0.125, 0.75, 0.5, 0.5, 1, -0.25, 0], [3, 4])

  static let samples: [Sample] = [
    Sample([image, boxes, .list(0, 1, 0), .list(3, 4)]),
    Sample([image, boxes, .list(0, 1, 0), .list(3, 4)], ["mode": "nearest"]),
    Sample([image, boxes, .list(1, 1, 0), .list(1, 1)], ["extrapolation_value": 2.5]),
    Sample(
      [image, boxes, .list(1, 1, 0), .list(1, 5)], ["mode": "bilinear", "extrapolation_value": -1]),
    Sample([image, .list([-0.5, -0.25, 1.5, 1.25], [1, 4]), .list(0), .list(9, 8).constant]),
    Sample([.normal(1, 1, 1, 1), .list([0, 0, 1, 1], [1, 4]), .list(0), .list(2, 2)]),
    Sample([image, .normal(0, 4), .integers(0...1, 0), .list(3, 4)]),
    Sample([.normal(1, 9, 17, 16), .uniform(0...1, 2, 4), .list(0, 0), .list(15, 17)]),
    .refused(.shape, "X has four axes", [.normal(3, 6, 7), boxes, .list(0, 1, 0), .list(3, 4)]),
    .refused(
      .shape, "a box has four numbers", [image, .normal(3, 3), .list(0, 1, 0), .list(3, 4)]),
    .refused(.shape, "a box has an image", [image, boxes, .list(0, 1), .list(3, 4)]),
    .refused(.shape, "crop_size has two numbers", [image, boxes, .list(0, 1, 0), .list(3, 4, 5)]),
    .refused(.value, "crop_size is positive", [image, boxes, .list(0, 1, 0), .list(3, 0)]),
    .refused(.range, "an image is there", [image, boxes, .list(0, 2, 0), .list(3, 4)]),
    .refused(
      .attribute, "mode is one of two", [image, boxes, .list(0, 1, 0), .list(3, 4)],
      ["mode": "cubic"]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let extent = try request.tensor(0).shape.dims.dropFirst(2).max() ?? 1
    return try request.interpolated(
      self, taps: 4, axes: 2, extent: extent, isStepped: takesNearest)
  }
}
