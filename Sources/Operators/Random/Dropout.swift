import Graphs
import Tensors

/// In training zeroes each element with probability `ratio` and divides the others by `1 - ratio`;
/// else the input. The mask says which elements are kept.
///
/// With a seed the mask is the reference's: MT19937's numbers of 53 bits in the elements' order.
///
/// - Source: ONNX Dropout, opsets 1, 6, 7, 10, 12, 13, 22.
struct Dropout: Operator {
  static let consumedInputs = AttributeKey<[Int]>("consumed_inputs")
  static let isTest = AttributeKey<Int>("is_test")
  static let ratio = AttributeKey<Float>("ratio")
  static let seed = AttributeKey<Int>("seed")
  static let schema = OperatorSchema(
    "Dropout",
    inputs: [.one("data", "T"), .optional("ratio", "T1"), .optional("training_mode", "T2")],
    outputs: [.one("output", "T"), .optional("mask", "T2")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [consumedInputs.optional, isTest.or(0), ratio.or(0.5)],
        inputs: [.one("data", "T")],
        outputs: [.one("output", "T"), .optional("mask", "T")]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [isTest.or(0), ratio.or(0.5)],
        inputs: [.one("data", "T")],
        outputs: [.one("output", "T"), .optional("mask", "T")]),
      .since(
        7, ["T": .ieeeFloats],
        attributes: [ratio.or(0.5)],
        inputs: [.one("data", "T")],
        outputs: [.one("output", "T"), .optional("mask", "T")]),
      .since(
        10, ["T": .ieeeFloats, "T1": [.bool]],
        attributes: [ratio.or(0.5)],
        inputs: [.one("data", "T")],
        outputs: [.one("output", "T"), .optional("mask", "T1")]),
      .since(
        12, ["T": .ieeeFloats, "T1": .ieeeFloats, "T2": [.bool]],
        attributes: [seed.optional]),
      .since(
        13, ["T": .floats, "T1": .ieeeFloats, "T2": [.bool]],
        attributes: [seed.optional]),
      .since(
        22, ["T": .floats + .float8, "T1": .floats + .float8, "T2": [.bool]],
        attributes: [seed.optional]),
    ])
  static let tolerance = Tolerance.statistical
  static let isDeterministic = false

  let takesInputs: Bool
  /// Whether the attributes of opset 6 and before ask for training.
  let trains: Bool
  let ratioGiven: Float
  let seedGiven: Int?
  /// Until opset 7 the mask has the input's type.
  let hasBooleanMask: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    takesInputs = node.revision.inputs.count > 1
    trains = node[ifPresent: Self.isTest] == 0
    ratioGiven = node[ifPresent: Self.ratio] ?? 0.5
    seedGiven = node[ifPresent: Self.seed]
    hasBooleanMask = node.revision.since >= 10
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    for index in [1, 2] where inputs.has(index) {
      guard let shape = try inputs.tensor(index).shape, shape.checkedCount != 1 else { continue }
      throw .mismatch("input \(index) is \(shape), expected one number")
    }
    return [.tensor(x), .tensor(TensorType(hasBooleanMask ? .bool : x.dtype, x.dims))]
  }

  func trains(_ inputs: Inference) throws(OperatorError) -> Bool {
    guard takesInputs else { return trains }
    return try inputs.integers(2)?.first == 1
  }

  private var twister: MersenneTwister? {
    seedGiven.map { MersenneTwister(seed: UInt32(truncatingIfNeeded: $0)) }
  }

  private static func check(_ ratio: Float) throws(OperatorError) {
    guard (0..<1).contains(ratio) else {
      throw .mismatch("the ratio is \(ratio), expected a number in 0..<1")
    }
  }

  private func mask(_ count: Int, _ ratio: Float, run: UInt64) -> Buffer<Bool> {
    if ratio == 0 { return Buffer(repeating: true, count: count) }
    guard var twister else {
      let stream = Philox(key: run)
      return filled(count) { stream.float($0) >= ratio }
    }
    return Buffer(count: count) { out in
      for i in 0..<count { out[i] = twister.double() >= Double(ratio) }
    }
  }

  /// Until opset 9 the mask has the input's type, by way of booleans and of integers.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + (hasBooleanMask ? .zero : request.list(0) * 2)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let given =
      takesInputs
      ? try inputs.optionalTensor(1).map { ratio throws(OperatorError) in
        try ratio.floats(Float.self).first ?? ratioGiven
      } ?? ratioGiven : ratioGiven
    let ratio = try trains(inputs.inference) ? given : 0
    try Self.check(ratio)
    if ratio == 0, !inputs.wants(1) { return [.tensor(x), nil] }
    let kept = mask(x.count, ratio, run: inputs.seed)
    let mask = try tensors { () throws(TensorError) in try Tensor(kept, shape: x.shape) }
    let maskValue = Value.tensor(hasBooleanMask ? mask : try mask.cast(to: x.dtype))
    if ratio == 0 { return [.tensor(x), maskValue] }
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let x):
      let scale = 1 / (1 - ratio)
      y = .float(filled(x.count) { kept[$0] ? scale * x[$0] : 0 })
    case .double(let x):
      let scale = 1 / (1 - Double(ratio))
      y = .double(filled(x.count) { kept[$0] ? scale * x[$0] : 0 })
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape), maskValue]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let trains = try trains(request.inference)
    if trains, !(takesInputs && request.has(1)) { try Self.check(ratioGiven) }
    let wantsMask = request.wanted.count > 1 && request.wanted[1]
    if !trains && !wantsMask { return .views([0]) }
    var bindings: [Binding] = [.read("x", .input(0), dtype)]
    var defines: [String: String] = [:]
    var parameters: [Parameter] =
      [.uint("count", shape.count)] + Philox(key: request.seed).parameters
    if trains { defines["TRAINS"] = "1" }
    if trains, takesInputs, request.has(1) {
      bindings += [
        .read("ratio", .input(1), try request.tensor(1).dtype),
        .fault(.number(before: "the ratio is ", after: ", expected a number in 0..<1")),
      ]
      defines["RATIO"] = "float(load_ratio(0u))"
    } else {
      parameters.append(.float("ratio", ratioGiven))
      defines["RATIO"] = "p.ratio"
    }
    var dispatches: [Dispatch] = []
    if trains, let twister {
      let steps = (2 * shape.count + 226) / 227
      guard steps <= request.device.tripBudget else {
        return .host(.device("a sequence of \(2 * shape.count) random words"))
      }
      dispatches.append(
        Dispatch(
          "MersenneTwister.comp", bindings: [.write("words", .scratch(0), .uint32)],
          parameters: [
            .uint("count", 2 * shape.count), .uint("steps", steps),
            .uints("state", twister.state.map { Int($0) }),
          ], invocations: (256, 1, 1), localSize: [256, 1, 1], tripBound: steps + 3))
      bindings.append(.read("words", .scratch(0), .uint32))
    }
    bindings.append(.write("y", .output(0), dtype))
    if wantsMask { bindings.append(.write("mask", .output(1), try request.output(1).dtype)) }
    dispatches.append(
      Dispatch(
        "Dropout.comp", defines: defines, bindings: bindings, parameters: parameters,
        invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: 10))
    return .dispatches(
      dispatches,
      scratch: dispatches.count > 1 ? [TensorType(.uint32, Shape([2 * shape.count]))] : [])
  }
}

