import Graphs
import Tensors

/// The determinant of each square matrix, by elimination with the largest pivot of each column.
///
/// - Shapes: X `[…, M, M]`, Y `[…]`. The determinant of an empty matrix is 1.
///
/// - Source: ONNX Det, opsets 11, 22.
struct Det: Operator {
  static let schema = OperatorSchema(
    "Det", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(11, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 3)]), Sample([.normal(2, 4, 4)]), Sample([.normal(1, 1)]),
    Sample([.normal(0, 3, 3)]),
    Sample([.normal(2, 3, 5, 5)]), Sample([.list([1, 2, 3, 2, 4, 6, 1, 0, 1], [3, 3])]),
    Sample([.list([0, 1, 0, 0, 0, 2, 3, 0, 0], [3, 3])]),
    .refused(.shape, "the last two extents are equal", [.normal(3, 4)]),
    .refused(.shape, "there are at least two axes", [.normal(3)]),
  ]
  static let tolerance = Tolerance.accumulated

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    guard dims.count >= 2 else {
      throw .rank(input: 0, found: dims.count, expected: "2 or more")
    }
    guard dims[dims.count - 1].merged(with: dims[dims.count - 2]) != nil else {
      throw .mismatch("the last two extents of \(x) differ, expected square matrices")
    }
    return [.tensor(TensorType(x.dtype, Array(dims.dropLast(2))))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let shape = Shape(Array(x.shape.dims.dropLast(2)))
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let values): y = .float(determinants(values, x.shape[x.rank - 1], shape.count))
    case .double(let values): y = .double(determinants(values, x.shape[x.rank - 1], shape.count))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, shape)]
  }

  private func determinants<F: WideFloat>(_ x: Buffer<F>, _ m: Int, _ count: Int) -> Buffer<F> {
    filled(count, grain: 1) { matrix in
      var a = Array(x[(matrix * m * m)..<((matrix + 1) * m * m)])
      var determinant: F = 1
      for k in 0..<m {
        var pivot = k
        for r in k..<m where a[r * m + k].magnitude > a[pivot * m + k].magnitude { pivot = r }
        if pivot != k {
          for c in k..<m { a.swapAt(k * m + c, pivot * m + c) }
          determinant = -determinant
        }
        let top = a[k * m + k]
        determinant *= top
        if top == 0 { return determinant }
        for r in (k + 1)..<max(m, k + 1) {
          let factor = a[r * m + k] / top
          for c in (k + 1)..<m { a[r * m + c] -= factor * a[k * m + c] }
        }
      }
      return determinant
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let m = shape[shape.rank - 1]
    let count = shape.dims.dropLast(2).reduce(1, *)
    // Copying, searching and swapping a column's rows, and eliminating below and right of it.
    let trips = m * m + (0..<m).reduce(0) { $0 + 3 * (m - $1) + (m - $1) * (m - $1) }
    guard trips <= request.device.tripBudget else {
      return .host(.device("\(trips) steps in one invocation"))
    }
    let wide: DType = dtype == .double ? .double : .float
    return .dispatches(
      [
        Dispatch(
          "Det.comp",
          bindings: [
            .read("x", .input(0), dtype), .readWrite("a", .scratch(0), wide),
            .write("y", .output(0), dtype),
          ], parameters: [.uint("count", count), .uint("m", m)], invocations: (count, 1, 1),
          tripBound: trips)
      ], scratch: [TensorType(wide, [max(1, count * m * m)])])
  }
}

extension Det {
  /// Elimination solves a matrix whose elements are off by `4 · n · u` of the largest, and each moves the
  /// determinant by its cofactor, which the lengths of the other rows bound (Hadamard).
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let center = try request.pointwise(self, ulps: 4)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      request.uncertain.isEmpty, let n = x.shape.dims.last, n > 0
    else { throw .unbounded("Det of uncertain inputs") }
    let rows = x.squared.sum(over: [x.shape.rank - 1]).squareRoot.values
    let errors = (0..<exact.count).map { place in
      let lengths = rows[place * n..<(place + 1) * n]
      return dtype.roundoff * 4 * Double(n * n) * lengths.reduce(1, *)
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))]
  }
}
