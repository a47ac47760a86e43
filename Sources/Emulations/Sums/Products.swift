import Graphs
import Tensors

extension Node {
  /// `Y[…, m, n] = Σ A[…, m, k] · B[…, k, n]`.
  func matMul(_ inputs: Evaluation, _ output: Shape) -> SumOfProducts? {
    guard let x = inputs.tensor(0), let w = inputs.tensor(1), x.rank > 0, w.rank > 0,
      let a = x.doubles, let b = w.doubles
    else { return nil }
    let left = x.rank == 1 ? [1] + x.shape.dims : x.shape.dims
    let right = w.rank == 1 ? w.shape.dims + [1] : w.shape.dims
    let (rows, depth) = (left[left.count - 2], left[left.count - 1])
    let columns = right[right.count - 1]
    let batch = max(left.count, right.count) - 2
    let extents = (0..<batch).map { axis -> Int in
      let one = left.count - 2 - batch + axis
      let other = right.count - 2 - batch + axis
      return max(one >= 0 ? left[one] : 1, other >= 0 ? right[other] : 1)
    }
    return SumOfProducts(a: a, b: b) { place in
      let (row, column) = (place / columns % rows, place % columns)
      let matrix = place / (rows * columns)
      let first = Self.matrix(matrix, extents, of: left) * rows * depth + row * depth
      let second = Self.matrix(matrix, extents, of: right) * depth * columns + column
      return (0..<depth).map { (first + $0, second + $0 * columns) }
    } finish: { _, sum, _ in
      sum
    }
  }

  /// The number of an operand's matrix, which repeats along axes of extent 1.
  private static func matrix(_ number: Int, _ extents: [Int], of dims: [Int]) -> Int {
    var (rest, result, step) = (number, 0, 1)
    for axis in extents.indices.reversed() {
      let own = dims.count - 2 - extents.count + axis
      if own >= 0 {
        result += dims[own] == 1 ? 0 : rest % extents[axis] * step
        step *= dims[own]
      }
      rest /= extents[axis]
    }
    return result
  }

  /// `Y = alpha · A' · B' + beta · C`.
  func gemm(_ inputs: Evaluation, _ output: Shape) -> SumOfProducts? {
    guard let x = inputs.tensor(0), let w = inputs.tensor(1), x.rank == 2, w.rank == 2,
      let a = x.doubles, let b = w.doubles, output.rank == 2
    else { return nil }
    let (turnsA, turnsB) = (integer("transA") == 1, integer("transB") == 1)
    let depth = x.shape[turnsA ? 0 : 1]
    let (alpha, beta) = (Double(float("alpha") ?? 1), Double(float("beta") ?? 1))
    let bias = inputs.tensor(2).flatMap { tensor in
      tensor.doubles.map { (values: $0, shape: tensor.shape) }
    }
    return SumOfProducts(a: a, b: b) { place in
      let (row, column) = (place / output[1], place % output[1])
      return (0..<depth).map { k in
        (
          turnsA ? k * x.shape[1] + row : row * depth + k,
          turnsB ? column * depth + k : k * w.shape[1] + column
        )
      }
    } finish: { place, sum, rounded in
      let scaled = alpha == 1 ? sum : rounded(alpha * sum)
      guard let bias else { return scaled }
      let index = [place / output[1], place % output[1]].suffix(bias.shape.rank)
      let own = zip(index, bias.shape.dims).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
      return rounded(scaled + (beta == 1 ? bias.values[own] : rounded(beta * bias.values[own])))
    }
  }
}
