import Graphs
import Tensors

/// `C[i] = f(A[i], B[i])`, a boolean, after broadcasting.
///
/// The shader is `<Operator>.comp` with `bool f(T_a a, T_b b)` and `Families/Binary.glsl`.
protocol Comparison: Binary {
  func compare<N: WideNumber>(_ a: N, _ b: N) -> Bool
  /// Only `Equal` says what it means on booleans and strings.
  func compare(_ a: Bool, _ b: Bool) -> Bool?
  func compare(_ a: String, _ b: String) -> Bool?
}

extension Comparison {
  static var tolerance: Tolerance { .exact }
  func outputType(_ dtype: DType) -> DType { .bool }
  func compare(_ a: Bool, _ b: Bool) -> Bool? { nil }
  func compare(_ a: String, _ b: String) -> Bool? { nil }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let (plan, shape) = try plan(a.shape, b.shape)
    let c: Buffer<Bool>
    switch (a.widened(.native), b.widened(.native)) {
    case (.float(let x), .float(let y)): c = plan.zip(x, y, ComparedPair(operation: self))
    case (.double(let x), .double(let y)): c = plan.zip(x, y, ComparedPair(operation: self))
    case (.int(let x), .int(let y)): c = plan.zip(x, y, ComparedPair(operation: self))
    case (.uint(let x), .uint(let y)): c = plan.zip(x, y, ComparedPair(operation: self))
    default: c = try compareOthers(a, b, plan)
    }
    return [try .tensor(c, shape)]
  }

  private func compareOthers(
    _ a: Tensor, _ b: Tensor, _ plan: BroadcastPlan
  ) throws(OperatorError) -> Buffer<Bool> {
    switch (a.elements, b.elements) {
    case (.bool(let x), .bool(let y)) where compare(true, true) != nil:
      return plan.zip(x, y) { compare($0, $1) ?? false }
    case (.string(let x), .string(let y)) where compare("", "") != nil:
      var result: [Bool] = []
      plan.forEachRow { _, offsets, count in
        for i in 0..<count {
          let (p, q) = (x[offsets[0] + i * plan.step(0)], y[offsets[1] + i * plan.step(1)])
          result.append(compare(p, q) ?? false)
        }
      }
      return Buffer(result)
    default: throw .wrongType(input: 0, found: a.dtype.name, expected: "a number type")
    }
  }
}

private struct ComparedPair<O: Comparison, N: WideNumber>: PairFunction {
  let operation: O
  @inline(__always) func callAsFunction(_ a: N, _ b: N) -> Bool { operation.compare(a, b) }
}

extension Comparison {
  /// Undecided where the errors reach from one operand to the other.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let center = try request.pointwise(self, ulps: nil, keepsPlaces: true)
    guard !request.uncertain.isEmpty, let y = center.first ?? nil, let result = y.tensor else {
      return center
    }
    let (a, b) = (try request.tensor(0), try request.tensor(1))
    guard let left = a.numbers, let right = b.numbers else { return center }
    let plan = try plan(a.shape, b.shape).0
    let indices = plan.zip(
      Buffer(0..<a.count), Buffer(0..<b.count)
    ) { (a: Int, b: Int) -> SIMD2<Int> in SIMD2(a, b) }
    let (first, second) = (request.inputs[0]?.errors, request.inputs[1]?.errors)
    let errors = indices.map { pair -> Double in
      let reach = (first?[pair.x] ?? 0) + (second?[pair.y] ?? 0)
      return reach > 0 && (left[pair.x] - right[pair.y]).magnitude <= reach ? 1 : 0
    }
    return [Estimate(result, dtype: .bool, errors: Buffer(errors))]
  }
}
