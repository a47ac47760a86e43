import Graphs
import Tensors

/// `L[n, i…] = -weight[c] · log p[n, c, i…]` for the class `c = target[n, i…]`, then reduced.
///
/// - Shapes: X `[N, C, D1…Dk]`, target `[N, D1…Dk]`, weight `[C]`.
/// - Edge cases: a target of `ignore_index` has loss and weight 0. The mean is the losses' sum over
///   the weights' sum.
protocol ClassLoss: Operator {
  var settings: ClassLossSettings { get }
  /// Whether X is scores, whose logarithmic softmax is taken first, or logarithms already.
  var takesScores: Bool { get }
}

struct ClassLossSettings: Sendable {
  enum Fold: String, Sendable { case none, sum, mean }

  static let ignoreIndex = AttributeKey<Int>("ignore_index")
  static let reduction = AttributeKey<String>("reduction")
  static let attributes = [ignoreIndex.optional, reduction.or("mean")]

  let ignored: Int?
  let fold: Fold

  init(_ node: NodeReader) throws(OperatorError) {
    ignored = node[ifPresent: Self.ignoreIndex]
    let name = try node[Self.reduction]
    guard let fold = Fold(rawValue: name) else {
      throw .attribute("reduction", found: "'\(name)'", expected: "'none', 'sum' or 'mean'")
    }
    self.fold = fold
  }
}

/// X as `[outer, classes, inner]`.
private struct ClassGeometry {
  let outer: Int
  let classes: Int
  let inner: Int
  var count: Int { outer * inner }

  init(_ x: Shape, target: Shape, weight: Shape?) throws(OperatorError) {
    guard x.rank >= 2 else { throw .rank(input: 0, found: x.rank, expected: "2 or more") }
    guard target.dims == [x[0]] + x.dims[2...] else {
      throw .mismatch("targets of shape \(target) do not fit scores of shape \(x)")
    }
    if let weight, weight.dims != [x[1]] {
      throw .mismatch("weights of shape \(weight) do not fit \(x[1]) classes")
    }
    (outer, classes) = (x[0], x[1])
    inner = x.dims[2...].reduce(1, *)
  }
}

private func total<F: WideFloat>(_ terms: [F]) -> F { Summation.sum(terms.count) { terms[$0] } }

