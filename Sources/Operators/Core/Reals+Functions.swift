import Graphs
import Tensors

extension Reals {
  /// `1 / (1 + e^-x)`.
  var logistic: Reals { map(ulps: 4) { Operators.logistic($0) } }

  /// `x / (1 + e^(-alpha · x))`.
  func swish(_ alpha: Float) throws(OperatorError) -> Reals {
    try self * (self * Double(alpha)).logistic
  }

  /// Shares of one along axes, by way of differences to the greatest.
  ///
  /// - Parameter stored: rounds what each step gives to a type of 16 bits, where runs may.
  func softmax(over axes: [Int], stored: (Reals) -> Reals = { $0 }) throws(OperatorError) -> Reals {
    let differences = try self - peak(over: axes)
    let powers = stored(stored(differences).exponential)
    return try powers / stored(powers.sum(over: axes))
  }

  /// The logarithms of those.
  func logSoftmax(
    over axes: [Int], stored: (Reals) -> Reals = { $0 }
  ) throws(OperatorError) -> Reals {
    let differences = stored(try self - peak(over: axes))
    let sum = stored(stored(differences.exponential).sum(over: axes))
    return try differences - stored(sum.logarithm)
  }

  /// The elements less their mean along axes, over their deviation.
  ///
  /// The mean's error moves the variance by its square alone, as the differences from it add up to 0.
  func standardized(
    over axes: [Int], epsilon: Double, centers: Bool = true,
    spread: Standardization.Spread = .inside
  ) throws(OperatorError) -> (standard: Reals, mean: Reals, variance: Reals, factor: Reals) {
    let mean = mean(over: axes)
    let centered = centers ? try self - mean : self
    let variance = centered.squared.mean(over: axes)
    let one = Reals(1, like: self)
    let factor =
      switch spread {
      case .inside: try one / (try variance + epsilon).squareRoot
      case .outside: try one / (try variance.squareRoot + epsilon)
      }
    return (try centered * factor, mean, variance, factor)
  }

  /// A vector along one axis of a tensor of `rank` axes.
  func along(axis: Int, rank: Int) -> Reals {
    var dims = Array(repeating: 1, count: rank)
    if axis < rank { dims[axis] = values.count }
    return reshaped(Shape(dims))
  }

  /// `standard · scale + bias`, where those are there.
  func scaled(_ scale: Reals?, _ bias: Reals?) throws(OperatorError) -> Reals {
    var y = self
    if let scale { y = try y * scale }
    if let bias { y = try y + bias }
    return y
  }

  /// The arithmetic in which a formula's steps are: that of the widest of its inputs.
  func joined(_ others: Reals?...) -> Reals {
    others.contains { $0?.dtype == .double } ? computed(in: .double) : self
  }
}

extension Reals {
  /// `x/2 · (1 + erf(x / √2))`, or with the hyperbolic tangent, step by step.
  func gelu(usesTanh: Bool) throws(OperatorError) -> Reals {
    let gate =
      usesTanh
      ? try ((squared * self * 0.044715 + self) * 0.7978845608028654).map(ulps: 4) {
        Double.tanh($0)
      }
      : try (self * 0.7071067811865476).map(ulps: 4) { Double.erf($0) }
    return try self * 0.5 * (gate + 1)
  }
}
