import Graphs
import Tensors

/// `output = condition ? X : Y`, after broadcasting all three.
///
/// - Source: ONNX Where, opsets 9, 16.
struct Where: Operator {
  static let schema = OperatorSchema(
    "Where", inputs: [.one("condition", "B"), .one("X", "T"), .one("Y", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(9, ["B": [.bool], "T": .classic]),
      .since(16, ["B": [.bool], "T": .classicAndBFloat16]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .normal(3, 5), .normal(3, 5)]),
    Sample([.normal(), .normal(), .normal()]),
    Sample([.normal(2, 1, 4), .normal(3, 1), .normal(4)]),
    Sample([.normal(5), .normal(), .normal(3, 5)]),
    Sample([.normal(), .normal(3, 5), .normal(5)]),
    Sample([.normal(0, 3), .normal(1, 3), .normal(3)]),
    Sample([.normal(257, 1), .normal(1, 257), .normal(1)]),
    Sample([.normal(2, 33), .special(33), .normal(2, 1)]),
    Sample([.normal(5, 67), .strewn(67), .strewn(5, 67)]),
    Sample([.normal(65_537, 1), .normal(65_537, 1), .normal(1)]).types("T", [.float]),
    .refused(.shape, "the shapes do not broadcast", [.normal(2), .normal(3), .normal(3)]),
    .refused(.missing, "all three inputs are required", [.normal(2), .normal(2)]),
  ]
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dims = try broadcast([
      try inputs.tensor(0).dims, try inputs.tensor(1).dims, try inputs.tensor(2).dims,
    ])
    return [.tensor(TensorType(try inputs.tensor(1).dtype, dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (condition, x, y) = (try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2))
    guard case .bool(let choices) = condition.elements else {
      throw .wrongType(input: 0, found: condition.dtype.name, expected: "bool")
    }
    guard x.dtype == y.dtype else {
      throw .wrongType(input: 2, found: y.dtype.name, expected: x.dtype.name)
    }
    guard let shape = try infer(inputs.inference).first?.tensor?.shape else {
      throw .broadcast(x.shape, y.shape)
    }
    let plan = BroadcastPlan([condition.shape, x.shape, y.shape], to: shape)
    let elements = x.elements.visit(Choosing(plan: plan, choices: choices, others: y.elements))
    return [.tensor(try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) })]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (condition, x, y) = (
      try request.tensor(0), try request.tensor(1), try request.tensor(2)
    )
    if let reason = x.dtype.immovable { return .host(reason) }
    let shape = try request.output(0).shape
    let plan = BroadcastPlan([condition.shape, x.shape, y.shape], to: shape)
    return .dispatches([
      ElementwiseLowering(plan: plan, names: ["condition", "a", "b"], device: request.device)
        .dispatch(
          "Where.comp",
          bindings: [
            .read("condition", .input(0), .bool), .read("a", .input(1), x.dtype.carrier),
            .read("b", .input(2), x.dtype.carrier), .write("y", .output(0), x.dtype.carrier),
          ])
    ])
  }
}

private struct Choosing: ElementsVisitor {
  let plan: BroadcastPlan
  let choices: Buffer<Bool>
  let others: Elements

  func visit<T: Element>(_ x: Buffer<T>) -> Elements {
    guard let y = T.unwrap(others) else { return T.wrap(x) }
    return T.wrap(
      Buffer(count: plan.count) { out in
        guard let output = out.baseAddress else { return }
        // Elements of one width are chosen alike, so that the loops are compiled for each width alone.
        switch T.dtype == .string ? 0 : MemoryLayout<T>.stride {
        case 1: choose(UInt8.self, x.base, y.base, output)
        case 2: choose(UInt16.self, x.base, y.base, output)
        case 4: choose(UInt32.self, x.base, y.base, output)
        case 8: choose(UInt64.self, x.base, y.base, output)
        case 16: choose(Complex128.self, x.base, y.base, output)
        default:
          plan.forEachRow { start, offsets, count in
            row(choices.base + offsets[0], x.base + offsets[1], y.base + offsets[2], count) {
              (output + start + $0).initialize(to: $1)
            }
          }
        }
        withExtendedLifetime((choices, x, y)) {}
      })
  }