extension ClassLoss {
  static var tolerance: Tolerance { .accumulated }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, target) = (try inputs.tensor(0), try inputs.tensor(1))
    if let x = x.shape, let target = target.shape {
      let weight = inputs.has(2) ? try inputs.tensor(2).shape : nil
      _ = try ClassGeometry(x, target: target, weight: weight)
    }
    let loss = TensorType(x.dtype, settings.fold == .none ? target.dims : [])
    return takesScores ? [.tensor(loss), .tensor(x)] : [.tensor(loss)]
  }

  /// Labels, and terms and their shares in lists that grow.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    let logs = takesScores ? request.wide(request.inputs.types.first ?? nil) : .zero
    return request.wideCopies + logs + request.list(1) * 7
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    switch try inputs.wide(0) {
    case .float(let values): return try losses(inputs, values)
    case .double(let values): return try losses(inputs, values)
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
  }

  private func losses<F: WideFloat>(
    _ inputs: Evaluation, _ x: Buffer<F>
  ) throws(OperatorError) -> [Value?] {
    let (scores, target) = (try inputs.tensor(0), try inputs.tensor(1))
    let weight = try inputs.optionalTensor(2)
    let g = try ClassGeometry(scores.shape, target: target.shape, weight: weight?.shape)
    let weights = try weight?.floats(F.self)
    guard let labels = target.integers else {
      throw .wrongType(input: 1, found: target.dtype.name, expected: "integers")
    }
    let logs = takesScores ? logarithms(x, g) : x
    var (terms, shares) = ([F](), [F]())
    for (i, label) in labels.enumerated() {
      if label == settings.ignored {
        terms.append(0)
        shares.append(0)
        continue
      }
      guard (0..<g.classes).contains(label) else { throw .index(label, extent: g.classes) }
      let share = weights?[label] ?? 1
      terms.append(-logs[(i / g.inner * g.classes + label) * g.inner + i % g.inner] * share)
      shares.append(share)
    }
    let loss: Value
    switch settings.fold {
    case .none: loss = try .narrowing(F.wrap(wide: Buffer(terms)), to: scores.dtype, target.shape)
    case .sum: loss = try .narrowing(F.wrap(wide: [total(terms)]), to: scores.dtype, [])
    case .mean:
      loss = try .narrowing(F.wrap(wide: [total(terms) / total(shares)]), to: scores.dtype, [])
    }
    guard takesScores else { return [loss] }
    guard inputs.wants(1) else { return [loss, nil] }
    return [loss, try .narrowing(F.wrap(wide: logs), to: scores.dtype, scores.shape)]
  }

  /// `x - peak - log Σ e^(x - peak)` along the classes.
  private func logarithms<F: WideFloat>(_ x: Buffer<F>, _ g: ClassGeometry) -> Buffer<F> {
    Buffer(count: x.count) { out in
      for i in 0..<g.count {
        let start = i / g.inner * g.classes * g.inner + i % g.inner
        var peak: F = -.infinity
        for c in 0..<g.classes {
          let value = x[start + c * g.inner]
          peak = value > peak || value.isNaN ? value : peak
        }
        let scale = F.log(
          Summation.sum(g.classes) { .exp(x[start + $0 * g.inner] - peak) })
        for c in 0..<g.classes {
          out[start + c * g.inner] = (x[start + c * g.inner] - peak) - scale
        }
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, target) = (try request.tensor(0), try request.tensor(1))
    let weight = request.has(2) ? try request.tensor(2) : nil
    let g = try ClassGeometry(x.shape, target: target.shape, weight: weight?.shape)
    let trips = 2 * g.classes + Summation.trips(g.classes)
    guard trips <= request.device.tripBudget else {
      return .host(.device("loops over \(g.classes) classes"))
    }
    let wide: DType = x.dtype == .double ? .double : .float
    let folds = settings.fold != .none
    var defines: [String: String] = ["C": wide == .double ? "double" : "float"]
    var bindings: [Binding] = [
      .read("x", .input(0), x.dtype), .read("target", .input(1), target.dtype),
    ]
    if let weight { bindings.append(.read("weight", .input(2), weight.dtype)) }
    if takesScores {
      defines["TAKES_SCORES"] = "1"
      defines.merge(Summation.defines(g.classes)) { $1 }
    }
    if takesScores, request.wanted.count > 1, request.wanted[1] {
      bindings.append(.write("logs", .output(1), x.dtype))
    }
    bindings.append(.write("loss", folds ? .scratch(0) : .output(0), folds ? wide : x.dtype))
    if folds { bindings.append(.write("share", .scratch(1), wide)) }
    bindings.append(.indexFault(g.classes))
    var parameters: [Parameter] = [
      .uint("count", g.count), .uint("classes", g.classes), .uint("inner", max(g.inner, 1)),
    ]
    if let ignored = settings.ignored {
      defines["HAS_IGNORED"] = "1"
      parameters.append(.long("ignored", ignored))
    }
    var dispatches = [
      Dispatch(
        "ClassLoss.comp", defines: defines, bindings: bindings, parameters: parameters,
        invocations: (g.count, 1, 1), tripBound: trips)
    ]
    guard folds else { return .dispatches(dispatches) }
    var scratch = Array(repeating: TensorType(wide, Shape([max(g.count, 1)])), count: 2)
    var (count, source) = (g.count, 0)
    while true {
      let runs = max(1, (count + Summation.sumBlock - 1) / Summation.sumBlock)
      let isLast = runs == 1
      var steps = ["C": wide == .double ? "double" : "float"]
      if isLast { steps[settings.fold == .mean ? "IS_MEAN" : "IS_SUM"] = "1" }
      dispatches.append(
        Dispatch(
          "ClassLoss.Sum.comp", defines: steps,
          bindings: [
            .read("loss", .scratch(source), wide), .read("share", .scratch(source + 1), wide),
          ]
            + (isLast
              ? [.write("y", .output(0), x.dtype)]
              : [
                .write("losses", .scratch(source + 2), wide),
                .write("shares", .scratch(source + 3), wide),
              ]),
          parameters: [.uint("count", count), .uint("runs", runs)],
          invocations: (runs, 1, 1), tripBound: 2 * Summation.trips(Summation.sumBlock)))
      if isLast { return .dispatches(dispatches, scratch: scratch) }
      scratch += Array(repeating: TensorType(wide, Shape([runs])), count: 2)
      (count, source) = (runs, source + 2)
    }
  }
}
