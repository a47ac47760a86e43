import Graphs
import Tensors

/// Folds the inputs under each window, channel by channel.
///
/// - Shapes: X `[N, C, D1…]`, Y `[N, C, E1…]` with `E` as ``WindowAxis/place(_:pads:roundsUp:)`` settles.
protocol Pooling: Windowed {
  var settings: WindowSettings { get }
  /// Whether an average counts the taps in the padding.
  var countsPadding: Bool { get }
  func pool<F: KernelNumber>(
    _ x: Buffer<F>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<F>
  var shaderParameters: [Parameter] { get }
}

extension Pooling {
  static var tolerance: Tolerance { .accumulated }
  var countsPadding: Bool { false }
  var shaderParameters: [Parameter] { [] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    try checkSpatial(dims.count)
    let spatial = try settings.outputs(Array(dims.dropFirst(2)))
    return [.tensor(TensorType(x.dtype, dims.prefix(2) + spatial))]
  }

  /// The windows' sums, and what forms them.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape else { return .zero }
    let geometry = try settings.geometry(Array(x.dims.dropFirst(2)))
    return request.wideCopies + request.wide(request.inputs.types.first ?? nil)
      + request.wide(request.outputs.first) + WindowRows.scratch(geometry)
      + geometry.workspace(most: WindowGeometry.mostWorkspace)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    try checkSpatial(x.rank)
    let geometry = try settings.geometry(Array(x.shape.dims.dropFirst(2)))
    let planes = x.shape[0] * x.shape[1]
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let x): y = .float(pool(x, planes: planes, geometry))
    case .double(let x): y = .double(pool(x, planes: planes, geometry))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [
      try .narrowing(y, to: x.dtype, Shape(x.shape.dims.prefix(2) + geometry.outputs))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let geometry = try settings.geometry(Array(shape.dims.dropFirst(2)))
    guard let geometry = geometry.threeAxes else {
      return .host(.device("windows over more than three axes"))
    }
    let count = try request.output(0).shape.count
    var parameters = [Parameter.uint("count", count)] + geometry.parameters + shaderParameters
    var defines = Summation.defines(geometry.tapCount)
    if countsPadding {
      defines["COUNTS_PADDING"] = "1"
      parameters.append(.ints("after", geometry.axes.map(\.after)))
    }
    return .dispatches([
      Dispatch(
        "\(Self.schema.name).comp", defines: defines,
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: parameters, invocations: (count, 1, 1),
        tripBound: geometry.tripBound + Summation.trips(geometry.tapCount))
    ])
  }
}

/// Whether an input has spatial axes behind its batch and its channels.
func checkSpatial(_ rank: Int) throws(OperatorError) {
  guard rank >= 3 else { throw .rank(input: 0, found: rank, expected: "at least 3") }
}

extension WindowGeometry {
  /// Iterations over all taps of a window of three axes.
  var tripBound: Int { axes[0].kernel * (1 + axes[1].kernel * (1 + axes[2].kernel)) }
}

/// The greatest; NaN where there is one.
struct GreatestFold<N: WideNumber>: WindowFold {
  let initial: N
  @inline(__always) func step(_ peak: N, _ x: N) -> N { x > peak || x != x ? x : peak }
}

extension WideFloat {
  /// `|x|^p`.
  @inline(__always) static func power(_ x: Self, _ p: Self) -> Self {
    p == 2 ? x * x : p == 1 ? x.magnitude : pow(x.magnitude, p)
  }
  /// `sum^(1/p)`.
  @inline(__always) static func root(_ sum: Self, _ p: Self) -> Self {
    p == 2 ? sum.squareRoot() : p == 1 ? sum : pow(sum, 1 / p)
  }
}
