import Graphs
import Tensors

/// How `Resize` and `Upsample` find and weigh the source elements of an output position.
struct Resampling: Sendable {
  enum Mode: String, Sendable {
    case nearest, linear, cubic
  }
  enum Rounding: String, Sendable {
    case preferFloor = "round_prefer_floor"
    case preferCeil = "round_prefer_ceil"
    case floor, ceil
    /// Before opset 11: down where the axis grows, up where it shrinks.
    case bySize
  }
  enum Coordinates: String, Sendable {
    case halfPixel = "half_pixel"
    case halfPixelSymmetric = "half_pixel_symmetric"
    case pytorchHalfPixel = "pytorch_half_pixel"
    case alignCorners = "align_corners"
    case asymmetric
    case tfCropAndResize = "tf_crop_and_resize"
    /// Opsets 11 and 12 alone.
    case tfHalfPixelForNearest = "tf_half_pixel_for_nn"
  }

  var mode = Mode.nearest
  var rounding = Rounding.bySize
  var coordinates = Coordinates.asymmetric
  var cubicCoefficient = -0.75
  var excludesOutside = false
  var antialiases = false
  var extrapolation: Float = 0

  /// One axis: its extents, the ratio between them, and the part of the source that is shown.
  struct Axis: Sendable {
    var extent: Int
    var count: Int
    /// The scale as a ratio, so that a ratio of extents is not rounded before it divides.
    var ratio: (resized: Double, source: Double)
    var first = 0.0
    var last = 1.0

    var scale: Double { ratio.resized / ratio.source }
    /// How far a distance in the result is in the source.
    func source(_ distance: Double) -> Double { distance * ratio.source / ratio.resized }

    var isIdentity: Bool {
      extent == count && abs(scale - 1) <= 1e-9 && abs(first) <= 1e-9 && abs(last - 1) <= 1e-9
    }
  }

  /// The place in the source of output position `position`; `nil` is outside of it.
  private func place(_ position: Int, _ axis: Axis) -> Double? {
    let x = Double(position)
    let width = axis.ratio.resized * Double(axis.extent) / axis.ratio.source
    let reach = Double(axis.extent - 1)
    switch coordinates {
    case .halfPixel: return axis.source(x + 0.5) - 0.5
    case .pytorchHalfPixel: return axis.count > 1 ? axis.source(x + 0.5) - 0.5 : 0
    case .halfPixelSymmetric:
      let offset = Double(axis.extent) / 2 * (1 - Double(axis.count) / width)
      return offset + axis.source(x + 0.5) - 0.5
    case .alignCorners: return width == 1 ? 0 : x * reach / (width - 1)
    case .asymmetric: return axis.source(x)
    case .tfHalfPixelForNearest: return axis.source(x + 0.5)
    case .tfCropAndResize:
      let shown = axis.last - axis.first
      let place =
        axis.count > 1
        ? axis.first * reach + x * shown * reach / Double(axis.count - 1)
        : 0.5 * (axis.first + axis.last) * reach
      return place < 0 || place > reach ? nil : place
    }
  }

  /// For each output position the nearest source index, or ``AxisMaps/filler`` outside of the
  /// source.
  func nearest(_ axis: Axis) -> [Int] {
    if axis.isIdentity { return Array(0..<axis.count) }
    return (0..<axis.count).map { position in
      guard let place = place(position, axis) else { return AxisMaps.filler }
      let rounded: Double =
        switch rounding {
        case .preferFloor: (place - 0.5).rounded(.up)
        case .preferCeil: (place + 0.5).rounded(.down)
        case .floor: place.rounded(.down)
        case .ceil: place.rounded(.up)
        case .bySize: place.rounded(axis.scale < 1 ? .up : .down)
        }
      return min(max(Int(saturating: rounded), 0), axis.extent - 1)
    }
  }

  /// The source indices and weights of each output position of one axis.
  struct Filter: Sendable {
    var tapCount: Int
    /// `count · tapCount` indices inside the source; ``AxisMaps/filler`` where the position is
    /// outside.
    var sources: [Int] = []
    var weights: [Double] = []
  }

  private func stretch(_ axis: Axis) -> Double { antialiases ? min(axis.scale, 1) : 1 }

  /// How many source elements one output position of an axis weighs.
  private func tapCount(_ axis: Axis) -> Int {
    let radius = ((mode == .cubic ? 2.0 : 1.0) / stretch(axis)).rounded(.up)
    return 2 * min(max(Int(saturating: radius), 1), TensorType.largestCount)
  }

  /// - Throws: `.tooLarge` where an axis takes more indices and weights than the host lists.
  func check(_ axes: [Axis], _ dtype: DType) throws(OperatorError) {
    for axis in axes where mode == .nearest || !axis.isIdentity {
      let taps = mode == .nearest ? 1 : tapCount(axis)
      try TensorType(dtype, [axis.count, taps] as Shape).checkListing()
    }
  }

