import Graphs
import Tensors

/// The input sampled at other extents: nearest, linear or cubic, one axis after the other.
///
/// - Types: nearest moves any type. The others compute float types in their own wide type, and
///   integers in double, rounded to the nearest, ties to even, and kept inside the type.
/// - Throws: `.mismatch` unless exactly one of scales and sizes is given.
/// - Source: ONNX Resize, opsets 10, 11, 13, 18, 19. Opset 10 samples as `asymmetric` and takes the
///   nearest below where an axis grows, above where it shrinks.
struct Resize: Operator {
  static let mode = AttributeKey<String>("mode")
  static let coordinateTransformationMode = AttributeKey<String>("coordinate_transformation_mode")
  static let cubicCoeffA = AttributeKey<Float>("cubic_coeff_a")
  static let excludeOutside = AttributeKey<Int>("exclude_outside")
  static let extrapolationValue = AttributeKey<Float>("extrapolation_value")
  static let nearestMode = AttributeKey<String>("nearest_mode")
  static let antialias = AttributeKey<Int>("antialias")
  static let axes = AttributeKey<[Int]>("axes")
  static let keepAspectRatioPolicy = AttributeKey<String>("keep_aspect_ratio_policy")
  static let schema = OperatorSchema(
    "Resize",
    inputs: [
      .one("X", "T1"), .optional("roi", "T2"), .optional("scales", "tensor(float)"),
      .optional("sizes", "tensor(int64)"),
    ], outputs: [.one("Y", "T1")],
    history: [
      .since(
        10, ["T": .classic],
        attributes: [mode.or("nearest")],
        inputs: [.one("X", "T"), .one("scales", "tensor(float)")],
        outputs: [.one("Y", "T")]),
      .since(
        11, ["T1": .classic, "T2": .ieeeFloats],
        attributes: [
          coordinateTransformationMode.or("half_pixel"), cubicCoeffA.or(-0.75),
          excludeOutside.or(0), extrapolationValue.or(0.0), mode.or("nearest"),
          nearestMode.or("round_prefer_floor"),
        ],
        inputs: [
          .one("X", "T1"), .one("roi", "T2"), .one("scales", "tensor(float)"),
          .optional("sizes", "tensor(int64)"),
        ]),
      .since(
        13, ["T1": .classicAndBFloat16, "T2": .ieeeFloats],
        attributes: [
          coordinateTransformationMode.or("half_pixel"), cubicCoeffA.or(-0.75),
          excludeOutside.or(0), extrapolationValue.or(0.0), mode.or("nearest"),
          nearestMode.or("round_prefer_floor"),
        ]),
      .since(
        18, ["T1": .classicAndBFloat16, "T2": .ieeeFloats],
        attributes: [
          antialias.or(0), axes.optional, coordinateTransformationMode.or("half_pixel"),
          cubicCoeffA.or(-0.75), excludeOutside.or(0), extrapolationValue.or(0.0),
          keepAspectRatioPolicy.or("stretch"), mode.or("nearest"),
          nearestMode.or("round_prefer_floor"),
        ]),
      .since(
        19, ["T1": .classicAndBFloat16, "T2": .ieeeFloats],
        attributes: [
          antialias.or(0), axes.optional, coordinateTransformationMode.or("half_pixel"),
          cubicCoeffA.or(-0.75), excludeOutside.or(0), extrapolationValue.or(0.0),
          keepAspectRatioPolicy.or("stretch"), mode.or("nearest"),
          nearestMode.or("round_prefer_floor"),
        ]),
    ])
  static let tolerance = Tolerance.accumulated

  private enum Policy: String, Sendable {
    case stretch
    case notLarger = "not_larger"
    case notSmaller = "not_smaller"
  }

  private let sampling: Resampling
  private let axes: [Int]?
  private let policy: Policy
  /// Opset 10 has no region and no sizes.
  private let scalesInput: Int

  init(_ node: NodeReader) throws(OperatorError) {
    func choice<E: RawRepresentable>(
      _ key: AttributeKey<String>, _ fallback: E
    ) throws(OperatorError) -> E where E.RawValue == String {
      guard let name = node[ifPresent: key] else { return fallback }
      guard let value = E(rawValue: name) else {
        throw .attribute(key.name, found: "'\(name)'", expected: "a mode that the standard names")
      }
      return value
    }
    sampling = Resampling(
      mode: try choice(Self.mode, .nearest), rounding: try choice(Self.nearestMode, .bySize),
      coordinates: try choice(Self.coordinateTransformationMode, .asymmetric),
      cubicCoefficient: Double(node[ifPresent: Self.cubicCoeffA] ?? -0.75),
      excludesOutside: node[ifPresent: Self.excludeOutside] == 1,
      antialiases: node[ifPresent: Self.antialias] == 1,
      extrapolation: node[ifPresent: Self.extrapolationValue] ?? 0)
    guard sampling.coordinates != .tfHalfPixelForNearest || node.opset < 13 else {
      throw .attribute(
        Self.coordinateTransformationMode.name, found: "'tf_half_pixel_for_nn'",
        expected: "another mode from opset 13 on")
    }
    axes = node[ifPresent: Self.axes]
    policy = try choice(Self.keepAspectRatioPolicy, .stretch)
    scalesInput = node.opset < 11 ? 1 : 2
  }

  /// What the inputs ask for along one axis.
  private enum Request {
    case scales([Double]), sizes([Int]), unknown
  }

