import Graphs
import Tensors

/// `Y[i] = f(X[i])`: the output has the input's type and shape.
///
/// The shader has `T_y f(T_x x)` and `#include "Families/Unary.glsl"`.
protocol Unary: Operator {
  /// By default `<Operator>.comp`.
  static var shader: String { get }
  /// The numbers that the shader reads, beside `p.count`.
  var shaderParameters: [Parameter] { get }
  /// The function of floats in place; `nil` where there is none.
  var runs: RunMap? { get }
}

extension Unary {
  static var traits: OperatorTraits { .elementwise }
  static var samples: [Sample] { Samples.unary }
  static var shader: String { "\(schema.name).comp" }
  var shaderParameters: [Parameter] { [] }
  var runs: RunMap? { nil }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let plan = BroadcastPlan([shape], to: shape)
    return .dispatches([
      ElementwiseLowering(plan: plan, names: ["x"], device: request.device).dispatch(
        Self.shader,
        bindings: [
          .read("x", .input(0), dtype), .write("y", .output(0), try request.output(0).dtype),
        ], parameters: shaderParameters)
    ])
  }
}

/// A unary operator over floats.
protocol FloatUnary: Unary {
  func apply<F: WideFloat>(_ x: F) -> F
  /// What does the same over floats.
  var kernel: FloatMap? { get }
}

extension FloatUnary {
  var kernel: FloatMap? { nil }
  var runs: RunMap? {
    RunMap(
      FloatFunction<Self, Float>(operation: self), FloatFunction<Self, Double>(operation: self))
  }
  static var tolerance: Tolerance { .ulps(4) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let x): y = .float(mapped(x, FloatFunction(operation: self)))
    case .double(let x): y = .double(mapped(x, FloatFunction(operation: self)))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }
}

/// A unary operator over floats and integers.
protocol NumericUnary: Unary {
  func apply<F: WideFloat>(_ x: F) -> F
  func apply<I: WideInteger>(integer x: I) -> I
  /// What does the same as `apply` over floats.
  var kernel: FloatMap? { get }
}

extension NumericUnary {
  var kernel: FloatMap? { nil }
  var runs: RunMap? {
    RunMap(
      NumericFunction<Self, Float>(operation: self), NumericFunction<Self, Double>(operation: self))
  }
  static var tolerance: Tolerance { .exact }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let x): y = .float(mapped(x, NumericFunction(operation: self)))
    case .double(let x): y = .double(mapped(x, NumericFunction(operation: self)))
    case .int(let x): y = .int(mapped(x, IntegerFunction(operation: self)))
    case .uint(let x): y = .uint(mapped(x, IntegerFunction(operation: self)))
    case nil: throw .wrongType(input: 0, found: x.dtype.name, expected: "a number type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }
}

private struct FloatFunction<O: FloatUnary, F: WideFloat>: ElementFunction {
  let operation: O
  var kernel: FloatMap? { operation.kernel }
  @inline(__always) func callAsFunction(_ x: F) -> F { operation.apply(x) }
}

private struct NumericFunction<O: NumericUnary, F: WideFloat>: ElementFunction {
  let operation: O
  var kernel: FloatMap? { operation.kernel }
  @inline(__always) func callAsFunction(_ x: F) -> F { operation.apply(x) }
}

private struct IntegerFunction<O: NumericUnary, I: WideInteger>: ElementFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ x: I) -> I { operation.apply(integer: x) }
}
