import Graphs
import Tensors

/// A product of each row with the weights of some models.
struct LinearScores: Sendable {
  static let intercepts = AttributeKey<[Float]>("intercepts")

  let models: Int
  let features: Int
  private let weights: [Float]
  private let finish: ScoreFinish

  /// - Throws: `.attribute` where there is not as much of everything for each model.
  init(
    _ node: NodeReader, _ weights: [Float], models: Int, _ finish: ScoreFinish
  ) throws(OperatorError) {
    let offsets = node[ifPresent: Self.intercepts] ?? []
    guard offsets.isEmpty || offsets.count == models else {
      throw .attribute("intercepts", found: "of \(offsets.count) numbers", expected: "\(models)")
    }
    try self.init(weights, models: models, offsets: offsets, finish)
  }

  /// - Throws: `.attribute` where weights do not divide among models.
  init(
    _ weights: [Float], models: Int, offsets: [Float], _ finish: ScoreFinish
  ) throws(OperatorError) {
    guard weights.count % max(models, 1) == 0 else {
      throw .attribute(
        "coefficients", found: "of \(weights.count) numbers", expected: "\(models) rows")
    }
    (self.models, self.weights) = (models, weights)
    features = weights.count / max(models, 1)
    var finish = finish
    finish.offsets = offsets.map { Double($0) }
    self.finish = finish
  }

  /// - Throws: `.mismatch` where rows have another length than those of weights.
  func check(features found: Int?) throws(OperatorError) {
    guard let found, found != features else { return }
    throw .mismatch("X has \(found) features, but a row of coefficients has \(features)")
  }

  func scratch(rows: Int?) -> ByteCount {
    finish.scratch(rows: rows) + .of(2 * weights.count, Double.self)
      + (.of(rows, Double.self) * models) * 2
  }

  func evaluate(
    _ inputs: Evaluation
  ) throws(OperatorError) -> (scores: WideBuffer, best: Buffer<Int32>) {
    let rows = try inputs.tensor(0).shape.rowCount
    switch try inputs.features(0) {
    case .float(let x):
      let y = try finished(x, Buffer(weights), rows: rows)
      return (.float(y.scores), y.best)
    case .double(let x):
      let y = try finished(x, Buffer(weights.map { Double($0) }), rows: rows)
      return (.double(y.scores), y.best)
    case .int, .uint:
      throw .wrongType(input: 0, found: "of integers", expected: "a float type")
    }
  }

  private func finished<F: WideFloat & ProductNumber>(
    _ x: Buffer<F>, _ weights: Buffer<F>, rows: Int
  ) throws(OperatorError) -> (scores: Buffer<F>, best: Buffer<Int32>) {
    let product = try BatchedProduct(
      [rows, features], transposed: false, [models, features], transposed: true)
    let sums = product.values(x, weights)
    let (pitch, models) = (finish.classes, models)
    if pitch == models { return finish.finished(sums) }
    return finish.finished(
      Buffer(count: rows * pitch) { out in
        out.initialize(repeating: 0)
        for row in 0..<rows {
          for model in 0..<models { out[row * pitch + model] = sums[row * models + model] }
        }
      })
  }

  func lower(
    _ request: LoweringRequest, into output: Int, labels: (index: Int, values: [Int64])? = nil
  ) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    try check(features: shape.dims.last ?? 1)
    let type = ScoreType(dtype)
    if let reason = type.lacks(request.device) { return .host(reason) }
    let rows = shape.rowCount
    let block = Summation.productBlock
    // Whole blocks, with a loop over them.
    let piece = request.device.tripBudget / (block + 1) * block
    guard finish.trips <= request.device.tripBudget, piece > 0 else {
      return .host(.device("\(finish.trips) steps in one invocation"))
    }
    var dispatches: [Dispatch] = []
    for first in stride(from: 0, to: max(features, 1), by: piece) {
      let last = min(features, first + piece)
      dispatches.append(
        Dispatch(
          "Learning/LinearScores.comp",
          defines: type.defines.merging(["ACCUMULATES": first == 0 ? "0" : "1"]) { $1 },
          bindings: [
            .read("x", .input(0), dtype), .readWrite("scores", .scratch(0), type.dtype),
          ],
          parameters: [
            .uint("count", rows * models), .uint("models", models), .uint("features", features),
            .uint("first", first), .uint("last", last), .uint("pitch", finish.classes),
            .floats("weights", weights),
          ], invocations: (rows * models, 1, 1),
          tripBound: last - first + (last - first) / block + 1))
    }
    dispatches.append(finish.dispatch(rows: rows, type, into: (output, .float), labels: labels))
    return .dispatches(
      dispatches,
      scratch: [TensorType(type.dtype, [.known(max(1, rows * finish.classes))])])
  }
}

extension LinearScores {
  /// `(F + 4) · u · Σ|x · w|` and the offset's share, finished.
  func estimate(
    _ operation: any Operator, _ request: EstimateRequest, output: Int
  ) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty else { throw .unbounded("a linear model of uncertain inputs") }
    let center = try request.pointwise(operation, ulps: 0)
    guard let y = center[output], let exact = y.tensor, let scores = exact.doubles,
      let x = try request.tensor(0).numbers, let dtype = y.dtype
    else { return center }
    let unit = try request.dtype(0) == .double ? 0x1p-53 : DType.float.roundoff
    func sum(_ place: Int) -> Double {
      let (row, model) = (place / max(finish.classes, 1), place % max(finish.classes, 1))
      let own = min(model, models - 1)
      let size = (0..<features).reduce(0.0) {
        $0 + (x[row * features + $1] * Double(weights[own * features + $1])).magnitude
      }
      let offset = own < finish.offsets.count ? finish.offsets[own].magnitude : 0
      return unit * Double(features + 4) * (size + offset + 1)
    }
    let errors = try finish.errors(scores, sums: sum, unit: unit)
    var outputs = center
    outputs[output] = Estimate(
      exact, dtype: dtype,
      errors: Buffer(zip(errors, scores).map { $0 + 0x1p-24 * $1.magnitude }))
    return outputs
  }
}
