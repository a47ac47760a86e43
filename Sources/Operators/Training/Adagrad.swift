import Graphs
import Tensors

/// `g = norm · X + G`, `H ← H + g²`, `X ← X - R / (1 + T · decay) · g / (√H + ε)`.
///
/// - Source: ONNX training Adagrad, opset 1.
struct Adagrad: TrainingStep {
  static let decayFactor = AttributeKey<Float>("decay_factor")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let normCoefficient = AttributeKey<Float>("norm_coefficient")
  static let schema = OperatorSchema.trainingStep(
    "Adagrad", attributes: [decayFactor.or(0), epsilon.or(1e-06), normCoefficient.or(0)])
  static let stateCount = 1

  let decay: Float
  let epsilon: Float
  let norm: Float

  init(_ node: NodeReader) throws(OperatorError) {
    decay = try node[Self.decayFactor]
    epsilon = try node[Self.epsilon]
    norm = try node[Self.normCoefficient]
  }

  func updated<F: WideFloat>(
    _ e: TrainingElement<F>, rate: F, count: Int
  ) -> TrainingElement<F> {
    var e = e
    let gradient = F(norm) * e.x + e.gradient
    e.first += gradient * gradient
    let rate = rate / (1 + F(count) * F(decay))
    e.x -= rate * gradient / (e.first.squareRoot() + F(epsilon))
    return e
  }

  var shaderParameters: [Parameter] {
    [.float("decay", decay), .float("epsilon", epsilon), .float("norm", norm)]
  }
}

extension Adagrad {
  static let samples: [Sample] =
    stepSamples() + stepSamples(["norm_coefficient": 0.01, "decay_factor": 0.1, "epsilon": 1e-3])

  func updated(_ element: TrainingBall, rate: Ball, count: Int) -> TrainingBall {
    var e = element
    let gradient = e.number(norm) * e.x + e.gradient
    e.first = e.first + gradient * gradient
    let rate = rate / (e.number(1) + e.number(Float(count)) * e.number(decay))
    e.x = e.x - rate * gradient / (e.first.squareRoot + e.number(epsilon))
    return e
  }
}
