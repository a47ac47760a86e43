import Graphs
import Tensors

/// `g = norm · X + G`, `V ← α V + (1 - α) g`, `H ← β H + (1 - β) g²`,
/// `X ← (1 - post) · (X - r · V / (√H + ε))`, where `r = R √(1 - βᵀ) / (1 - αᵀ)` after the first step.
///
/// - Source: ONNX training Adam, opset 1.
struct Adam: TrainingStep {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let normCoefficient = AttributeKey<Float>("norm_coefficient")
  static let normCoefficientPost = AttributeKey<Float>("norm_coefficient_post")
  static let schema = OperatorSchema.trainingStep(
    "Adam",
    attributes: [
      alpha.or(0.9), beta.or(0.999), epsilon.or(1e-06), normCoefficient.or(0),
      normCoefficientPost.or(0),
    ])
  static let stateCount = 2

  let alpha: Float
  let beta: Float
  let epsilon: Float
  let norm: Float
  let normAfter: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
    epsilon = try node[Self.epsilon]
    norm = try node[Self.normCoefficient]
    normAfter = try node[Self.normCoefficientPost]
  }

  func updated<F: WideFloat>(
    _ e: TrainingElement<F>, rate: F, count: Int
  ) -> TrainingElement<F> {
    var e = e
    let (alpha, beta) = (F(alpha), F(beta))
    let gradient = F(norm) * e.x + e.gradient
    e.first = alpha * e.first + (1 - alpha) * gradient
    e.second = beta * e.second + (1 - beta) * (gradient * gradient)
    var rate = rate
    if count > 0 {
      rate = rate * (1 - F.pow(beta, F(count))).squareRoot() / (1 - F.pow(alpha, F(count)))
    }
    let moved = e.x - rate * (e.first / (e.second.squareRoot() + F(epsilon)))
    e.x = (1 - F(normAfter)) * moved
    return e
  }

  var shaderParameters: [Parameter] {
    [
      .float("alpha", alpha), .float("beta", beta), .float("epsilon", epsilon),
      .float("norm", norm), .float("norm_after", normAfter),
    ]
  }
}

extension Adam {
  static let samples: [Sample] =
    stepSamples()
    + stepSamples(
      [
        "alpha": 0.8, "beta": 0.95, "epsilon": 1e-3, "norm_coefficient": 0.01,
        "norm_coefficient_post": 0.02,
      ])

  func updated(_ element: TrainingBall, rate: Ball, count: Int) -> TrainingBall {
    var e = element
    let (alpha, beta, one) = (e.number(alpha), e.number(beta), e.number(1))
    let gradient = e.number(norm) * e.x + e.gradient
    e.first = alpha * e.first + (one - alpha) * gradient
    e.second = beta * e.second + (one - beta) * (gradient * gradient)
    var rate = rate
    if count > 0 {
      func power(_ base: Ball) -> Ball { base.map(ulps: 4) { Double.pow($0, Double(count)) } }
      rate = rate * (one - power(beta)).squareRoot / (one - power(alpha))
    }
    let moved = e.x - rate * (e.first / (e.second.squareRoot + e.number(epsilon)))
    e.x = (one - e.number(normAfter)) * moved
    return e
  }
}
