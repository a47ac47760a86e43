import Graphs
import Tensors

/// A value among nodes that are being written, with its type.
struct Term {
  let id: ValueID
  let type: ValueType
  /// The value, where it is a constant.
  let known: Value?
  let writer: TermWriter

  /// - Throws: `.unsupported` of what is no tensor of known extents.
  func tensor() throws(OperatorError) -> (dtype: DType, shape: Shape) {
    guard let tensor = type.tensor, let shape = tensor.shape else {
      throw .unsupported("a derivative through \(type.sentence), whose extents only a run tells,")
    }
    return (tensor.dtype, shape)
  }

  var dtype: DType { get throws(OperatorError) { try tensor().dtype } }
  var shape: Shape { get throws(OperatorError) { try tensor().shape } }

  /// Whether it is a tensor of a type that has derivatives.
  var isFloating: Bool { type.tensor?.dtype.floatFormat != nil }

  func map(
    _ kind: OperatorKind, attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> Term { try writer.apply(kind, self, attributes: attributes) }

  /// A scalar of this term's element type.
  func scalar(_ value: Double) throws(OperatorError) -> Term {
    writer.constant(try Tensor(scalar: value).cast(to: try dtype))
  }

  /// A tensor of this term's type, of equal elements.
  func filled(_ value: Double) throws(OperatorError) -> Term {
    try scalar(value).expanded(to: try shape)
  }
}

extension Term? {
  /// The gradient, of which `nil` is 0.
  func orZeros(like other: Term) throws(OperatorError) -> Term {
    if let self { return self }
    return try other.filled(0)
  }
}

extension Term {
  static func + (a: Term, b: Term) throws(OperatorError) -> Term { try a.writer.apply(.add, a, b) }
  static func - (a: Term, b: Term) throws(OperatorError) -> Term { try a.writer.apply(.sub, a, b) }
  static func * (a: Term, b: Term) throws(OperatorError) -> Term { try a.writer.apply(.mul, a, b) }
  static func / (a: Term, b: Term) throws(OperatorError) -> Term { try a.writer.apply(.div, a, b) }
  static func + (a: Term, b: Double) throws(OperatorError) -> Term { try a + a.scalar(b) }
  static func - (a: Term, b: Double) throws(OperatorError) -> Term { try a - a.scalar(b) }
  static func * (a: Term, b: Double) throws(OperatorError) -> Term { try a * a.scalar(b) }
  static func / (a: Term, b: Double) throws(OperatorError) -> Term { try a / a.scalar(b) }
  static func - (a: Double, b: Term) throws(OperatorError) -> Term { try b.scalar(a) - b }
  static func / (a: Double, b: Term) throws(OperatorError) -> Term { try b.scalar(a) / b }
  static prefix func - (a: Term) throws(OperatorError) -> Term { try a.map(.neg) }
  var squared: Term { get throws(OperatorError) { try self * self } }

  func isLess(than other: Term) throws(OperatorError) -> Term {
    try writer.apply(.less, self, other)
  }
  func isLess(than other: Double) throws(OperatorError) -> Term {
    try isLess(than: try scalar(other))
  }
  func isGreater(than other: Term) throws(OperatorError) -> Term {
    try writer.apply(.greater, self, other)
  }
  func isGreater(than other: Double) throws(OperatorError) -> Term {
    try isGreater(than: try scalar(other))
  }
  func equals(_ other: Term) throws(OperatorError) -> Term { try writer.apply(.equal, self, other) }

  /// `self ? a : b` of booleans.
  func choose(_ a: Term, _ b: Term) throws(OperatorError) -> Term {
    try writer.apply(.where, self, a, b)
  }
  /// Booleans as 0 and 1 of another term's element type.
  func numbers(like other: Term) throws(OperatorError) -> Term { try cast(to: try other.dtype) }

  func cast(to dtype: DType) throws(OperatorError) -> Term {
    if try self.dtype == dtype { return self }
    return try map(.cast, attributes: ["to": .int(Int64(dtype.rawValue))])
  }
}

extension Term {
  func reshaped(to shape: Shape) throws(OperatorError) -> Term {
    if try self.shape == shape { return self }
    return try writer.apply(
      .reshape, self, writer.constant(shape.dims), attributes: ["allowzero": .int(1)])
  }

  func transposed(_ order: [Int]) throws(OperatorError) -> Term {
    try map(.transpose, attributes: ["perm": .ints(order.map(Int64.init))])
  }

  /// The last two axes exchanged.
  func matrixTransposed() throws(OperatorError) -> Term {
    var order = Array(0..<(try shape.rank))
    guard order.count >= 2 else { throw .rank(input: 0, found: order.count, expected: "2 or more") }
    order.swapAt(order.count - 1, order.count - 2)
    return try transposed(order)
  }

  func expanded(to shape: Shape) throws(OperatorError) -> Term {
    if try self.shape == shape { return self }
    return try writer.apply(.expand, self, writer.constant(shape.dims))
  }

  /// The sum along axes, which stay as axes of one element.
  func sum(over axes: [Int]) throws(OperatorError) -> Term { try folded(.reduceSum, axes) }
  func mean(over axes: [Int]) throws(OperatorError) -> Term { try folded(.reduceMean, axes) }

  func folded(_ kind: OperatorKind, _ axes: [Int]) throws(OperatorError) -> Term {
    if axes.isEmpty { return self }
    return try writer.apply(kind, self, writer.constant(axes))
  }

  /// The sum over all that broadcasting from `shape` repeated.
  func sum(to shape: Shape) throws(OperatorError) -> Term {
    let dims = try self.shape.dims
    let missing = dims.count - shape.rank
    guard missing >= 0 else { return try reshaped(to: shape) }
    let axes = dims.indices.filter { axis in
      axis < missing || shape[axis - missing] == 1 && dims[axis] != 1
    }
    return try sum(over: axes).reshaped(to: shape)
  }

  /// Elements `starts[k] ..< starts[k] + shape[k]` along each axis; those outside are 0.
  func window(at starts: [Int], _ shape: Shape) throws(OperatorError) -> Term {
    let own = try self.shape
    let after = own.dims.indices.map { starts[$0] + shape[$0] - own[$0] }
    if starts.allSatisfy({ $0 == 0 }), after.allSatisfy({ $0 == 0 }) { return self }
    return try writer.apply(.pad, self, writer.constant(starts.map { -$0 } + after))
  }
}
