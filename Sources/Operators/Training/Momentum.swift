import Graphs
import Tensors

/// `g = norm · X + G`, `V ← α V + β g` (with β = 1 at the first step), `X ← X - R · V`, or Nesterov's
/// `X ← X - R (g + α V)`.
///
/// - Source: ONNX training Momentum, opset 1.
struct Momentum: TrainingStep {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let mode = AttributeKey<String>("mode")
  static let normCoefficient = AttributeKey<Float>("norm_coefficient")
  static let schema = OperatorSchema.trainingStep(
    "Momentum",
    attributes: [alpha.required, beta.required, mode.required, normCoefficient.required])
  static let stateCount = 1

  let alpha: Float
  let beta: Float
  let norm: Float
  let looksAhead: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
    norm = try node[Self.normCoefficient]
    let mode = try node[Self.mode]
    guard ["standard", "nesterov"].contains(mode) else {
      throw .attribute("mode", found: "'\(mode)'", expected: "'standard' or 'nesterov'")
    }
    looksAhead = mode == "nesterov"
  }

  func updated<F: WideFloat>(
    _ e: TrainingElement<F>, rate: F, count: Int
  ) -> TrainingElement<F> {
    var e = e
    let gradient = F(norm) * e.x + e.gradient
    e.first = F(alpha) * e.first + (count > 0 ? F(beta) : 1) * gradient
    e.x -= rate * (looksAhead ? gradient + F(alpha) * e.first : e.first)
    return e
  }

  var shaderParameters: [Parameter] {
    [
      .float("alpha", alpha), .float("beta", beta), .float("norm", norm),
      .uint("looks_ahead", looksAhead ? 1 : 0),
    ]
  }
}

extension Momentum {
  private static func attributes(_ mode: String) -> [String: SampleAttribute] {
    ["alpha": 0.9, "beta": 0.8, "mode": .string(mode), "norm_coefficient": 0.01]
  }

  static let samples: [Sample] =
    stepSamples(attributes("standard")) + stepSamples(attributes("nesterov"))
    + ["alpha", "beta", "mode", "norm_coefficient"].map { name in
      .refused(
        .attribute, "\(name) is required",
        [.scalar(0.1), .scalar(0), .normal(3), .normal(3), .normal(3)],
        attributes("standard").filter { $0.key != name }
      ).outputs(count: 2)
    } + [
      .refused(
        .attribute, "mode is one of two",
        [.scalar(0.1), .scalar(0), .normal(3), .normal(3), .normal(3)], attributes("heavy")
      ).outputs(count: 2)
    ]

  func updated(_ element: TrainingBall, rate: Ball, count: Int) -> TrainingBall {
    var e = element
    let gradient = e.number(norm) * e.x + e.gradient
    e.first = e.number(alpha) * e.first + (count > 0 ? e.number(beta) : e.number(1)) * gradient
    e.x = e.x - rate * (looksAhead ? gradient + e.number(alpha) * e.first : e.first)
    return e
  }
}