  private func request(_ inputs: Inference) throws(OperatorError) -> Request {
    func isGiven(_ index: Int) -> Bool { inputs.has(index) && inputs.length(index) != 0 }
    switch (isGiven(scalesInput), scalesInput == 2 && isGiven(3)) {
    case (true, false):
      guard let known = inputs.knownTensor(scalesInput) else { return .unknown }
      guard let scales = known.doubles, scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw .mismatch("the scales are not positive numbers")
      }
      return .scales(scales)
    case (false, true):
      guard let sizes = inputs.knownIntegers(3) else { return .unknown }
      guard sizes.allSatisfy({ $0 >= 0 }) else { throw .mismatch("sizes \(sizes) are negative") }
      return .sizes(sizes)
    default: throw .mismatch("exactly one of scales and sizes must be given")
    }
  }

  private func positions(
    _ count: Int, rank: Int
  ) throws(OperatorError) -> [Int] {
    let positions = try axes?.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: rank)
    }
    guard count == positions?.count ?? rank else {
      throw .mismatch("\(count) scales or sizes were given for \(positions?.count ?? rank) axes")
    }
    return positions ?? Array(0..<rank)
  }

  /// The geometry of every axis; `nil` while something is not known.
  private func geometry(
    _ dims: [Dimension], _ inputs: Inference
  ) throws(OperatorError) -> [Resampling.Axis?] {
    var result = dims.map { dimension in
      dimension.value.map { Resampling.Axis(extent: $0, count: $0, ratio: (1, 1)) }
    }
    let request = try request(inputs)
    var regions: [(Double, Double)] = []
    if sampling.coordinates == .tfCropAndResize {
      guard let region = inputs.knownTensor(1)?.doubles else { return dims.map { _ in nil } }
      regions = (0..<region.count / 2).map { (region[$0], region[region.count / 2 + $0]) }
    }
    switch request {
    case .unknown:
      for axis in try axes.map({ axes throws(OperatorError) in
        try resolve(axes: axes, rank: dims.count)
      }) ?? Array(dims.indices) { result[axis] = nil }
    case .scales(let scales):
      for (k, axis) in try positions(scales.count, rank: dims.count).enumerated() {
        let region = try region(regions, k)
        result[axis]?.ratio = (scales[k], 1)
        result[axis]?.first = region.0
        result[axis]?.last = region.1
        guard let extent = dims[axis].value else { continue }
        // An anti-aliased sample takes elements in inverse proportion to the scale.
        guard !sampling.antialiases || scales[k] >= 1e-6 else {
          throw .mismatch("a scale of \(scales[k]) is too small to be anti-aliased")
        }
        let length = Float(extent) * Float(region.1 - region.0) * Float(scales[k])
        guard let count = Int(exactly: length.rounded(.down)), count >= 0 else {
          throw .mismatch("an extent of \(extent) cannot be scaled by \(scales[k])")
        }
        result[axis]?.count = count
      }
    case .sizes(let sizes):
      typealias Ratio = (resized: Double, source: Double)
      func isLess(_ a: Ratio, _ b: Ratio) -> Bool { a.resized * b.source < b.resized * a.source }
      let positions = try positions(sizes.count, rank: dims.count)
      var ratios: [Ratio] = []
      for (k, axis) in positions.enumerated() {
        guard let extent = dims[axis].value else {
          if policy != .stretch { return dims.map { _ in nil } }
          ratios.append((1, 1))
          continue
        }
        guard extent > 0 || sizes[k] == 0 else {
          throw .mismatch("an axis without elements cannot be resized to \(sizes[k])")
        }
        ratios.append(extent > 0 ? (Double(sizes[k]), Double(extent)) : (1, 1))
      }
      let common =
        policy == .notLarger ? ratios.min(by: isLess) : ratios.max(by: isLess)
      for (k, axis) in positions.enumerated() {
        let region = try region(regions, k)
        result[axis]?.first = region.0
        result[axis]?.last = region.1
        if policy == .stretch {
          result[axis]?.ratio = ratios[k]
          result[axis]?.count = sizes[k]
        } else if let common, let extent = dims[axis].value {
          result[axis]?.ratio = common
          let length = common.resized * Double(extent) / common.source
          guard let count = Int(exactly: (length + 0.5).rounded(.down)) else {
            throw .mismatch(
              "an extent of \(extent) cannot be scaled by \(common.resized) / \(common.source)")
          }
          result[axis]?.count = count
        }
      }
    }
    return result
  }

  private func region(
    _ regions: [(Double, Double)], _ index: Int
  ) throws(OperatorError) -> (Double, Double) {
    guard sampling.coordinates == .tfCropAndResize else { return (0, 1) }
    guard index < regions.count else {
      throw .mismatch("the region has \(regions.count) axes, expected \(index + 1) or more")
    }
    let region = regions[index]
    guard region.0.isFinite, region.1.isFinite else {
      throw .mismatch("the region from \(region.0) to \(region.1) is not finite")
    }
    return region
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    var output = try geometry(dims, inputs).map { axis in
      axis.map { Dimension.known($0.count) } ?? .unknown
    }
    if case .sizes(let sizes) = try request(inputs), policy == .stretch {
      for (k, axis) in try positions(sizes.count, rank: dims.count).enumerated() {
        output[axis] = .known(sizes[k])
      }
    }
    return [try TensorType(x.dtype, output).checked()]
  }

  private func axes(
    _ shape: Shape, _ inputs: Inference
  ) throws(OperatorError) -> [Resampling.Axis] {
    let axes = try geometry(shape.dimensions, inputs).compactMap { $0 }
    guard axes.count == shape.rank else {
      for index in 1..<inputs.types.count where inputs.has(index) {
        if inputs.knownTensor(index) == nil { throw .unknownValue(input: index) }
      }
      throw .missingInput(scalesInput)
    }
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

extension Resize: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    guard sampling.mode == .nearest else {
      throw .unsupported("the derivative of Resize in another mode than 'nearest'")
    }
    return [try site.movementGradient()]
  }
}

extension Resize {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.resampled(self, sampling)
  }
}
