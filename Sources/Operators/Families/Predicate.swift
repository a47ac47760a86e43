import Graphs
import Tensors

/// `Y[i]`: whether `X[i]`, a float, has a property.
///
/// The shader is `<Operator>.comp`: `bool f(T_x x)` and `#include "Families/Unary.glsl"`.
protocol Predicate: Unary {
  func test<F: WideFloat>(_ x: F) -> Bool
}

extension Predicate {
  static var tolerance: Tolerance { .exact }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(.bool, try inputs.tensor(0).dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    switch x.widened(.native) {
    case .float(let values): return [try .tensor(values.mapped { test($0) }, x.shape)]
    case .double(let values): return [try .tensor(values.mapped { test($0) }, x.shape)]
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
  }
}

extension Predicate {
  /// Each element follows from its own.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: nil, keepsPlaces: true)
  }
}
