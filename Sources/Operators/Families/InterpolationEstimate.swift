import Graphs
import Tensors

extension EstimateRequest {
  /// Elements between others: weights that add up to one, or with cubic curves to less than twice that
  /// in size an axis, at positions that are rounded too.
  ///
  /// `|error| <= max|X| · u · (taps + 8 + 12 · axes · extent)`: a position is off by at most four
  /// roundings of the extent, a weight by as much, and a weight's change moves the result by at most
  /// three times the largest element.
  func interpolated(
    _ operation: any Operator, taps: Int, axes: Int, extent: Int, isStepped: Bool = false
  ) throws(OperatorError) -> [Estimate?] {
    let center = try pointwise(operation, ulps: isStepped ? nil : 0)
    guard !isStepped, let y = center.first ?? nil, let exact = y.tensor, let errors = y.errors,
      let dtype = y.dtype, dtype.isFloat
    else { return center }
    let largest = try reals(0).values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let share = dtype.roundoff * Double(taps + 8 + 12 * axes * extent)
    return [
      Estimate(exact, dtype: dtype, errors: Buffer(errors.map { $0 + share * largest }))
    ]
  }
}

extension EstimateRequest {
  /// Each axis has the taps of its curve, or with antialiasing as many as it shrinks.
  func resampled(
    _ operation: any Operator, _ sampling: Resampling
  ) throws(OperatorError) -> [Estimate?] {
    let shape = try tensor(0).shape
    let extent = shape.dims.max() ?? 1
    let width = sampling.antialiases ? extent : sampling.mode == .cubic ? 4 : 2
    let types = try types(operation)
    let target = types.first?.tensor?.shape ?? shape
    let axes = zip(shape.dims, target.dims).count { $0 != $1 }
    let taps = Array(repeating: width, count: max(axes, 1)).reduce(1, *)
    return try interpolated(
      operation, taps: taps, axes: max(axes, 1), extent: max(extent, target.dims.max() ?? 1),
      isStepped: sampling.mode == .nearest)
  }
}
