import Graphs
import Tensors

/// The numbers from `start` in steps of `delta`, up to but without `limit`.
///
/// `Y[i] = start + i · delta` for `i < max(0, ⌈(limit - start) / delta⌉)`.
///
/// - Types: float16 and bfloat16 are computed in float and rounded once.
/// - Throws: `.mismatch` for a step of 0 or one that is not a number.
/// - Source: ONNX Range, opsets 11, 27.
struct RangeOperator: Operator {
  static let stashType = AttributeKey<Int>("stash_type")
  static let schema = OperatorSchema(
    "Range", inputs: [.one("start", "T"), .one("limit", "T"), .one("delta", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(11, ["T": [.double, .float, .int16, .int32, .int64]]),
      .since(
        27, ["T": .floats + [.int16, .int32, .int64]],
        attributes: [stashType.or(1)]),
    ])
  static let samples: [Sample] = [
    Sample([.scalar(0), .scalar(7), .scalar(1)]), Sample([.scalar(10), .scalar(4), .scalar(-2)]),
    Sample([.scalar(3), .scalar(3), .scalar(1)]),
    Sample([.scalar(5), .scalar(2), .scalar(1)]),
    Sample([.scalar(1).constant, .scalar(300).constant, .scalar(3).constant]),
    Sample([.list([0.5], []), .list([3.25], []), .list([0.25], [])]).types("T", .floats),
    Sample([.scalar(0), .scalar(1), .list([0.1], [])]).types("T", [.float, .double]),
    .refused(.value, "delta is not 0", [.scalar(0), .scalar(7), .scalar(0)]),
  ]
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dtype = try inputs.tensor(0).dtype
    guard let start = inputs.knownTensor(0), let limit = inputs.knownTensor(1),
      let delta = inputs.knownTensor(2)
    else { return [.tensor(TensorType(dtype, [.unknown]))] }
    let count = try values(start, limit, delta, .native, countOnly: true).count
    return [try TensorType(dtype, [.known(count)]).checked()]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let start = try inputs.tensor(0)
    let (count, values) = try values(
      start, try inputs.tensor(1), try inputs.tensor(2), inputs.precision, countOnly: false)
    return [try .narrowing(values, to: start.dtype, [count])]
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    for index in 0..<3 where inputs.knownTensor(index) == nil { throw .unknownValue(input: index) }
    return try evaluate(Evaluation(values: inputs.known)).compactMap { $0 }
  }

  private func values(
    _ start: Tensor, _ limit: Tensor, _ delta: Tensor, _ precision: Precision, countOnly: Bool
  ) throws(OperatorError) -> (count: Int, WideBuffer) {
    for (index, tensor) in [start, limit, delta].enumerated() where tensor.count != 1 {
      throw .mismatch("input \(index) has \(tensor.count) elements, expected 1")
    }
    func listed<T>(_ count: Int, _ number: @Sendable (Int) -> T) -> Buffer<T>
    where T: BitwiseCopyable & Sendable { filled(countOnly ? 0 : count, number) }
    switch (start.widened(precision), limit.widened(precision), delta.widened(precision)) {
    case (.float(let a), .float(let b), .float(let d)):
      // In float32 the quotient of the values as stored would be rounded before it is rounded up.
      let count = try count(floats: Double(a[0]), Double(b[0]), Double(d[0]), start.dtype)
      return (count, .float(listed(count) { a[0] + Float($0) * d[0] }))
    case (.double(let a), .double(let b), .double(let d)):
      let count = try count(floats: a[0], b[0], d[0], start.dtype)
      return (count, .double(listed(count) { a[0] + Double($0) * d[0] }))
    case (.int(let a), .int(let b), .int(let d)):
      let count = try count(integers: a[0], b[0], d[0], start.dtype)
      return (count, .int(listed(count) { a[0] &+ Int64($0) &* d[0] }))
    default:
      throw .wrongType(input: 0, found: start.dtype.name, expected: "a signed number type")
    }
  }

  private func count(
    floats start: Double, _ limit: Double, _ delta: Double, _ dtype: DType
  ) throws(OperatorError) -> Int {
    let steps = ((limit - start) / delta).rounded(.up)
    guard !steps.isNaN, delta != 0 else {
      throw .mismatch("a range from \(start) to \(limit) in steps of \(delta) has no length")
    }
    guard steps < Double(TensorType.largestCount) else { throw .tooLong("\(steps)", dtype) }
    return Int(max(steps, 0))
  }

  private func count(
    integers start: Int64, _ limit: Int64, _ delta: Int64, _ dtype: DType
  ) throws(OperatorError) -> Int {
    guard delta != 0 else {
      throw .mismatch("a range from \(start) to \(limit) in steps of 0 has no length")
    }
    guard delta > 0 ? start < limit : start > limit else { return 0 }
    let distance = UInt64(bitPattern: delta > 0 ? limit &- start : start &- limit)
    let steps = (distance - 1) / delta.magnitude + 1
    guard steps <= UInt64(TensorType.largestCount) else { throw .tooLong("\(steps)", dtype) }
    return Int(steps)
  }
}

extension OperatorError {
  fileprivate static func tooLong(_ count: String, _ dtype: DType) -> Self {
    .tooLarge(TensorType(dtype, [.symbol(count)]), most: TensorType.largestCount)
  }
}

extension RangeOperator {
  /// `start + i · delta`: product and sum of floats are rounded.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard try request.dtype(0).isFloat else { return try request.pointwise(self, ulps: nil) }
    let start = try request.reals(0).values.first ?? 0
    let center = try request.pointwise(self, ulps: 0)
    guard let y = center.first ?? nil, let exact = y.tensor, let values = exact.doubles,
      let own = y.errors, let dtype = y.dtype
    else { return center }
    let errors = values.indices.map {
      own[$0] + 2 * dtype.roundoff * (values[$0] - start).magnitude
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))]
  }
}
