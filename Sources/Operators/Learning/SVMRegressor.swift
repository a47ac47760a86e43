import Graphs
import Tensors

/// `Y[n] = f(Σ over v of coefficients[v] · K(X[n], support vector v) + rho)`; with `one_class` 1 where
/// the sum is above 0 and -1 elsewhere. Without support vectors the coefficients are a linear model's.
///
/// - Shapes: X `[N, C]`, or `[C]` as one row; Y `[N, 1]`.
/// - Types: doubles compute in double, others in float32; Y is float32.
/// - Throws: `.attribute` or `.mismatch` where vectors, coefficients and features do not fit.
/// - Source: ONNX-ML SVMRegressor, opset 1; rho is libsvm's -rho, as converters write it.
struct SVMRegressor: Operator {
  static let coefficients = AttributeKey<[Float]>("coefficients")
  static let nSupports = AttributeKey<Int>("n_supports")
  static let oneClass = AttributeKey<Int>("one_class")
  static let rho = AttributeKey<[Float]>("rho")
  static let schema = OperatorSchema(
    "SVMRegressor", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64]],
        attributes: [
          coefficients.optional, SupportVectors.kernelParams.optional,
          SupportVectors.kernelType.or("LINEAR"), nSupports.or(0), oneClass.or(0),
          PostTransform.key.or("NONE"), rho.optional, SupportVectors.vectors.optional,
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private enum Model: Sendable { case vectors(SupportVectors), linear(LinearScores) }
  private let model: Model
  private let finish: ScoreFinish

  init(_ node: NodeReader) throws(OperatorError) {
    let coefficients = node[ifPresent: Self.coefficients] ?? []
    let rho = node[ifPresent: Self.rho] ?? []
    guard rho.count < 2 else {
      throw .attribute("rho", found: "of \(rho.count) numbers", expected: "one")
    }
    finish = ScoreFinish(
      classes: 1, signs: try node[Self.oneClass] != 0,
      transform: try PostTransform(named: try node[PostTransform.key]))
    let count = try node[Self.nSupports]
    guard count > 0 else {
      model = .linear(try LinearScores(coefficients, models: 1, offsets: rho, finish))
      return
    }
    guard coefficients.count == count else {
      throw .attribute(
        "coefficients", found: "of \(coefficients.count) numbers", expected: "\(count)")
    }
    var vectors = try SupportVectors(node, count: count, weights: coefficients)
    vectors.machines = [
      SupportVectors.Machine(first: 0..<count, weights: 0, offset: rho.first ?? 0)
    ]
    model = .vectors(vectors)
  }

  private func check(_ features: Int?) throws(OperatorError) {
    switch model {
    case .vectors(let vectors): try vectors.check(features: features)
    case .linear(let scores): try scores.check(features: features)
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    try check(rows?.features.value)
    return [try TensorType(.float, [rows?.count ?? .unknown, 1]).checked()]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let rows = request.rowCount(0)
    let own =
      switch model {
      case .vectors(let vectors): vectors.scratch(rows: rows) + finish.scratch(rows: rows)
      case .linear(let scores): scores.scratch(rows: rows)
      }
    return request.wideCopies + request.floats(0) + own
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let shape = try inputs.tensor(0).shape
    _ = try infer(inputs.inference)
    let y: WideBuffer
    switch model {
    case .linear(let scores): y = try scores.evaluate(inputs).scores
    case .vectors(let vectors):
      switch try inputs.features(0) {
      case .float(let x):
        y = .float(finish.finished(vectors.decisions(x, rows: shape.rowCount)).scores)
      case .double(let x):
        y = .double(finish.finished(vectors.decisions(x, rows: shape.rowCount)).scores)
      case .int, .uint:
        throw .wrongType(input: 0, found: "of integers", expected: "a float type")
      }
    }
    return [try .narrowing(y, to: .float, [shape.rowCount, 1])]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard case .vectors(let vectors) = model else {
      if case .linear(let scores) = model { return try scores.lower(request, into: 0) }
      return .host(.noKernel)
    }
    let x = try request.tensor(0)
    try check(x.shape.dims.last ?? 1)
    let type = ScoreType(x.dtype)
    if let reason = type.lacks(request.device) { return .host(reason) }
    let rows = x.shape.rowCount
    guard
      let work = vectors.dispatches(x, type, kernels: 1, into: 0, pitch: 1, request.device)
    else { return .host(.device("sums of so many terms")) }
    return .dispatches(
      work + [finish.dispatch(rows: rows, type, into: (0, .float))],
      scratch: [
        TensorType(type.dtype, [.known(max(1, rows))]),
        TensorType(type.dtype, [.known(max(1, rows * vectors.count))]),
      ])
  }
}

extension SVMRegressor {
  private static let model: [String: SampleAttribute] = [
    "coefficients": [0.5, -0.75, 0.25], "support_vectors": [1, 0, 0.5, 1, -1, 0.25],
    "n_supports": 3,
    "rho": [0.1], "kernel_params": [0.5, 0.25, 3],
  ]

  static let samples: [Sample] =
    ["LINEAR", "POLY", "RBF", "SIGMOID"].map { kernel in
      with([.normal(4, 2)], ["kernel_type": .string(kernel)])
    } + [
      with([.normal(4, 2)], ["kernel_type": "RBF", "one_class": 1]),
      with([.normal(4, 2)], ["post_transform": "LOGISTIC"]), with([.normal(2)], [:]),
      with([.normal(0, 2)], ["kernel_type": "RBF"]), with([.normal(65, 2)], ["kernel_type": "RBF"]),
      Sample([.normal(4, 3)], ["coefficients": [0.5, -0.25, 0.75], "rho": [0.5]]),
      .refused(.value, "a support vector has X's features", [.normal(4, 3)], model),
      .refused(
        .attribute, "kernel_type is one of four", [.normal(4, 2)],
        model.merging(["kernel_type": "COSINE"]) { $1 }),
      .refused(
        .value, "there is a coefficient a support vector", [.normal(4, 2)],
        model.merging(["coefficients": [1, 2]]) { $1 }),
    ]

  private static func with(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, model.merging(attributes) { $1 })
  }
}
