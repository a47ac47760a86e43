import Graphs
import Tensors

extension EstimateRequest {
  /// Rotations of pairs: `a cos - b sin`, each product and the sum rounded, for 16 bits to that type.
  func turned(
    _ operation: any Operator, cosine: Int, sine: Int
  ) throws(OperatorError) -> [Estimate?] {
    let center = try pointwise(operation, ulps: 0)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      let errors = y.errors
    else { return center }
    let largest = try reals(0).values.reduce(0) { max($0, $1.magnitude) }
    let turn = max(
      try reals(cosine).values.reduce(0) { max($0, $1.magnitude) },
      try reals(sine).values.reduce(0) { max($0, $1.magnitude) })
    let unit = max(dtype.roundoff, (dtype.floatFormat?.epsilon ?? 0) / 2)
    return [
      Estimate(
        exact, dtype: dtype, errors: Buffer(errors.map { $0 + 3 * unit * 2 * largest * turn }))
    ]
  }
}