  func filter(_ axis: Axis) -> Filter {
    let stretch = stretch(axis)
    let taps = tapCount(axis)
    let first = 1 - taps / 2
    var filter = Filter(
      tapCount: taps, sources: Array(repeating: AxisMaps.filler, count: axis.count * taps),
      weights: Array(repeating: 0, count: axis.count * taps))
    for position in 0..<axis.count {
      guard let place = place(position, axis) else { continue }
      let left = place.rounded(.down)
      let ratio = place - left
      // Beyond one extent outside of the source only its edge counts.
      let base = min(max(Int(saturating: left), -axis.extent), 2 * axis.extent)
      var sum = 0.0
      for t in 0..<taps {
        let (index, entry) = (base + first + t, position * taps + t)
        let isOutside = index < 0 || index >= axis.extent
        let weight =
          excludesOutside && isOutside ? 0 : weight((Double(first + t) - ratio) * stretch)
        filter.sources[entry] = min(max(index, 0), axis.extent - 1)
        filter.weights[entry] = weight
        sum += weight
      }
      if excludesOutside || stretch < 1, sum != 0 {
        for t in 0..<taps { filter.weights[position * taps + t] /= sum }
      }
    }
    return filter
  }

  /// The weight of a source element at a distance.
  private func weight(_ distance: Double) -> Double {
    let (x, a) = (abs(distance), cubicCoefficient)
    guard mode == .cubic else { return max(0, 1 - x) }
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}

extension Resampling {
  /// What evaluating takes: maps, or wide copies, an axis' filter, and what each axis makes of the one
  /// before.
  func scratch(_ axes: [Axis], _ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    if mode == .nearest { return request.axisMaps }
    let dtype = try request.inputs.tensor(0).dtype
    var (sum, dims) = (request.wideCopies, axes.map(\.extent))
    for (k, axis) in axes.enumerated() where !axis.isIdentity {
      dims[k] = axis.count
      sum += ByteCount.of(axis.count, Double.self) * tapCount(axis) * 6
      if dims != axes.map(\.count) { sum += request.wide(.tensor(TensorType(dtype, Shape(dims)))) }
    }
    return dtype.isInteger ? sum + .of(request.count(0), Double.self) + request.table() : sum
  }

  func evaluate(
    _ x: Tensor, _ axes: [Axis], _ precision: Precision
  ) throws(OperatorError) -> Value {
    try check(axes, x.dtype)
    let shape = try TensorType(x.dtype, Shape(axes.map(\.count))).extent()
    for axis in axes where axis.extent == 0 && axis.count > 0 {
      throw .mismatch("an axis without elements cannot be resized to \(axis.count)")
    }
    if mode == .nearest {
      let maps = AxisMaps(maps: axes.map(nearest))
      return .tensor(try x.mapped(by: maps, filler: try filler(x.dtype)))
    }
    switch x.widened(precision) {
    case .float(let values): return try .narrowing(.float(run(values, axes)), to: x.dtype, shape)
    case .double(let values):
      return try .narrowing(.double(run(values, axes)), to: x.dtype, shape)
    case .int(let values):
      return try integers(run(values.mapped { Double($0) }, axes), x.dtype, shape)
    case .uint(let values):
      return try integers(run(values.mapped { Double($0) }, axes), x.dtype, shape)
    case nil:
      throw .wrongType(input: 0, found: x.dtype.name, expected: "a number type to interpolate")
    }
  }

  private func filler(_ dtype: DType) throws(OperatorError) -> Tensor? {
    guard coordinates == .tfCropAndResize, extrapolation != 0,
      dtype.isFloat || dtype.isInteger
    else { return nil }
    return try tensors { () throws(TensorError) in
      dtype.isFloat
        ? try Tensor(narrowing: .float([extrapolation]), to: dtype, shape: [])
        : try Tensor(
          narrowing: .int([Int64(exactly: extrapolation.rounded()) ?? 0]), to: dtype, shape: [])
    }
  }

  /// The nearest integers, kept inside the type.
  private func integers(
    _ values: Buffer<Double>, _ dtype: DType, _ shape: Shape
  ) throws(OperatorError) -> Value {
    let (low, high) = Self.range(of: dtype)
    func rounded(_ x: Double) -> Double { min(max(x.rounded(.toNearestOrEven), low), high) }
    return try .narrowing(
      dtype.isSignedInteger
        ? .int(values.mapped { Int64(saturating: rounded($0)) })
        : .uint(values.mapped { UInt64(saturating: rounded($0)) }), to: dtype, shape)
  }

  /// The least and the greatest double that convert to an integer type.
  static func range(of dtype: DType) -> (low: Double, high: Double) {
    let bits = dtype.bitWidth - (dtype.isSignedInteger ? 1 : 0)
    let limit = Double(sign: .plus, exponent: bits, significand: 1)
    return (dtype.isSignedInteger ? -limit : 0, bits > 52 ? limit.nextDown : limit - 1)
  }

  /// One axis after the other, outermost first.
  private func run<F: WideFloat>(_ x: Buffer<F>, _ axes: [Axis]) -> Buffer<F> {
    var values = x
    var dims = axes.map(\.extent)
    for (k, axis) in axes.enumerated() where !axis.isIdentity {
      values = AxisFilter(
        filter(axis), axis, outside: F(extrapolation), outer: dims[..<k].reduce(1, *),
        inner: dims[(k + 1)...].reduce(1, *)
      ).values(values)
      dims[k] = axis.count
    }
    return values
  }
}
