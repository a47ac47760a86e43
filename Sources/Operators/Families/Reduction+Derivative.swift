import Graphs
import Tensors

/// A reduction whose gradient is dY, repeated along the folded axes, times a slope.
protocol DifferentiableReduction: Differentiable, Reduction {
  /// What each element of X adds to its fold.
  ///
  /// - Parameter y: the folds, the folded axes kept.
  func slope(_ x: Term, _ y: Term, _ axes: [Int]) throws(OperatorError) -> Term
}

extension DifferentiableReduction {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let shape = try x.shape
    var given: [Int]?
    if site.has(1) {
      guard let known = try site.input(1).known?.tensor?.integers else {
        throw .unsupported("the derivative of a reduction whose axes only a run tells")
      }
      given = known
    }
    let axes = try settings.resolve(given, rank: shape.rank)
    if axes.isEmpty, shape.rank > 0 { return [try site.dy] }
    var kept = shape.dims
    for axis in axes { kept[axis] = 1 }
    let (y, dy) = (
      try site.y.reshaped(to: Shape(kept)), try site.dy.reshaped(to: Shape(kept))
    )
    return [try (dy * slope(x, y, axes)).expanded(to: shape)]
  }
}
