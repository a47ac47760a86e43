import Graphs
import Tensors

/// Sums of products by an equation: an axis is a letter, an output's axes are the result's letters, and
/// what the result lacks is summed over. Integers wrap.
///
/// - Source: ONNX Einsum, opsets 12, 28.
struct Einsum: Operator {
  static let equation = AttributeKey<String>("equation")
  static let schema = OperatorSchema(
    "Einsum", inputs: [.variadic("Inputs", "T")], outputs: [.one("Output", "T")],
    history: [
      .since(12, ["T": .classicNumbers], attributes: [equation.required]),
      .since(28, ["T": .numbers], attributes: [equation.required]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let equation: String

  init(_ node: NodeReader) throws(OperatorError) { equation = try node[Self.equation] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var shapes: [[Dimension]] = []
    let dtype = try inputs.tensor(0).dtype
    for index in inputs.types.indices {
      guard let dims = try inputs.tensor(index).dims else {
        return [.tensor(TensorType(dtype, nil))]
      }
      shapes.append(dims)
    }
    let sum = try EinsteinSum(equation, ranks: shapes.map(\.count))
    let extents = try sum.extents(shapes)
    return [.tensor(TensorType(dtype, sum.output.map { extents[$0] ?? 1 }))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var tensors: [Tensor] = []
    for index in inputs.values.indices { tensors.append(try inputs.tensor(index)) }
    let sum = try EinsteinSum(equation, ranks: tensors.map(\.rank))
    let extents = try Self.known(sum, tensors.map(\.shape))
    var wide: [WideBuffer] = []
    for index in tensors.indices { wide.append(try inputs.wide(index)) }
    func values<N: ProductNumber>(
      _ one: N, _ buffer: (WideBuffer) -> Buffer<N>?
    ) throws(OperatorError) -> Buffer<N> {
      var operands: [EinsteinOperand<N>] = []
      for (index, x) in wide.enumerated() {
        guard let values = buffer(x) else {
          throw .wrongType(
            input: index, found: tensors[index].dtype.name, expected: tensors[0].dtype.name)
        }
        operands.append(
          EinsteinOperand(
            labels: sum.operands[index], shape: tensors[index].shape, values: values))
      }
      var result = operands[0]
      let others =
        operands.count > 1
        ? Array(operands.dropFirst())
        : [
          EinsteinOperand(labels: [], shape: [], values: [one])
        ]
      for (index, other) in others.enumerated() {
        // What the result or a later operand names is kept.
        let later = others[(index + 1)...].flatMap(\.labels) + sum.output
        var seen: Set<EinsteinSum.Label> = []
        let kept = (result.labels + other.labels).filter {
          later.contains($0) && seen.insert($0).inserted
        }
        result = result.contracted(other, keeping: kept, extents)
      }
      return result.arranged(sum.output, extents)
    }
    let y: WideBuffer
    switch wide[0] {
    case .float: y = .float(try values(1) { if case .float(let x) = $0 { x } else { nil } })
    case .double: y = .double(try values(1) { if case .double(let x) = $0 { x } else { nil } })
    case .int: y = .int(try values(1) { if case .int(let x) = $0 { x } else { nil } })
    case .uint: y = .uint(try values(1) { if case .uint(let x) = $0 { x } else { nil } })
    }
    return [
      try .narrowing(y, to: tensors[0].dtype, Shape(sum.output.map { extents[$0] ?? 1 }))
    ]
  }

  private static func known(
    _ sum: EinsteinSum, _ shapes: [Shape]
  ) throws(OperatorError) -> [EinsteinSum.Label: Int] {
    try sum.extents(shapes.map { $0.dims.map { .known($0) } }).compactMapValues(\.value)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    var shapes: [Shape] = []
    let dtype = try request.tensor(0).dtype
    for index in request.inputs.indices { shapes.append(try request.tensor(index).shape) }
    guard (1...4).contains(shapes.count) else {
      return .host(.device("sums of more than four operands"))
    }
    let sum = try EinsteinSum(equation, ranks: shapes.map(\.rank))
    let extents = try Self.known(sum, shapes)
    func plan(_ labels: [EinsteinSum.Label]) -> BroadcastPlan {
      BroadcastPlan(
        dims: labels.map { extents[$0] ?? 1 },
        strides: zip(sum.operands, shapes).map {
          EinsteinSum.strides($0, $1, over: labels)
        })
    }
    let (outer, inner) = (plan(sum.output), plan(sum.summed))
    let operands = shapes.indices
    var parameters: [Parameter] = [.uint("count", outer.count), .uint("terms", inner.count)]
    for (part, plan) in [("outer", outer), ("inner", inner)] where !plan.dims.isEmpty {
      parameters.append(.uints("\(part)_dims", plan.dims))
      for k in operands { parameters.append(.uints("x\(k)_\(part)", plan.strides[k])) }
    }
    let trips = (1 + shapes.count * inner.dims.count).multipliedReportingOverflow(by: inner.count)
    guard !trips.overflow, trips.partialValue <= request.device.tripBudget else {
      return .host(.device("sums of \(inner.count) terms"))
    }
    return .dispatches([
      Dispatch(
        "Einsum.comp",
        defines: [
          "OPERANDS": String(shapes.count), "OUTER_RANK": String(outer.dims.count),
          "INNER_RANK": String(inner.dims.count),
        ],
        bindings: operands.map { .read("x\($0)", .input($0), dtype) }
          + [.write("y", .output(0), dtype)], parameters: parameters,
        invocations: (outer.count, 1, 1),
        tripBound: trips.partialValue + shapes.count * outer.dims.count)
    ])
  }
}