extension Dropout: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let dy = try site.dy
    return [dy]
  }
}

extension Dropout {
  static let samples: [Sample] = attributed.map { $0.before(12) } + given.map { $0.since(12) }

  private static let attributed: [Sample] = [
    Sample([.normal(3, 5)], ["ratio": 0.25]).since(7), Sample([.special(33)]).since(7),
    Sample([.normal(3, 5)]).outputs(true, true).since(7),
    Sample([.normal(3, 5)], ["ratio": 0.25, "is_test": 1]).before(7),
    Sample([.normal(3, 5)], ["is_test": 1]).outputs(true, true).before(7),
    Sample([.normal(64, 64)], ["ratio": 0.25, "is_test": 0]).outputs(true, true).before(7),
    Sample([.normal(0, 5)], ["is_test": 1]).before(7), Sample([.normal(0, 5)]).since(7),
    .refused(.missing, "data are required", []),
  ]

  private static let given: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.special(33)]).outputs(true, true),
    Sample([.normal(3, 5), .scalar(0.25)]).outputs(true, true),
    Sample([.normal(3, 5), .scalar(0.25), .scalar(0)]).outputs(true, true),
    Sample([.normal(64, 64), .scalar(0.25), .scalar(1)], ["seed": 5]).outputs(true, true),
    Sample([.normal(64, 64), nil, .scalar(1)]).outputs(true, true),
    Sample([.normal(3, 5), .scalar(0), .scalar(1).constant]).outputs(true, true),
    Sample([.normal(), .scalar(0.5), .scalar(1)]), Sample([.normal(0, 5)]).outputs(true, true),
    .refused(.value, "ratio is in [0, 1)", [.normal(3), .scalar(1), .scalar(1)]),
    .refused(.shape, "ratio is one number", [.normal(3), .list(0.5, 0.25), .scalar(1)]),
    .refused(.missing, "data are required", []),
  ]

  /// Outside of training nothing is drawn.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let inference = Inference(
      types: request.inputs.map { $0?.type }, known: request.values,
      outputCount: request.wanted.count)
    guard try !trains(inference) else { throw .unbounded("what Dropout draws") }
    return try request.pointwise(self, ulps: nil)
  }
}

extension Dropout {
  func distribution(_ inputs: Inference) throws(OperatorError) -> Distribution? {
    guard try trains(inputs) else { return nil }
    guard let x = inputs.knownTensor(0)?.doubles else { throw .unknownValue(input: 0) }
    let given = takesInputs ? inputs.knownTensor(1)?.doubles?.first : nil
    return .kept(x, ratio: given ?? Double(takesInputs ? 0.5 : ratioGiven))
  }
}
