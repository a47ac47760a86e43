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
  static let samples: [Sample] = [
    Sample([.normal(5), .normal(5)], ["equation": "i,i->"]),
    Sample([.normal(3, 5), .normal(5, 4)], ["equation": "ij,jk->ik"]),
    Sample([.normal(2, 3, 5), .normal(2, 5, 4)], ["equation": "bij,bjk->bik"]),
    Sample([.normal(3, 5)], ["equation": "ij->ji"]),
    Sample([.normal(4, 4)], ["equation": "ii->i"]),
    Sample([.normal(4, 4)], ["equation": "ii->"]),
    Sample([.normal(3, 5)], ["equation": "ij->"]),
    Sample([.normal(3), .normal(4)], ["equation": "i,j->ij"]),
    Sample([.normal(2, 3, 5), .normal(2, 5, 4)], ["equation": "...ij,...jk->...ik"]),
    Sample([.normal(2, 1, 3, 5), .normal(5, 4)], ["equation": "...ij,jk->...ik"]),
    Sample([.normal(3, 5), .normal(5, 4)], ["equation": "ij,jk"]),
    Sample([.normal(3, 5)], ["equation": "ba"]),
    Sample([.normal(3, 2), .normal(3, 4), .normal(3, 5)], ["equation": "ij,ik,il->jkl"]),
    Sample([.normal(2, 2, 5, 8), .normal(2, 2, 7, 8)], ["equation": "bhqd,bhkd->bhqk"]),
    Sample([.normal(2, 3)], ["equation": "..."]),
    Sample([.normal(17, 129), .normal(129, 9)], ["equation": " i j , j k -> i k "]),
    Sample([.normal(3, 5), .normal(1, 5)], ["equation": "ij,ij->ij"]),
    .refused(
      .attribute, "an output label stands in an input", [.normal(2, 3)], ["equation": "ij->ik"]),
    .refused(
      .shape, "a label has one extent", [.normal(2, 3), .normal(4, 5)], ["equation": "ij,jk->ik"]),
    .refused(
      .attribute, "each term has an input", [.normal(2, 3)], ["equation": "ij,jk->ik"]),
    .refused(.shape, "a term has a label for each axis", [.normal(2, 3)], ["equation": "i->i"]),
    .refused(.attribute, "equation is required", [.normal(2, 3)]),
  ]
  static var tolerance: Tolerance { .summed }

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

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    var shapes: [Shape] = []
    for index in request.inputs.types.indices {
      guard let shape = try request.inputs.tensor(index).shape else { return .zero }
      shapes.append(shape)
    }
    let sum = try EinsteinSum(equation, ranks: shapes.map(\.rank))
    return request.wideCopies + sum.scratch(try Self.known(sum, shapes))
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
        let later = others[(index + 1)...].flatMap(\.labels) + sum.output
        result = result.contracted(other, later: later, extents)
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
    var operands: [DeviceOperand] = []
    let dtype = try request.tensor(0).dtype
    for index in request.inputs.indices {
      let shape = try request.tensor(index).shape
      operands.append(DeviceOperand(resource: .input(index), dtype: dtype, shape: shape))
    }
    let sum = try EinsteinSum(equation, ranks: operands.map(\.shape.rank))
    let extents = try Self.known(sum, operands.map(\.shape))
    for index in operands.indices { operands[index].labels = sum.operands[index] }
    var left = operands[0]
    var others = Array(operands.dropFirst())
    var dispatches: [Dispatch] = []
    var scratch: [TensorType] = []
    while true {
      let right = others.isEmpty ? nil : others.removeFirst()
      let isLast = others.isEmpty
      let step = EinsteinSum.Contraction(
        left.labels, right?.labels ?? [], later: others.flatMap(\.labels) + sum.output)
      let kept = isLast ? sum.output : step.result
      let shape = Shape(kept.map { extents[$0] ?? 1 })
      let result = DeviceOperand(
        resource: isLast ? .output(0) : .scratch(scratch.count),
        dtype: isLast ? dtype : dtype.contracted, shape: shape, labels: kept)
      if !isLast { scratch.append(TensorType(result.dtype, shape)) }
      let terms = [left] + (right.map { [$0] } ?? [])
      guard let dispatch = Self.contraction(terms, into: result, extents, request) else {
        return .host(.device("sums of more terms than one invocation may add"))
      }
      dispatches.append(dispatch)
      guard !isLast else { return .dispatches(dispatches, scratch: scratch) }
      left = result
    }
  }

  /// An operand on the device, or the result of the first ones.
  private struct DeviceOperand {
    var resource: Binding.Resource
    var dtype: DType
    var shape: Shape
    var labels: [EinsteinSum.Label] = []
  }

  private static func contraction(
    _ operands: [DeviceOperand], into result: DeviceOperand,
    _ extents: [EinsteinSum.Label: Int], _ request: LoweringRequest
  ) -> Dispatch? {
    var seen = Set(result.labels)
    let summed = operands.flatMap(\.labels).filter { seen.insert($0).inserted }
    func plan(_ labels: [EinsteinSum.Label]) -> BroadcastPlan {
      BroadcastPlan(
        dims: labels.map { extents[$0] ?? 1 },
        strides: operands.map { EinsteinSum.strides($0.labels, $0.shape, over: labels) })
    }
    let (outer, inner) = (plan(result.labels), plan(summed))
    var parameters: [Parameter] = [.uint("count", outer.count), .uint("terms", inner.count)]
    for (part, plan) in [("outer", outer), ("inner", inner)] where !plan.dims.isEmpty {
      parameters.append(.uints("\(part)_dims", plan.dims))
      for k in operands.indices { parameters.append(.uints("x\(k)_\(part)", plan.strides[k])) }
    }
    let trips = (1 + operands.count * inner.dims.count)
      .multipliedReportingOverflow(by: inner.count)
    guard !trips.overflow, trips.partialValue <= request.device.tripBudget else {
      return nil
    }
    return Dispatch(
      "Matrix/Einsum.comp",
      defines: [
        "OPERANDS": String(operands.count), "OUTER_RANK": String(outer.dims.count),
        "INNER_RANK": String(inner.dims.count),
      ],
      bindings: operands.enumerated().map { .read("x\($0)", $1.resource, $1.dtype) }
        + [.write("y", result.resource, result.dtype)], parameters: parameters,
      invocations: (outer.count, 1, 1),
      tripBound: trips.partialValue + operands.count * outer.dims.count)
  }
}

