import Graphs
import Tensors

/// Quantised tensors one after the other along an axis, each quantised by the result's scale:
/// `saturate(round((q - zero) · scale / Y_scale) + Y_zero_point)`, half to even.
///
/// - Shapes: after Y's scale and zero point come a tensor, its scale and its zero point for each part.
/// - Types: all bytes are of one type.
/// - Source: com.microsoft QLinearConcat, version 1.
struct QLinearConcat: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "QLinearConcat", domain: "com.microsoft",
    inputs: [
      .one("Y_scale", "TF"), .one("Y_zero_point", "T8"),
      .variadic("inputs", "TV", isHomogeneous: false),
    ],
    outputs: [.one("Y", "T8")],
    history: [
      .since(
        1, ["T8": [.int8, .uint8], "TF": [.float], "TV": [.float, .int8, .uint8]],
        attributes: [axis.required])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  let axis: Int

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    guard node.inputCount >= 5, node.inputCount % 3 == 2 else {
      throw .mismatch(
        "\(node.inputCount) inputs are given, expected 2 and 3 for each of at least 1 tensor")
    }
  }

  private static let result = AffineInputs(name: "y", scale: 0, zero: 1)

  private func scale(of part: Int) -> AffineInputs {
    AffineInputs(name: "x", scale: part + 1, zero: part + 2)
  }

  private func parts(_ count: Int) -> StrideTo<Int> { stride(from: 2, to: count - 2, by: 3) }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try Self.result.check(inputs)
    let dtype = try inputs.tensor(1).dtype
    var types: [TensorType] = []
    for part in parts(inputs.types.count) {
      try scale(of: part).check(inputs)
      for (index, expected) in [(part, dtype), (part + 1, .float), (part + 2, dtype)] {
        let found = try inputs.tensor(index).dtype
        guard found == expected else {
          throw .wrongType(input: index, found: found.name, expected: expected.name)
        }
      }
      types.append(try inputs.tensor(part))
    }
    return [try TensorType.concatenation(of: types, axis: axis).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    parts(request.inputs.types.count).reduce(.zero) { $0 + request.bytes($1) }
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let to = try Self.result.read(inputs)
    var results: [Tensor] = []
    for part in parts(inputs.values.count) {
      let x = try inputs.tensor(part)
      let table = ByteTable(
        from: try scale(of: part).read(inputs), to: to, isSigned: x.dtype == .int8
      ) { $0 }
      results.append(try table(x, input: part))
    }
    return [.tensor(try Tensor.joining(results, axis: axis))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, output) = try request.output(0)
    let axis = try resolve(axis: axis, rank: output.rank)
    let pitch = output.dims[axis...].reduce(1, *)
    let result = try Self.result.shaderParts(request)
    var start = 0
    var dispatches: [Dispatch] = []
    for part in parts(request.inputs.count) {
      let shape = try request.tensor(part).shape
      let row = shape.dims[axis...].reduce(1, *)
      defer { start += row }
      guard shape.count > 0 else { continue }
      let own = try scale(of: part).shaderParts(request)
      dispatches.append(
        Dispatch(
          "Microsoft/QLinearConcat.comp", defines: own.defines.merging(result.defines) { $1 },
          bindings: [.read("x", .input(part), dtype), .write("y", .output(0), dtype)]
            + own.bindings + result.bindings,
          parameters: [
            .uint("count", shape.count), .uint("row", row), .uint("pitch", pitch),
            .uint("start", start),
          ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1]))
    }
    return .dispatches(dispatches)
  }
}

extension QLinearConcat {
  static let samples: [Sample] = [
    joined([part(2, 3), part(2, 5, scale: 0.03, zero: 9)], axis: 1),
    joined(
      [part(2, 3), part(4, 3, scale: 0.03, zero: 9), part(1, 3, scale: 0.1, zero: 0)], axis: 0),
    joined([part(2, 3, 4), part(2, 1, 4, scale: 0.03, zero: 9)], axis: -2),
    joined([part(5)], axis: 0), joined([part(0, 3), part(2, 3, scale: 0.07, zero: 200)], axis: 0),
    joined([part(3, 65), part(3, 129, scale: 0.05, zero: 99)], axis: -1),
    refusal(.shape, "the other extents are the same", [part(2, 3), part(3, 3)], ["axis": 1]),
    refusal(.attribute, "axis is required", [part(2, 3)], [:]),
    refusal(.range, "axis is an axis", [part(2, 3), part(2, 3)], ["axis": 2]),
    refusal(
      .missing, "a part has scale and zero point", [Array(part(2, 3).prefix(2))], ["axis": 0]),
    refusal(.missing, "there is a part", [], ["axis": 0]),
  ]

  /// A tensor with its scale and zero point.
  private static func part(
    _ dims: Int..., scale: Double = 0.02, zero: Double = 120
  ) -> [Draw] {
    [
      Draw(.uniform(0...255), dims).like("T8"), .scalar(scale).of(.float),
      .scalar(zero).like("T8"),
    ]
  }

  private static func joined(_ parts: [[Draw]], axis: Int64) -> Sample {
    Sample([.scalar(0.04), .scalar(101)] + parts.flatMap { $0 }, ["axis": .int(axis)])
      .tied("TV", to: "T8")
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ parts: [[Draw]],
    _ attributes: [String: SampleAttribute]
  ) -> Sample {
    .refused(kind, clause, [.scalar(0.04), .scalar(101)] + parts.flatMap { $0 }, attributes)
      .tied("TV", to: "T8")
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.requantized(self, scales: [0])
  }
}
