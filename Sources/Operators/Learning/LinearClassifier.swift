import Graphs
import Tensors

/// A linear score a class, `Σ over c of X[n, c] · coefficients[k, c] + intercepts[k]`, and the class of
/// the greatest. One row of coefficients for two classes is the score s of the second one: the scores
/// are `[-s, s]`, or `[1 - s, s]` for PROBIT, before the transform.
///
/// - Shapes: X `[N, C]`, or `[C]` as one row; Y `[N]`, Z `[N, E]` for E classes.
/// - Types: doubles compute in double, others in float32; Z is float32.
/// - Edge cases: the label is that of the greatest score before the transform, the first of equal ones.
///   `multi_class` changes nothing, as the transform says what it would.
/// - Throws: `.attribute` or `.mismatch` where coefficients, intercepts, classes and features do not fit.
/// - Source: ONNX-ML LinearClassifier, opset 1. The text leaves one row open; with `[-s, s]` label and
///   scores agree, and the transform is applied, as in onnx's evaluator.
struct LinearClassifier: Operator {
  static let classlabelsInts = AttributeKey<[Int]>("classlabels_ints")
  static let coefficients = AttributeKey<[Float]>("coefficients")
  static let multiClass = AttributeKey<Int>("multi_class")
  static let schema = OperatorSchema(
    "LinearClassifier", domain: "ai.onnx.ml", inputs: [.one("X", "T1")],
    outputs: [.one("Y", "T2"), .one("Z", "tensor(float)")],
    history: [
      .since(
        1, ClassLabels.types,
        attributes: [
          classlabelsInts.optional, ClassLabels.strings.optional, coefficients.required,
          LinearScores.intercepts.optional, multiClass.or(0), PostTransform.key.or("NONE"),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private let labels: ClassLabels
  /// Those of a row a class, and those of one row for two classes; the features tell which are meant.
  private let scores: LinearScores?
  private let single: LinearScores?

  init(_ node: NodeReader) throws(OperatorError) {
    labels = try ClassLabels(node, integers: Self.classlabelsInts)
    let coefficients = try node[Self.coefficients]
    let intercepts = node[ifPresent: LinearScores.intercepts] ?? []
    let transform = try PostTransform(named: try node[PostTransform.key])
    let isSingle = labels.count == 2 && intercepts.count == 1
    let mayBeSingle = labels.count == 2 && intercepts.count < 2
    single =
      !mayBeSingle
      ? nil
      : try LinearScores(
        node, coefficients, models: 1,
        ScoreFinish(
          classes: 2, complement: transform == .probit ? .rest : .opposite, transform: transform))
    let isWhole = coefficients.count % labels.count == 0
    scores =
      isSingle || (mayBeSingle && !isWhole)
      ? nil
      : try LinearScores(
        node, coefficients, models: labels.count,
        ScoreFinish(classes: labels.count, transform: transform))
  }

  /// The scores of rows of so many features.
  private func scores(_ features: Int?) throws(OperatorError) -> LinearScores? {
    guard let features else { return nil }
    let chosen = single.flatMap { $0.features == features ? $0 : nil } ?? scores ?? single
    try chosen?.check(features: features)
    return chosen
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    _ = try scores(rows?.features.value)
    return try labels.outputs(rows: rows?.count ?? .unknown, columns: labels.count)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let own = try scores(request.inputs.rows(0)?.features.value)
    return request.wideCopies + request.floats(0)
      + (own?.scratch(rows: request.rowCount(0)) ?? .zero)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    guard let scores = try scores(try inputs.tensor(0).shape.dims.last ?? 1) else {
      throw .unknownValue(input: 0)
    }
    let y = try scores.evaluate(inputs)
    return [
      labels.values(y.best), try .narrowing(y.scores, to: .float, [y.best.count, labels.count]),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard let own = try labels.onDevice(request) else { return .host(.byNature("strings")) }
    guard let scores = try scores(try request.tensor(0).shape.dims.last ?? 1) else {
      throw .unknownValue(input: 0)
    }
    return try scores.lower(request, into: 1, labels: own.isEmpty ? nil : (0, own))
  }
}

extension LinearClassifier {
  static let samples: [Sample] =
    ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"].map { transform in
      integers([.normal(4, 3)], three, ["post_transform": .string(transform)])
    }
    + ["NONE", "SOFTMAX", "LOGISTIC", "PROBIT"].map { transform in
      integers(
        [.uniform(0...0.4, 4, 3)],
        [
          "coefficients": [0.5, 0.25, 0.75], "intercepts": [0.1], "classlabels_ints": [4, 7],
        ], ["post_transform": .string(transform)])
    } + [
      strings([.normal(4, 3)]), strings([.normal(3)]), strings([.normal(0, 3)]),
      integers([.normal(5, 3)], three, ["multi_class": 1]),
      integers(
        [.normal(65, 3)],
        ["coefficients": [1, 0, 2, 0, 1, -1], "classlabels_ints": [3, 1]], [:]),
      .refused(
        .attribute, "coefficients are required", [.normal(4, 3)], ["classlabels_ints": [0, 1, 2]]
      ).types("T2", [.int64]),
      .refused(
        .value, "coefficients are classes times features", [.normal(4, 2)], three
      ).types("T2", [.int64]),
      .refused(
        .attribute, "post_transform is one of five", [.normal(4, 3)],
        three.merging(["post_transform": "TANH"]) { $1 }
      ).types("T2", [.int64]),
    ]

  private static let three: [String: SampleAttribute] = [
    "coefficients": [0.5, -0.25, 0.75, 1, 0.3, -0.6, 0, -1, 0.2], "intercepts": [0.1, -0.2, 0.3],
    "classlabels_ints": [4, 7, 9],
  ]

  private static func integers(
    _ inputs: [Draw], _ model: [String: SampleAttribute], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, model.merging(attributes) { $1 }).types("T2", [.int64])
  }

  private static func strings(_ inputs: [Draw]) -> Sample {
    var attributes = three
    attributes["classlabels_ints"] = nil
    attributes["classlabels_strings"] = ["a", "b", "É"]
    return Sample(inputs, attributes).types("T2", [.string])
  }

  /// Labels are exact where the greatest score is greater than the next by more than both may be off.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard let scores = try scores(try request.tensor(0).shape.dims.last ?? 1) else {
      throw .unknownValue(input: 0)
    }
    return try scores.estimate(self, request, output: 1)
  }
}
