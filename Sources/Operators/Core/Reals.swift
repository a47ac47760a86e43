import Graphs
import Tensors

/// Numbers with errors, for formulas: each step adds what its rounding may, and carries what the steps
/// before it may.
///
/// `v̂ = v + d` with `|d| <= error`. Bounds are to first order in the unit roundoff but for products and
/// functions, which are taken at the ends of what their operands may be.
struct Reals: Sendable {
  let shape: Shape
  let values: [Double]
  let errors: [Double]
  /// The type whose arithmetic a run has.
  let dtype: DType

  init(_ shape: Shape, _ values: [Double], _ errors: [Double], _ dtype: DType) {
    self.shape = shape
    self.values = values
    self.errors = errors
    self.dtype = dtype
  }

  /// A float input.
  init(_ estimate: Estimate) throws(OperatorError) {
    guard let tensor = estimate.tensor, let dtype = estimate.dtype, let values = tensor.doubles
    else { throw .wrongType(input: 0, found: "no tensor", expected: "numbers") }
    self.init(
      tensor.shape, values,
      estimate.errors.map { Array($0) } ?? Array(repeating: 0, count: values.count), dtype)
  }

  /// A scalar that is given.
  init(_ value: Double, like other: Reals) { self.init([], [value], [0], other.dtype) }

  func estimate(_ dtype: DType) throws(OperatorError) -> Estimate {
    let tensor = try tensors { () throws(TensorError) in try Tensor(values, shape: shape) }
    return Estimate(tensor, dtype: dtype, errors: Buffer(errors))
  }

  private var u: Double { dtype.roundoff }

  /// A result, with its rounding, of which subnormal numbers have more; infinite where a run may overflow.
  private func rounded(
    _ shape: Shape, _ values: [Double], _ errors: [Double], steps: Double = 1
  ) -> Reals {
    let (u, greatest, least) = (u, dtype.computedGreatest, dtype.computedLeast)
    let all = values.indices.map { place -> Double in
      let size = values[place].magnitude
      guard size.isFinite else { return errors[place].isFinite ? 0 : .infinity }
      let reach = steps == 0 || size == 0 ? size + errors[place] : max(size + errors[place], least)
      let error = errors[place] + steps * u * reach
      return size + error > greatest || error.isNaN ? .infinity : error
    }
    return Reals(shape, values, all, dtype)
  }

  /// The same numbers in the arithmetic of another type.
  func computed(in dtype: DType) -> Reals { Reals(shape, values, errors, dtype) }

  /// The same numbers, each rounded to a type that is stored.
  func stored(as type: DType) -> Reals {
    guard let format = type.floatFormat else { return self }
    let all = values.indices.map {
      errors[$0] + format.halfUnit(at: values[$0].magnitude + errors[$0])
    }
    return Reals(shape, values, all, dtype)
  }

  /// A function of each element, at the ends and the middle of what it may be.
  ///
  /// - Parameter ulps: the function's own error, in units of the computing type.
  func map(ulps: Double = 1, _ f: (Double) -> Double) -> Reals {
    let results = values.map(f)
    let carried = values.indices.map { place -> Double in
      guard errors[place] > 0 else { return 0 }
      let (low, high) = (f(values[place] - errors[place]), f(values[place] + errors[place]))
      let widest = max((low - results[place]).magnitude, (high - results[place]).magnitude)
      return widest.isNaN ? .infinity : widest
    }
    return rounded(shape, results, carried, steps: 2 * ulps)
  }

  private func zip(
    _ other: Reals, steps: Double = 1, _ f: (Double, Double, Double, Double) -> (Double, Double)
  ) throws(OperatorError) -> Reals {
    let all = try broadcast([
      shape.dims.map { Dimension.known($0) }, other.shape.dims.map { Dimension.known($0) },
    ])
    let target = Shape((all ?? []).compactMap(\.value))
    let (mine, others) = (
      target.offsets(strides: try shape.strides(broadcastTo: target)),
      target.offsets(strides: try other.shape.strides(broadcastTo: target))
    )
    var (results, carried): ([Double], [Double]) = ([], [])
    for place in mine.indices {
      let (a, b) = (mine[place], others[place])
      let (value, error) = f(values[a], errors[a], other.values[b], other.errors[b])
      results.append(value)
      carried.append(error.isNaN ? .infinity : error)
    }
    return rounded(target, results, carried, steps: steps)
  }

  static func + (a: Reals, b: Reals) throws(OperatorError) -> Reals {
    try a.zip(b) { ($0 + $2, $1 + $3) }
  }
  static func - (a: Reals, b: Reals) throws(OperatorError) -> Reals {
    try a.zip(b) { ($0 - $2, $1 + $3) }
  }
  static func * (a: Reals, b: Reals) throws(OperatorError) -> Reals {
    try a.zip(b) { x, dx, y, dy in
      (x * y, Self.product(x.magnitude, dy) + Self.product(y.magnitude, dx) + Self.product(dx, dy))
    }
  }
  static func / (a: Reals, b: Reals) throws(OperatorError) -> Reals {
    try a.zip(b, steps: 2) { x, dx, y, dy in
      let least = y.magnitude - dy
      guard dx > 0 || dy > 0 else { return (x / y, 0) }
      return (x / y, least > 0 ? (dx + (x / y).magnitude * dy) / least : .infinity)
    }
  }
  /// Zero times an unlimited error is no error.
  private static func product(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }

  static func + (a: Reals, b: Double) throws(OperatorError) -> Reals { try a + Reals(b, like: a) }
  static func - (a: Reals, b: Double) throws(OperatorError) -> Reals { try a - Reals(b, like: a) }
  static func * (a: Reals, b: Double) throws(OperatorError) -> Reals { try a * Reals(b, like: a) }
  static func / (a: Reals, b: Double) throws(OperatorError) -> Reals { try a / Reals(b, like: a) }
  static func - (a: Double, b: Reals) throws(OperatorError) -> Reals { try Reals(a, like: b) - b }
  static prefix func - (a: Reals) -> Reals {
    Reals(a.shape, a.values.map { -$0 }, a.errors, a.dtype)
  }

  var squared: Reals { map { $0 * $0 } }
  var magnitude: Reals { Reals(shape, values.map(\.magnitude), errors, dtype) }
  /// Of numbers that are not negative; an error does not take them below 0.
  var squareRoot: Reals { map { max($0, 0).squareRoot() } }
  var exponential: Reals { map(ulps: 3) { Double.exp($0) } }
  var logarithm: Reals { map(ulps: 3) { Double.log(max($0, 0)) } }

  /// Folds along axes, which stay as axes of one element.
  private func folded(
    _ axes: [Int], _ fold: ([Double], [Double]) -> (Double, Double)
  ) -> (Shape, [Double], [Double]) {
    let rows = Rows(shape, axes: axes)
    let steps = rows.steps()
    var (results, carried): ([Double], [Double]) = ([], [])
    for row in 0..<rows.count {
      let start = rows.start(row)
      let (value, error) = fold(
        steps.map { values[start + $0] }, steps.map { errors[start + $0] })
      results.append(value)
      carried.append(error)
    }
    return (Shape(reduced(shape.dims, axes, keepsDims: true)), results, carried)
  }

  /// The sum in any order: `(K - 1) · u` of the largest partial sum that an order may have.
  func sum(over axes: [Int]) -> Reals {
    let u = u
    let (shape, values, errors) = folded(axes) { terms, errors in
      let sum = terms.reduce(0, +)
      let size = terms.reduce(0) { $0 + $1.magnitude }
      let carried = errors.reduce(0, +)
      let count = Double(terms.count)
      let partial = (size + min(size, sum.magnitude)) / 2 + carried
      return (sum, carried + max(count - 1, 0) * u * partial * (1 + count * u))
    }
    return rounded(shape, values, errors, steps: 0)
  }

  func mean(over axes: [Int]) -> Reals {
    let count = Double(axes.reduce(1) { $0 * shape[$1] })
    let sum = sum(over: axes)
    return rounded(
      sum.shape, sum.values.map { $0 / count }, sum.errors.map { $0 / count }, steps: 2)
  }

  func peak(over axes: [Int]) -> Reals {
    let (shape, values, errors) = folded(axes) { terms, errors in
      (
        terms.reduce(-.infinity) { $1.isNaN || $0.isNaN ? .nan : max($0, $1) },
        errors.reduce(0, max)
      )
    }
    return Reals(shape, values, errors, dtype)
  }

  func reshaped(_ shape: Shape) -> Reals { Reals(shape, values, errors, dtype) }

  /// One of the catalog's operators, newest revision, over these and other inputs.
  static func apply(
    _ kind: OperatorKind, _ inputs: [Estimate?], outputs: Int = 1,
    attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> [Estimate?] {
    let schema = kind.type.schema
    let ids = inputs.indices.map { inputs[$0] == nil ? nil : ValueID($0) }
    let node = try OperatorCatalog.standard.node(
      schema.name, domain: schema.domain, opset: TermWriter.opset, named: schema.name, inputs: ids,
      outputs: (0..<outputs).map { ValueID(inputs.count + $0) }, attributes: attributes)
    return try node.operation.estimate(
      EstimateRequest(inputs, wanted: Array(repeating: true, count: outputs)))
  }

  /// The product of matrices.
  func product(_ other: Reals) throws(OperatorError) -> Reals {
    let outputs = try Self.apply(.matMul, [try estimate(dtype), try other.estimate(dtype)])
    guard let y = outputs.first ?? nil else { throw .unbounded("a product without a result") }
    return try Reals(y).computed(in: dtype)
  }

  func transposed(_ order: [Int]) throws(OperatorError) -> Reals {
    let outputs = try Self.apply(
      .transpose, [try estimate(dtype)], attributes: ["perm": .ints(order.map(Int64.init))])
    guard let y = outputs.first ?? nil else { throw .unbounded("a transposition") }
    return try Reals(y).computed(in: dtype)
  }
}