  private func choose<W: BitwiseCopyable & Sendable>(
    _ word: W.Type, _ x: UnsafeRawPointer, _ y: UnsafeRawPointer, _ output: UnsafeMutableRawPointer
  ) {
    func words(_ base: UnsafeRawPointer) -> SendablePointer<W> {
      SendablePointer(UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: W.self)))
    }
    let (from, other, to, choice) = (words(x), words(y), words(output), SendablePointer(choices))
    plan.forEachRun { start, offsets, count in
      let target = to.base + start
      row(choice.base + offsets[0], from.base + offsets[1], other.base + offsets[2], count) {
        target[$0] = $1
      }
    }
  }

  @inline(__always)
  private func row<W>(
    _ choice: UnsafePointer<Bool>, _ x: UnsafePointer<W>, _ y: UnsafePointer<W>, _ count: Int,
    _ put: (Int, W) -> Void
  ) {
    switch (plan.step(0), plan.step(1), plan.step(2)) {
    case (1, 1, 1): for i in 0..<count { put(i, choice[i] ? x[i] : y[i]) }
    case (1, 1, 0):
      let other = y[0]
      for i in 0..<count { put(i, choice[i] ? x[i] : other) }
    case (1, 0, 1):
      let first = x[0]
      for i in 0..<count { put(i, choice[i] ? first : y[i]) }
    case (let step, let stepX, let stepY):
      for i in 0..<count { put(i, choice[i &* step] ? x[i &* stepX] : y[i &* stepY]) }
    }
  }
}

extension Where: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (condition, a, b, dy) = (try site.x, try site.input(1), try site.input(2), try site.dy)
    return [
      nil,
      try site.gradient(of: 1) { () throws(OperatorError) in
        try condition.choose(dy, dy.scalar(0)).sum(to: try a.shape)
      },
      try site.gradient(of: 2) { () throws(OperatorError) in
        try condition.choose(dy.scalar(0), dy).sum(to: try b.shape)
      },
    ]
  }
}

extension Where {
  /// Where errors may turn the condition, either operand may come.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard let condition = try request.input(0).errors, condition.contains(where: { $0 != 0 }),
      let certain = try request.input(0).tensor
    else { return try request.pointwise(self, ulps: nil, keepsPlaces: true) }
    let (center, turned) = (
      request.replacing(0, by: Estimate(exact: .tensor(certain))),
      request.replacing(0, by: Estimate(exact: .tensor(try certain.negated)))
    )
    guard let one = try center.pointwise(self, ulps: nil, keepsPlaces: true).first ?? nil,
      let other = try turned.pointwise(self, ulps: nil, keepsPlaces: true).first ?? nil,
      let result = one.tensor, let dtype = one.dtype, let values = result.doubles,
      let others = other.tensor?.doubles
    else { throw .unbounded("Where of an uncertain condition") }
    let places = result.shape.offsets(strides: try certain.shape.strides(broadcastTo: result.shape))
    let errors = values.indices.map { place in
      let own = one.errors?[place] ?? 0
      guard condition[places[place]] != 0 else { return own }
      let distance = (values[place] - others[place]).magnitude + (other.errors?[place] ?? 0)
      return max(own, distance.isNaN ? .infinity : distance)
    }
    return [Estimate(result, dtype: dtype, errors: Buffer(errors))]
  }
}

extension Tensor {
  /// A tensor of the other booleans.
  fileprivate var negated: Tensor {
    get throws(OperatorError) {
      guard case .bool(let x) = elements else {
        throw .wrongType(input: 0, found: dtype.name, expected: "bool")
      }
      return try tensors { () throws(TensorError) in try Tensor(x.mapped { !$0 }, shape: shape) }
    }
  }
}
