import Graphs
import Tensors

/// `C[i] = f(A[i], B[i])` over booleans, after broadcasting.
///
/// The shader is `<Operator>.comp`: `bool f(bool a, bool b)` and `#include "Families/Binary.glsl"`.
protocol BooleanBinary: Binary {
  func apply(_ a: Bool, _ b: Bool) -> Bool
}

extension BooleanBinary {
  static var tolerance: Tolerance { .exact }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let (plan, shape) = try plan(a.shape, b.shape)
    guard case .bool(let x) = a.elements, case .bool(let y) = b.elements else {
      throw .wrongType(input: 0, found: a.dtype.name, expected: "bool")
    }
    return [try .tensor(plan.zip(x, y, BooleanPair(operation: self)), shape)]
  }
}

private struct BooleanPair<O: BooleanBinary>: PairFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ a: Bool, _ b: Bool) -> Bool { operation.apply(a, b) }
}
