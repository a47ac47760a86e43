/// What an operator computes. To add one: write its function, and give it a line in `all`.
struct Operator: Sendable {
  let inputCount: Int
  let evaluate: Evaluation

  typealias Evaluation = @Sendable ([Tensor]) throws(Failure) -> Tensor

  static let all: [String: Operator] = [
    "Add": Operator(inputCount: 2, evaluate: add)
  ]
}

private let add: Operator.Evaluation = { inputs throws(Failure) in
  // Integers wrap around.
  try binary(inputs[0], inputs[1], { $0 + $1 }, { $0 &+ $1 })
}

/// Two tensors of one type, with ONNX's broadcasting.
private func binary(
  _ a: Tensor, _ b: Tensor, _ ofFloats: (Float, Float) -> Float,
  _ ofIntegers: (Int64, Int64) -> Int64
) throws(Failure) -> Tensor {
  let shape = try broadcast(a.shape, b.shape)
  let places = zip(places(of: a.shape, in: shape), places(of: b.shape, in: shape))
  switch (a.elements, b.elements) {
  case (.float(let x), .float(let y)):
    return try Tensor(shape: shape, .float(places.map { ofFloats(x[$0], y[$1]) }))
  case (.int64(let x), .int64(let y)):
    return try Tensor(shape: shape, .int64(places.map { ofIntegers(x[$0], y[$1]) }))
  default:
    throw .error(phase: "run", "The inputs are \(a.type) and \(b.type), and have to share a type.")
  }
}

/// Extents are matched from the last on; what is not there is 1.
private func broadcast(_ a: [Int], _ b: [Int]) throws(Failure) -> [Int] {
  let rank = max(a.count, b.count)
  var shape: [Int] = []
  for (x, y) in zip(padded(a, rank), padded(b, rank)) {
    guard x == y || x == 1 || y == 1 else {
      throw .error(phase: "run", "The shapes \(a) and \(b) can't be broadcast.")
    }
    shape.append(x == 1 ? y : x)
  }
  _ = try Tensor.count(shape)
  return shape
}

private func padded(_ shape: [Int], _ rank: Int) -> [Int] {
  [Int](repeating: 1, count: rank - shape.count) + shape
}

/// For each element of a result of this shape, in order, where the tensor's element lies.
private func places(of shape: [Int], in result: [Int]) -> [Int] {
  var places = result.contains(0) ? [] : [0]
  // Axis by axis, each place becomes a row of them.
  for (dim, extent) in zip(padded(shape, result.count), result) {
    places = places.flatMap { place in
      (0..<extent).map { place * dim + (dim == 1 ? 0 : $0) }
    }
  }
  return places
}
