import Graphs
import Tensors

/// Support vector machines for two classes each, and the class with the most of their votes.
///
/// With `vectors_per_class`, the machine of classes i < j decides
/// `Σ over v of i: coefficients[j - 1, v] · K + Σ over v of j: coefficients[i, v] · K + rho`, K the kernel
/// of the row and v, and votes for i above 0, else for j. Without, there is a linear score a class.
///
/// - Shapes: X `[N, C]`, or `[C]` as one row; Y `[N]`; Z `[N, E]` for E classes, but without `prob_a` the
///   machines' decisions, `[N, E · (E - 1) / 2]`, of two classes the one decision d as `[-d, d]`.
/// - Types: doubles compute in double, others in float32; probabilities in double; Z is float32.
/// - Edge cases: of classes with as many votes the first counts. Labels follow votes, not
///   probabilities, as scikit-learn's do.
/// - Throws: `.attribute` or `.mismatch` where vectors, coefficients and features do not fit.
/// - Source: ONNX-ML SVMClassifier, opset 1. The text gives no formula: this is libsvm's, whose
///   decisions, signs of rho and pairs converters write; Z without probabilities is as in onnxruntime
///   and onnx's evaluator. Probabilities are ``PairwiseCoupling``'s; onnx's evaluator is off libsvm's by
///   up to 0.1.
struct SVMClassifier: Operator {
  static let classlabelsInts = AttributeKey<[Int]>("classlabels_ints")
  static let coefficients = AttributeKey<[Float]>("coefficients")
  static let probA = AttributeKey<[Float]>("prob_a")
  static let probB = AttributeKey<[Float]>("prob_b")
  static let rho = AttributeKey<[Float]>("rho")
  static let vectorsPerClass = AttributeKey<[Int]>("vectors_per_class")
  static let schema = OperatorSchema(
    "SVMClassifier", domain: "ai.onnx.ml", inputs: [.one("X", "T1")],
    outputs: [.one("Y", "T2"), .one("Z", "tensor(float)")],
    history: [
      .since(
        1, ClassLabels.types,
        attributes: [
          classlabelsInts.optional, ClassLabels.strings.optional, coefficients.optional,
          SupportVectors.kernelParams.optional, SupportVectors.kernelType.or("LINEAR"),
          PostTransform.key.or("NONE"), probA.optional, probB.optional, rho.optional,
          SupportVectors.vectors.optional, vectorsPerClass.optional,
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private enum Model: Sendable { case machines(VotingMachines), linear(LinearScores) }
  private let labels: ClassLabels
  private let model: Model

  init(_ node: NodeReader) throws(OperatorError) {
    labels = try ClassLabels(node, integers: Self.classlabelsInts)
    let transform = try PostTransform(named: try node[PostTransform.key])
    let coefficients = node[ifPresent: Self.coefficients] ?? []
    let rho = node[ifPresent: Self.rho] ?? []
    let counts = node[ifPresent: Self.vectorsPerClass] ?? []
    guard counts.contains(where: { $0 != 0 }) else {
      guard rho.count < 2 || rho.count == labels.count else {
        throw .attribute("rho", found: "of \(rho.count) numbers", expected: "\(labels.count)")
      }
      let offsets = rho.count == 1 ? labels.all.map { _ in rho[0] } : rho
      model = .linear(
        try LinearScores(
          coefficients, models: labels.count, offsets: offsets,
          ScoreFinish(classes: labels.count, transform: transform)))
      return
    }
    model = .machines(
      try VotingMachines(
        node, counts, classes: labels.count, coefficients, offsets: rho,
        probabilities: (node[ifPresent: Self.probA] ?? [], node[ifPresent: Self.probB] ?? []),
        transform))
  }

  private func check(_ features: Int?) throws(OperatorError) {
    switch model {
    case .machines(let machines): try machines.vectors.check(features: features)
    case .linear(let scores): try scores.check(features: features)
    }
  }

  private var columns: Int {
    switch model {
    case .machines(let machines): machines.finish.classes
    case .linear: labels.count
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    try check(rows?.features.value)
    return try labels.outputs(rows: rows?.count ?? .unknown, columns: columns)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let rows = request.rowCount(0)
    let own =
      switch model {
      case .machines(let machines): machines.scratch(rows: rows)
      case .linear(let scores): scores.scratch(rows: rows)
      }
    return request.wideCopies + request.floats(0) + own
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let y: (scores: WideBuffer, best: Buffer<Int32>)
    switch model {
    case .linear(let scores): y = try scores.evaluate(inputs)
    case .machines(let machines):
      let rows = try inputs.tensor(0).shape.rowCount
      switch try inputs.features(0) {
      case .float(let x):
        let (scores, best) = machines.scores(x, rows: rows)
        y = (.float(scores), best)
      case .double(let x):
        let (scores, best) = machines.scores(x, rows: rows)
        y = (.double(scores), best)
      case .int, .uint:
        throw .wrongType(input: 0, found: "of integers", expected: "a float type")
      }
    }
    return [
      labels.values(y.best), try .narrowing(y.scores, to: .float, [y.best.count, columns]),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard let own = try labels.onDevice(request) else { return .host(.byNature("strings")) }
    let wanted: (index: Int, values: [Int64])? = own.isEmpty ? nil : (0, own)
    switch model {
    case .linear(let scores): return try scores.lower(request, into: 1, labels: wanted)
    case .machines(let machines):
      try check(try request.tensor(0).shape.dims.last ?? 1)
      return try machines.lower(request, labels: wanted)
    }
  }
}

extension SVMClassifier {
  private static let two: [String: SampleAttribute] = [
    "coefficients": [0.5, -0.75, 0.25], "support_vectors": [1, 0, 0.5, 1, -1, 0.25],
    "vectors_per_class": [2, 1], "rho": [0.1], "classlabels_ints": [4, 7],
    "kernel_params": [0.5, 0.25, 3],
  ]
  private static let three: [String: SampleAttribute] = [
    "coefficients": [0.5, -0.75, 0.25, 1, -1, 0.3, 0.6, -0.2, 0.9, -0.4],
    "support_vectors": [1, 0, 0.5, 1, -1, 0.25, 0, -1, 0.75, 0.5], "vectors_per_class": [2, 1, 2],
    "rho": [0.1, -0.2, 0.3], "classlabels_ints": [4, 7, 9], "kernel_params": [0.5, 0.25, 3],
  ]
  private static let odds: [String: SampleAttribute] = [
    "prob_a": [-1.5, -2, -1], "prob_b": [0.1, 0.2, -0.3],
  ]

  static let samples: [Sample] =
    ["LINEAR", "POLY", "RBF", "SIGMOID"].flatMap { kernel in
      [two, three].map { integers([.normal(4, 2)], $0, ["kernel_type": .string(kernel)]) }
    } + [
      integers([.normal(4, 2)], three, odds.merging(["kernel_type": "RBF"]) { $1 }),
      integers(
        [.normal(4, 2)], two, ["kernel_type": "RBF", "prob_a": [-1.5], "prob_b": [0.1]]),
      integers([.normal(4, 2)], three, ["post_transform": "LOGISTIC"]),
      integers([.normal(4, 2)], three, odds.merging(["post_transform": "SOFTMAX"]) { $1 }),
      integers([.normal(2)], two, ["kernel_type": "RBF"]),
      integers([.normal(0, 2)], three, ["kernel_type": "RBF"]),
      integers(
        [.normal(4, 2)],
        ["coefficients": [1, 0.5, -1, 0.25], "rho": [0.1], "classlabels_ints": [4, 7]], [:]),
      strings([.normal(4, 2)], three),
      .refused(
        .value, "a support vector has X's features", [.normal(4, 3)], two
      ).types("T2", [.int64]),
      .refused(
        .attribute, "kernel_type is one of four", [.normal(4, 2)],
        two.merging(["kernel_type": "COSINE"]) { $1 }
      ).types("T2", [.int64]),
      .refused(
        .value, "vectors_per_class are the classes", [.normal(4, 2)],
        two.merging(["vectors_per_class": [3]]) { $1 }
      ).types("T2", [.int64]),
    ]

  private static func integers(
    _ inputs: [Draw], _ model: [String: SampleAttribute], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, model.merging(attributes) { $1 }).types("T2", [.int64])
  }

  private static func strings(_ inputs: [Draw], _ model: [String: SampleAttribute]) -> Sample {
    var attributes = model
    attributes["classlabels_ints"] = nil
    attributes["classlabels_strings"] = ["a", "b", "É"]
    return Sample(inputs, attributes).types("T2", [.string])
  }
}
