import Graphs
import Tensors

/// Samples of an image at positions that a grid gives, innermost axis first, from -1 to 1.
///
/// - Shapes: X `[N, C, D1…Dr]`, grid `[N, E1…Er, r]`, Y `[N, C, E1…Er]`.
/// - Types: positions and weights in float, in double where an input is; integers are truncated.
///   Only `nearest` takes booleans, strings and complex numbers.
/// - Edge cases: `cubic` is Keys' kernel with a = -0.75; `nearest` takes the even one of two. With
///   `border`, `cubic` clamps the pixels it takes and not the position, as torch's grid_sample and
///   onnxruntime 1.32 do; the text leaves it open.
///
/// - Source: ONNX GridSample, opsets 16, 20, 22.
struct GridSample: Operator {
  static let alignCorners = AttributeKey<Int>("align_corners")
  static let mode = AttributeKey<String>("mode")
  static let paddingMode = AttributeKey<String>("padding_mode")
  static let schema = OperatorSchema(
    "GridSample", inputs: [.one("X", "T1"), .one("grid", "T2")], outputs: [.one("Y", "T1")],
    history: [
      .since(
        16, ["T1": .classic, "T2": .ieeeFloats],
        attributes: [alignCorners.or(0), mode.or("bilinear"), paddingMode.or("zeros")]),
      .since(
        20, ["T1": .classic, "T2": .ieeeFloats],
        attributes: [alignCorners.or(0), mode.or("linear"), paddingMode.or("zeros")]),
      .since(
        22, ["T1": .classicAndBFloat16, "T2": .floats],
        attributes: [alignCorners.or(0), mode.or("linear"), paddingMode.or("zeros")]),
    ])
  static let tolerance = Tolerance.accumulated

  enum Mode: Int { case nearest = 1, linear = 2, cubic = 4 }

  /// The raw value is the number of pixels that a sample takes along an axis.
  let mode: Mode
  let padding: SampleAxis.Padding
  let alignsCorners: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    alignsCorners = try node[Self.alignCorners] != 0
    let name = try node[Self.paddingMode]
    guard let padding = SampleAxis.Padding(rawValue: name) else {
      throw .attribute(
        "padding_mode", found: "'\(name)'", expected: "'zeros', 'border' or 'reflection'")
    }
    self.padding = padding
    switch try node[Self.mode] {
    case "nearest": mode = .nearest
    case "linear", "bilinear": mode = .linear
    case "cubic", "bicubic": mode = .cubic
    case let name:
      throw .attribute("mode", found: "'\(name)'", expected: "'nearest', 'linear' or 'cubic'")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, grid) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let dims = x.dims, let positions = grid.dims else {
      return [.tensor(TensorType(x.dtype, nil))]
    }
    guard dims.count >= 3, positions.count == dims.count,
      positions[0].merged(with: dims[0]) != nil,
      positions[dims.count - 1].merged(with: .known(dims.count - 2)) != nil
    else { throw .mismatch("a grid \(grid) does not fit an image \(x)") }
    return [.tensor(TensorType(x.dtype, [dims[0], dims[1]] + positions[1..<(dims.count - 1)]))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + (mode == .nearest ? request.table() : .zero)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    let (x, grid) = (try inputs.tensor(0), try inputs.tensor(1))
    if shape.count > 0, x.count == 0 {
      throw .mismatch("an image of shape \(x.shape) has no pixel")
    }
    let isWide = inputs.precision == .double || x.dtype == .double || grid.dtype == .double
    if mode == .nearest {
      return [
        .tensor(
          try isWide ? nearest(x, grid, shape, Double.self) : nearest(x, grid, shape, Float.self))
      ]
    }
    return [try isWide ? blended(x, grid, shape, Double.self) : blended(x, grid, shape, Float.self)]
  }

  private func axes(_ x: Shape) -> [SampleAxis] {
    x.dims.dropFirst(2).map {
      SampleAxis(
        extent: $0, alignsCorners: alignsCorners, padding: padding, clampsPositions: mode != .cubic)
    }
  }