extension DType {
  /// The type of a contraction that another follows.
  fileprivate var contracted: DType {
    switch self {
    case .double: .double
    case let type where type.isFloat: .float
    case .uint8, .uint16, .uint32, .uint64: .uint64
    default: .int64
    }
  }
}

extension Einsum: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let operands = try site.inputs.indices.map { index throws(OperatorError) in
      try site.input(index)
    }
    let shapes = try operands.map { operand throws(OperatorError) in try operand.shape }
    let sum = try EinsteinSum(equation, ranks: shapes.map(\.rank))
    let names = Set(sum.operands.joined()).sorted()
    guard names.count <= 52 else { throw .unsupported("a derivative of more than 52 labels") }
    let letters = Dictionary(
      uniqueKeysWithValues: zip(names, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    func word(_ labels: [EinsteinSum.Label]) -> String { String(labels.compactMap { letters[$0] }) }
    return try shapes.indices.map { index throws(OperatorError) in
      let labels = sum.operands[index]
      guard site.wants(index) else { return nil }
      guard Set(labels).count == labels.count else {
        throw .unsupported("the derivative of a diagonal")
      }
      let others = shapes.indices.filter { $0 != index }
      let bound = Set(sum.output + others.flatMap { sum.operands[$0] })
      let free = labels.indices.filter { !bound.contains(labels[$0]) }
      // What is summed within the operand alone comes back along all of its extent.
      let ones = try site.dy.scalar(1).expanded(to: Shape(free.map { shapes[index][$0] }))
      let terms =
        [word(sum.output)] + others.map { word(sum.operands[$0]) } + [word(free.map { labels[$0] })]
      let factors = [try site.dy] + others.map { operands[$0] } + [ones]
      return try site.writer.apply(
        .einsum, factors, outputCount: 1,
        attributes: ["equation": .string(terms.joined(separator: ",") + "->" + word(labels))])[0]
        .sum(to: shapes[index])
    }
  }
}
