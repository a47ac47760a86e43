import Graphs
import Tensors

extension EstimateRequest {
  /// A transform whose first bin is the sum of its terms. With the sizes of all elements as a real
  /// signal that bin is `Σ|x|`, at least any other's; an inverse one-sided transform counts most
  /// elements twice.
  func spectral(_ operation: any Operator, window: Int?) throws(OperatorError) -> [Estimate?] {
    let center = try evaluate(operation, values)
    let x = try reals(0)
    guard let exact = center.first??.tensor, let last = x.shape.dims.last else {
      throw .unbounded("a transform of no axes")
    }
    let isComplex = last == 2
    func sizes(_ error: Double) -> [Double] {
      x.values.indices.map { place in
        let size = x.values[place].magnitude + error * x.errors[place]
        guard isComplex else { return size }
        let other = place ^ 1
        return place % 2 == 0 ? size + x.values[other].magnitude + error * x.errors[other] : 0
      }
    }
    func sums(_ numbers: [Double]) throws(OperatorError) -> [Double] {
      var changed = values
      changed[0] = .tensor(
        try tensors { () throws(TensorError) in try Tensor(numbers, shape: x.shape) })
      if let window, let weights = try optionalReals(window) {
        changed[window] = .tensor(
          try tensors { () throws(TensorError) in
            try Tensor(weights.values.map(\.magnitude), shape: weights.shape)
          })
      }
      return try evaluate(operation, changed).first??.tensor?.doubles ?? []
    }
    let largest = try Estimate.largest(sums(sizes(0)), exact.shape)
    let reach = uncertain.isEmpty ? largest : try Estimate.largest(sums(sizes(1)), exact.shape)
    let dtype = x.dtype
    let count = Double(x.shape.dims.max() ?? 1)
    let errors = largest.indices.map {
      2 * (dtype.roundoff * (count + 8) * reach[$0] + reach[$0] - largest[$0])
    }
    return [Estimate(exact.inDoubles, dtype: dtype, errors: Buffer(errors))]
  }
}

extension Estimate {
  /// Each number replaced by the largest of its transform: all but the first axis's.
  fileprivate static func largest(_ sums: [Double], _ shape: Shape) -> [Double] {
    let rows = max(1, sums.count / max(1, shape.rank > 0 ? shape[0] : 1))
    var result: [Double] = []
    for start in stride(from: 0, to: sums.count, by: rows) {
      let row = sums[start..<min(start + rows, sums.count)]
      let peak = row.reduce(0) { max($0, $1.magnitude) }
      result += Array(repeating: peak, count: row.count)
    }
    return result
  }
}