  private func sampling<F: WideFloat>(
    _ x: Shape, _ grid: Tensor, _ shape: Shape, _ type: F.Type
  ) throws(OperatorError) -> GridSampling<F> {
    GridSampling(
      axes: axes(x), taps: mode.rawValue, positions: try grid.floats(F.self), batch: x[0],
      channels: x[1], places: shape.dims.dropFirst(2).reduce(1, *))
  }

  private func nearest<F: WideFloat>(
    _ x: Tensor, _ grid: Tensor, _ shape: Shape, _ type: F.Type
  ) throws(OperatorError) -> Tensor {
    let copy = PixelCopy(
      sources: try sampling(x.shape, grid, shape, type).nearest(), batch: x.shape[0],
      channels: x.shape[1], pixels: x.shape.dims.dropFirst(2).reduce(1, *))
    return try copy([x, try .zero(x.dtype)], shape: shape)
  }

  private func blended<F: WideFloat>(
    _ x: Tensor, _ grid: Tensor, _ shape: Shape, _ type: F.Type
  ) throws(OperatorError) -> Value {
    let y = try sampling(x.shape, grid, shape, type)
      .blended(try x.floats(F.self)) { weight($0, $1) }
    if x.dtype.isFloat { return try .narrowing(F.wrap(wide: y), to: x.dtype, shape) }
    let elements = try Elements.cast(
      floats: y.mapped { Double($0) }, from: .double, to: x.dtype, CastRule())
    return .tensor(try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) })
  }

  /// The weight of a tap for a position `t` after the second-to-last or first pixel.
  @inline(__always)
  private func weight<F: WideFloat>(_ t: F, _ tap: Int) -> F {
    if mode == .linear { return tap == 0 ? 1 - t : t }
    let a: F = -0.75
    func near(_ x: F) -> F { ((a + 2) * x - (a + 3)) * x * x + 1 }
    func far(_ x: F) -> F { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
    switch tap {
    case 0: return far(t + 1)
    case 1: return near(t)
    case 2: return near(1 - t)
    default: return far(2 - t)
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, grid) = (try request.tensor(0), try request.tensor(1))
    let shape = try request.output(0).shape
    if let reason = x.dtype.immovable { return .host(reason) }
    if mode != .nearest, [.bool, .complex64, .complex128].contains(x.dtype) {
      throw .unsupported("blending of \(x.dtype.name)")
    }
    let axes = axes(x.shape)
    let isWide = x.dtype == .double || grid.dtype == .double
    let dtype = mode == .nearest ? x.dtype.carrier : x.dtype
    let taps = mode.rawValue
    let combinations = (0..<axes.count).reduce(1) { count, _ in count * taps }
    return .dispatches([
      Dispatch(
        "GridSample.comp",
        defines: [
          "C": isWide ? "double" : "float", "RANK": String(axes.count), "TAPS": String(taps),
          "PADS_\(padding.rawValue)": "1", "ALIGNS": alignsCorners ? "1" : "0",
        ],
        bindings: [
          .read("x", .input(0), dtype), .read("grid", .input(1), grid.dtype),
          .write("y", .output(0), dtype),
        ],
        parameters: [
          .uint("count", shape.count), .uint("channels", max(x.shape[1], 1)),
          .uint("places", max(shape.dims.dropFirst(2).reduce(1, *), 1)),
          .uint("pixels", x.shape.dims.dropFirst(2).reduce(1, *)),
          .uint("combinations", combinations), .uints("extents", axes.map(\.extent)),
        ], invocations: (shape.count, 1, 1),
        tripBound: axes.count * (1 + taps) + combinations * (1 + axes.count))
    ])
  }
}

extension GridSample {
  /// A coordinate is off by a few roundings of its axis; the nearest pixel may be either of two.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let dims = try request.tensor(0).shape.dims
    let (axes, extent) = (max(dims.count - 2, 1), dims.dropFirst(2).max() ?? 1)
    if mode == .nearest {
      return try request.perturbing(1, by: 8 * DType.float.roundoff * Double(extent))
        .pointwise(self, ulps: nil, keepsPlaces: true)
    }
    let taps = Array(repeating: mode == .cubic ? 4 : 2, count: axes).reduce(1, *)
    return try request.interpolated(self, taps: taps, axes: axes, extent: extent)
  }
}
