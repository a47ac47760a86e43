import Graphs
import Tensors

/// The inverse of each square matrix, by elimination with the largest pivot of each column; of a singular
/// one what dividing by 0 gives.
///
/// - Shapes: X and Y `[…, M, M]`.
/// - Types: computed in the wide type, rounded once.
/// - Source: onnxruntime Inverse, com.microsoft 1.
struct Inverse: Operator {
  static let schema = OperatorSchema(
    "Inverse", domain: "com.microsoft", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .ieeeFloats])])
  static let tolerance = Tolerance.accumulated

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    guard dims.count >= 2 else {
      throw .rank(input: 0, found: dims.count, expected: "2 or more")
    }
    guard dims[dims.count - 1].merged(with: dims[dims.count - 2]) != nil else {
      throw .mismatch("the last two extents of \(x) differ, expected square matrices")
    }
    return [.tensor(x)]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let m = try request.inputs.tensor(0).shape?.dims.last ?? 0
    return request.wideCopies + .of(m, Double.self) * m * Parallel.threadCount
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let m = x.shape[x.rank - 1]
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let values): y = .float(inverses(values, m))
    case .double(let values): y = .double(inverses(values, m))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  private func inverses<F: WideFloat>(_ x: Buffer<F>, _ m: Int) -> Buffer<F> {
    Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      Parallel.forEach(x.count / (m * m), grain: 1) { range in
        for matrix in range {
          let first = matrix * m * m
          invert(Array(x[first..<first + m * m]), m, into: target.base + first)
        }
      }
    }
  }

  private func invert<F: WideFloat>(_ x: [F], _ m: Int, into y: UnsafeMutablePointer<F>) {
    var a = x
    for i in 0..<m * m { y[i] = i % (m + 1) == 0 ? 1 : 0 }
    for k in 0..<m {
      var pivot = k
      for r in k..<m where a[r * m + k].magnitude > a[pivot * m + k].magnitude { pivot = r }
      if pivot != k {
        for c in 0..<m {
          a.swapAt(k * m + c, pivot * m + c)
          (y[k * m + c], y[pivot * m + c]) = (y[pivot * m + c], y[k * m + c])
        }
      }
      for r in 0..<m where r != k {
        let factor = a[r * m + k] / a[k * m + k]
        for c in 0..<m {
          a[r * m + c] -= factor * a[k * m + c]
          y[r * m + c] -= factor * y[k * m + c]
        }
      }
    }
    for r in 0..<m { for c in 0..<m { y[r * m + c] /= a[r * m + r] } }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let m = shape[shape.rank - 1]
    let count = shape.dims.dropLast(2).reduce(1, *)
    let (square, tooLarge) = m.multipliedReportingOverflow(by: m)
    let (trips, overflow) = square.multipliedReportingOverflow(by: m + 4)
    guard !tooLarge, !overflow, trips <= request.device.tripBudget else {
      return .host(.device("the steps of matrices of \(m) rows in one invocation"))
    }
    let wide: DType = dtype == .double ? .double : .float
    let copy = TensorType(wide, shape)
    return .dispatches(
      [
        Dispatch(
          "Microsoft/Inverse.comp",
          bindings: [
            .read("x", .input(0), dtype), .readWrite("a", .scratch(0), wide),
            .readWrite("b", .scratch(1), wide), .write("y", .output(0), dtype),
          ], parameters: [.uint("count", count), .uint("m", m)], invocations: (count, 1, 1),
          tripBound: trips)
      ], scratch: [copy, copy])
  }
}

extension Inverse {
  static let samples: [Sample] = [
    Sample([dominant(3)]), Sample([dominant(2, 1, 5)]), Sample([dominant(2, 3, 1)]),
    Sample([dominant(17)]), Sample([dominant(65)]), Sample([dominant(0, 3)]),
    Sample([.list([0, 2, 0, 0, 0, 4, 1, 0, 0], [3, 3])]),
    .refused(.shape, "X has two axes", [.normal(3)]),
    .refused(.shape, "matrices are square", [.normal(2, 3, 4)]),
  ]

  /// Square matrices, of which a diagonal element outweighs its row, so that rounding stays small; the last
  /// number is their extent.
  private static func dominant(_ dims: Int...) -> Draw {
    let m = dims.last ?? 0
    let numbers = (0..<m * m).map { i -> Double in
      let (row, column) = i.quotientAndRemainder(dividingBy: m)
      if row == column { return Double(2 + i % 3) }
      return Double(i * 7 % 5 - 2) / Double(4 * m)
    }
    return .list(numbers, dims + [m])
  }

  /// Elimination inverts a matrix whose elements are off by `8 · n² · u` of the largest: the inverse
  /// is off by `|X⁻¹| · |dX| · |X⁻¹|`.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let center = try request.pointwise(self, ulps: 4)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      request.uncertain.isEmpty, let n = x.shape.dims.last, n > 0, let values = exact.doubles
    else { throw .unbounded("Inverse of uncertain inputs") }
    let largest = x.values.reduce(0) { max($0, $1.magnitude) }
    var errors: [Double] = []
    for start in stride(from: 0, to: values.count, by: n * n) {
      let rows = (0..<n).map { i in (0..<n).reduce(0) { $0 + values[start + i * n + $1].magnitude }
      }
      let columns = (0..<n).map { j in
        (0..<n).reduce(0) { $0 + values[start + $1 * n + j].magnitude }
      }
      for i in 0..<n {
        for j in 0..<n {
          let error = 8 * Double(n * n) * dtype.roundoff * rows[i] * largest * columns[j]
          errors.append(error.isNaN ? .infinity : error)
        }
      }
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))]
  }
}
