import Graphs
import Tensors

/// 1 with the input's probability, else 0.
///
/// - Source: ONNX Bernoulli, opsets 15, 22.
struct Bernoulli: Operator {
  static let schema = OperatorSchema(
    "Bernoulli", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(
        15, ["T1": .ieeeFloats, "T2": .numbers + [.bool]],
        attributes: [RandomAttributes.dtype.optional, RandomAttributes.seed.optional]),
      .since(
        22, ["T1": .floats, "T2": .numbers + [.bool]],
        attributes: [RandomAttributes.dtype.optional, RandomAttributes.seed.optional]),
    ])
  static let tolerance = Tolerance.statistical
  static let isDeterministic = false

  let dtype: DType?
  let seed: Float?

  init(_ node: NodeReader) throws(OperatorError) {
    dtype = try node.randomType(of: "T2")
    seed = node[ifPresent: RandomAttributes.seed]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    return [.tensor(TensorType(dtype ?? x.dtype, x.dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let stream = Philox(seed: seed, run: inputs.seed)
    let p = try x.floats(Double.self)
    let draws =
      x.dtype == .double
      ? filled(x.count) { stream.double($0) < p[$0] }
      : filled(x.count) { Double(stream.float($0)) < p[$0] }
    let y = try tensors { () throws(TensorError) in try Tensor(draws, shape: x.shape) }
    return [.tensor(try y.cast(to: dtype ?? x.dtype))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, shape) = try request.tensor(0)
    return .dispatches([
      Dispatch(
        "Bernoulli.comp",
        bindings: [
          .read("x", .input(0), x), .write("y", .output(0), try request.output(0).dtype),
        ],
        parameters: [.uint("count", shape.count)]
          + Philox(seed: seed, run: request.seed).parameters,
        invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: 10)
    ])
  }
}

extension Bernoulli {
  static let samples: [Sample] = [
    Sample([.uniform(0...1, 64, 64)], ["dtype": .type(of: "T2")]),
    Sample([.uniform(0...1, 3, 5)], ["dtype": .type(of: "T2"), "seed": 7.0]),
    Sample([.uniform(0...1, 3, 5)]).tied("T2", to: "T1"),
    Sample([.list([0, 1], [2, 9])], ["seed": 1.0]).tied("T2", to: "T1"),
    Sample([.scalar(0.5)], ["dtype": .type(of: "T2")]),
    Sample([.uniform(0...1, 0)]).tied("T2", to: "T1"),
    .refused(.attribute, "dtype is a number's or bool", [.uniform(0...1, 3)], ["dtype": 8]),
    .refused(.missing, "the probabilities are required", []),
  ]

  func distribution(_ inputs: Inference) throws(OperatorError) -> Distribution? {
    guard let p = inputs.knownTensor(0)?.doubles else { throw .unknownValue(input: 0) }
    return .bernoulli(p)
  }
}
