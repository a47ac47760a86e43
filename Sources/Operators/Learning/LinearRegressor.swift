import Graphs
import Tensors

/// `Y[n, t] = f(Σ over c of X[n, c] · coefficients[t, c] + intercepts[t])`, a product as
/// `SUMMATION.md` has it, then the intercept, then the transform.
///
/// - Shapes: X `[N, C]`, or `[C]` as one row; Y `[N, targets]`.
/// - Types: doubles compute in double, others in float32; Y is float32.
/// - Throws: `.attribute` or `.mismatch` where coefficients, intercepts and features do not fit.
/// - Source: ONNX-ML LinearRegressor, opset 1.
struct LinearRegressor: Operator {
  static let targets = AttributeKey<Int>("targets")
  static let coefficients = AttributeKey<[Float]>("coefficients")
  static let schema = OperatorSchema(
    "LinearRegressor", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64]],
        attributes: [
          coefficients.optional, LinearScores.intercepts.optional, PostTransform.key.or("NONE"),
          targets.or(1),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private let scores: LinearScores

  init(_ node: NodeReader) throws(OperatorError) {
    let targets = try node[Self.targets]
    guard (1...ScoreFinish.mostClasses).contains(targets) else {
      throw .attribute("targets", found: "\(targets)", expected: "1 to \(ScoreFinish.mostClasses)")
    }
    scores = try LinearScores(
      node, node[ifPresent: Self.coefficients] ?? [], models: targets,
      ScoreFinish(
        classes: targets, transform: try PostTransform(named: try node[PostTransform.key])))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    try scores.check(features: rows?.features.value)
    return [
      try TensorType(.float, [rows?.count ?? .unknown, .known(scores.models)]).checked()
    ]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideCopies + request.floats(0) + scores.scratch(rows: request.rowCount(0))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    return [try .narrowing(try scores.evaluate(inputs).scores, to: .float, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try scores.lower(request, into: 0)
  }
}

extension LinearRegressor {
  static let samples: [Sample] =
    ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"].map { transform in
      Sample(
        [.normal(4, 3)],
        [
          "coefficients": [0.5, -0.25, 0.75, 1, 0.3, -0.6], "intercepts": [0.1, -0.2],
          "targets": 2, "post_transform": .string(transform),
        ])
    } + [
      Sample([.normal(4, 3)], ["coefficients": [0.5, -0.25, 0.75]]),
      Sample([.normal(3)], ["coefficients": [0.5, -0.25, 0.75], "intercepts": [2]]),
      Sample([.normal(0, 3)], ["coefficients": [0.5, -0.25, 0.75]]),
      Sample(
        [.uniform(0.1...0.3, 5, 2)],
        ["coefficients": [0.75, 1], "post_transform": "PROBIT"]
      ).types("T", [.float, .double]),
      Sample(
        [.normal(33, 130)],
        ["coefficients": .list((0..<130).map { .float(Double($0 * 7 % 11) / 8 - 0.5) })]),
      .refused(
        .value, "coefficients are targets times features", [.normal(4, 2)],
        ["coefficients": [0.5, -0.25, 0.75]]),
      .refused(
        .value, "there is an intercept a target", [.normal(4, 3)],
        ["coefficients": [0.5, -0.25, 0.75], "intercepts": [1, 2]]),
    ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try scores.estimate(self, request, output: 0)
  }
}
