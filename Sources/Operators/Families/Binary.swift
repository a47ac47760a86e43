import Graphs
import Tensors

/// `Y[i] = f(A[i], B[i])` over numbers of one type, after broadcasting.
///
/// The shader is `<Operator>.comp`: `T_y f(T_a a, T_b b)` and `#include "Families/Binary.glsl"`.
/// Before opset 7, `broadcast` and `axis` align B's shape with A's axes from `axis` on.
protocol Binary: Operator {
  var alignment: LegacyBroadcast? { get }
  /// Whether A's shape is the result's.
  var keepsFirstShape: Bool { get }
  var shaderParameters: [Parameter] { get }
  /// The output's element type for an input's.
  func outputType(_ dtype: DType) -> DType
}

/// Broadcasting as before opset 7: B's shape matches a run of A's axes.
struct LegacyBroadcast: Sendable {
  static let broadcast = AttributeKey<Int>("broadcast")
  static let axis = AttributeKey<Int>("axis")
  static let consumedInputs = AttributeKey<[Int]>("consumed_inputs")

  /// A's axis that B's first axis matches; `nil` is the suffix.
  let axis: Int?
  /// Whether B may have another shape than A.
  let isEnabled: Bool

  /// `nil` from opset 7 on, where broadcasting is multidirectional.
  init?(_ node: NodeReader) throws(OperatorError) {
    guard node.opset < 7 else { return nil }
    axis = node[ifPresent: Self.axis]
    isEnabled = (node[ifPresent: Self.broadcast] ?? 0) != 0
  }

  /// B's axes line up with A's from `channelAxis` on; B of one element lines up with anything.
  init(channelAxis: Int) {
    axis = channelAxis
    isEnabled = true
  }

  /// B's shape with ones appended, so that it lines up with A's from the right.
  func aligned(_ b: [Dimension], to a: [Dimension]) throws(OperatorError) -> [Dimension] {
    guard isEnabled else {
      let fits = a.count == b.count && zip(a, b).allSatisfy { $0.merged(with: $1) != nil }
      guard fits else {
        throw .mismatch("without broadcast, both inputs have one shape")
      }
      return b
    }
    guard let axis, b != [1] else { return b }
    let first = try resolve(axis: axis, rank: a.count)
    guard first + b.count <= a.count else { throw .axis(axis, rank: a.count) }
    return b + Array(repeating: 1, count: a.count - first - b.count)
  }
}

extension Binary {
  static var traits: OperatorTraits { .broadcasting }
  static var samples: [Sample] { Samples.binary }
  var keepsFirstShape: Bool { alignment != nil }
  var shaderParameters: [Parameter] { [] }
  func outputType(_ dtype: DType) -> DType { dtype }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let left = a.dims, let right = b.dims else {
      return [.tensor(TensorType(outputType(a.dtype), nil))]
    }
    return [.tensor(TensorType(outputType(a.dtype), try joined(left, right).shape))]
  }

  /// B's shape as it lines up with A's from the right, and the result's.
  private func joined(
    _ a: [Dimension], _ b: [Dimension]
  ) throws(OperatorError) -> (b: [Dimension], shape: [Dimension]?) {
    let aligned =
      try alignment.map { legacy throws(OperatorError) in try legacy.aligned(b, to: a) } ?? b
    let shape = try broadcast([a, aligned])
    if keepsFirstShape, let shape {
      let isFirst =
        shape.count == a.count && zip(a, shape).allSatisfy { $0.merged(with: $1) != nil }
      guard isFirst else {
        throw .mismatch("input 1 broadcasts to input 0's shape, and that does not change")
      }
    }
    return (aligned, shape)
  }

  /// How A and B are read.
  func plan(_ a: Shape, _ b: Shape) throws(OperatorError) -> (BroadcastPlan, Shape) {
    if alignment == nil, !keepsFirstShape, let plain = BroadcastPlan.plain(a, b) { return plain }
    let left = a.dims.map { Dimension.known($0) }
    let right = b.dims.map { Dimension.known($0) }
    let (aligned, dims) = try joined(left, right)
    guard let dims else { throw .broadcast(a, b) }
    let shape = Shape(dims.compactMap(\.value))
    return (BroadcastPlan([a, Shape(aligned.compactMap(\.value))], to: shape), shape)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0), try request.tensor(1))
    let (plan, _) = try plan(a.shape, b.shape)
    return .dispatches([
      ElementwiseLowering(plan: plan, names: ["a", "b"], device: request.device).dispatch(
        "\(Self.schema.name).comp",
        bindings: [
          .read("a", .input(0), a.dtype), .read("b", .input(1), b.dtype),
          .write("y", .output(0), try request.output(0).dtype),
        ], parameters: shaderParameters, tripBound: 64)
    ])
  }
}

/// A binary operator over floats and integers with a number result.
protocol NumericBinary: Binary {
  func apply<F: WideFloat>(_ a: F, _ b: F) -> F
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I
  /// What does the same as `apply` over floats.
  var kernel: FloatPairing? { get }
}

extension NumericBinary {
  var kernel: FloatPairing? { nil }
  static var tolerance: Tolerance { .ulps(0) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let (plan, shape) = try plan(a.shape, b.shape)
    let c: WideBuffer
    switch (a.widened(inputs.precision), b.widened(inputs.precision)) {
    case (.float(let x), .float(let y)):
      c = .float(plan.zip(x, y, FloatApplication(operation: self)))
    case (.double(let x), .double(let y)):
      c = .double(plan.zip(x, y, FloatApplication(operation: self)))
    case (.int(let x), .int(let y)): c = .int(plan.zip(x, y, IntegerApplication(operation: self)))
    case (.uint(let x), .uint(let y)):
      c = .uint(plan.zip(x, y, IntegerApplication(operation: self)))
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: a.dtype.name)
    }
    return [try .narrowing(c, to: outputType(a.dtype), shape)]
  }
}

private struct FloatApplication<O: NumericBinary, F: WideFloat>: PairFunction {
  let operation: O
  var kernel: FloatPairing? { operation.kernel }
  @inline(__always) func callAsFunction(_ a: F, _ b: F) -> F { operation.apply(a, b) }
}

private struct IntegerApplication<O: NumericBinary, I: WideInteger>: PairFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ a: I, _ b: I) -> I { operation.apply(integer: a, b) }
}
