import Graphs
import Tensors

/// `C[i] = f(A[i], B[i])` over integers of one type, after broadcasting.
///
/// The shader is `<Operator>.comp`: `T_y f(T_a a, T_b b)` and `#include "Families/Binary.glsl"`.
protocol IntegerBinary: Binary {
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I
}

extension IntegerBinary {
  static var tolerance: Tolerance { .exact }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let (plan, shape) = try plan(a.shape, b.shape)
    switch (a.widened(.native), b.widened(.native)) {
    case (.int(let x), .int(let y)):
      let z = plan.zip(x, y, IntegerPair(operation: self))
      return [try .narrowing(.int(z), to: a.dtype, shape)]
    case (.uint(let x), .uint(let y)):
      let z = plan.zip(x, y, IntegerPair(operation: self))
      return [try .narrowing(.uint(z), to: a.dtype, shape)]
    default: throw .wrongType(input: 1, found: b.dtype.name, expected: "integers like input 0")
    }
  }
}

private struct IntegerPair<O: IntegerBinary, I: WideInteger>: PairFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ a: I, _ b: I) -> I { operation.apply(integer: a, b) }
}
