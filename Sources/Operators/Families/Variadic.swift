import Graphs
import Tensors

/// `Y[i] = finish(f(… f(f(X₀[i], X₁[i]), X₂[i]) …))` over any number of inputs, after broadcasting.
///
/// The shader is `<Operator>.comp`: `C f(C a, C b)`, `C finish(C a, uint count)` and
/// `#include "Families/Variadic.glsl"`, over the compute type C.
protocol Variadic: Operator {
  func join<F: WideFloat>(_ a: F, _ b: F) -> F
  func join<I: WideInteger>(integer a: I, _ b: I) -> I
  func finish<F: WideFloat>(_ sum: F, _ count: Int) -> F
  /// What does the same as `join` over floats.
  var kernel: FloatPairing? { get }
  /// Whether inputs may have several shapes, as from opset 8 on.
  var broadcasts: Bool { get }
}

extension Variadic {
  static var traits: OperatorTraits { .broadcasting }
  static var samples: [Sample] { Samples.variadic }
  static var tolerance: Tolerance { .summed }
  func finish<F: WideFloat>(_ sum: F, _ count: Int) -> F { sum }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var dims: [[Dimension]?] = []
    for index in inputs.types.indices { dims.append(try inputs.tensor(index).dims) }
    if !broadcasts, let first = dims.first ?? nil {
      for other in dims.compactMap({ $0 }) {
        let fits =
          first.count == other.count
          && zip(first, other).allSatisfy { $0.merged(with: $1) != nil }
        guard fits else { throw .mismatch("before opset 8, all inputs have one shape") }
      }
    }
    return [.tensor(TensorType(try inputs.tensor(0).dtype, try broadcast(dims)))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let dtype = try inputs.tensor(0).dtype
    let y: WideBuffer
    let shape: Shape
    switch try inputs.wide(0) {
    case .float:
      let operands = try Operands(inputs) { if case .float(let x) = $0 { x } else { nil } }
      (y, shape) = (.float(joined(operands)), operands.shape)
    case .double:
      let operands = try Operands(inputs) { if case .double(let x) = $0 { x } else { nil } }
      (y, shape) = (.double(joined(operands)), operands.shape)
    case .int:
      let operands = try Operands(inputs) { if case .int(let x) = $0 { x } else { nil } }
      (y, shape) = (.int(operands.joined(IntegerJoin(operation: self))), operands.shape)
    case .uint:
      let operands = try Operands(inputs) { if case .uint(let x) = $0 { x } else { nil } }
      (y, shape) = (.uint(operands.joined(IntegerJoin(operation: self))), operands.shape)
    }
    return [try .narrowing(y, to: dtype, shape)]
  }

  private func joined<F: WideFloat>(_ operands: Operands<F>) -> Buffer<F> {
    operands.joined(
      FloatJoin(operation: self), FloatFinish(operation: self, count: operands.values.count))
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.output(0)
    var shapes: [Shape] = []
    for index in request.inputs.indices { shapes.append(try request.tensor(index).shape) }
    let plan = BroadcastPlan(shapes, to: shape)
    let names = shapes.indices.map { "x\($0)" }
    // A device guarantees few buffers a dispatch, so a long sum runs in pieces.
    let pieces = stride(from: 0, to: names.count, by: 6).map { $0..<min($0 + 6, names.count) }
    let scratch: [TensorType] =
      pieces.count > 1 ? [TensorType(dtype.accumulator, shape)] : []
    let dispatches = pieces.enumerated().map { number, piece in
      let isLast = number == pieces.count - 1
      let terms = piece.map { "C(LANE(\(names[$0])))" }
      let first = number == 0 ? terms[0] : "C(load_sum(i))"
      let value = (number == 0 ? terms.dropFirst() : terms[...]).reduce(first) { "f(\($0), \($1))" }
      var part = plan
      part.strides = Array(plan.strides[piece])
      return ElementwiseLowering(plan: part, names: Array(names[piece]), device: request.device)
        .dispatch(
          "\(Self.schema.name).comp",
          defines: [
            "OPERANDS": piece.map { "OPERAND(\(names[$0]))" }.joined(separator: " "),
            "VALUE": value, "IS_LAST": isLast ? "1" : "0",
          ],
          bindings: piece.map { .read(names[$0], .input($0), dtype) }
            + (number > 0 || !isLast
              ? [.readWrite("sum", .scratch(0), dtype.accumulator)] : [])
            + (isLast ? [.write("y", .output(0), dtype)] : []),
          parameters: [.uint("inputCount", names.count)])
    }
    return .dispatches(dispatches, scratch: scratch)
  }
}

private struct FloatJoin<O: Variadic, F: WideFloat>: PairFunction {
  let operation: O
  var kernel: FloatPairing? { operation.kernel }
  @inline(__always) func callAsFunction(_ a: F, _ b: F) -> F { operation.join(a, b) }
}

private struct IntegerJoin<O: Variadic, I: WideInteger>: PairFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ a: I, _ b: I) -> I { operation.join(integer: a, b) }
}

private struct FloatFinish<O: Variadic, F: WideFloat>: ElementFunction {
  let operation: O
  let count: Int
  @inline(__always) func callAsFunction(_ x: F) -> F { operation.finish(x, count) }
}

extension DType {
  /// The type in which a kernel keeps partial results of this one.
  var accumulator: DType { isFloat && bitWidth < 32 ? .float : self }
}
