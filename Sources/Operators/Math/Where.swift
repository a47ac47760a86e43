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
    guard x.dtype.byteWidth <= 8 else { return .host(.device("128-bit elements")) }
    guard x.dtype != .string else { return .host(.byNature("strings")) }
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
        plan.forEachRow { start, offsets, count in
          for i in 0..<count {
            let choice = choices.base[offsets[0] + i * plan.step(0)]
            let value =
              choice
              ? x.base[offsets[1] + i * plan.step(1)]
              : y.base[offsets[2] + i * plan.step(2)]
            (output + start + i).initialize(to: value)
          }
        }
      })
  }
}
