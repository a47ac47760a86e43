import Graphs
import Tensors

extension EmulationKind {
  /// Recurrent layers: time and gates.
  static let recurrences: [EmulationKind] = [
    EmulationKind("reversed-time", "The steps of time come in the other order.") { node in
      guard node.isNamed(["LSTM", "GRU", "RNN"]) else { return nil }
      let axis = node.integer("layout") == 1 ? 1 : 0
      return { operation, inputs in
        guard let x = inputs.tensor(0), x.rank == 3, x.shape[axis] > 1 else { return nil }
        let extent = x.shape[axis]
        let reversed = x.reading(x.places(along: axis) { extent - 1 - $0 })
        return try operation.results(of: inputs.replacing(0, by: .tensor(reversed)))
      }
    },
    EmulationKind("wrong-gate-order", "The gates lie in the order that PyTorch has them.") { node in
      let order: [Int]
      switch node.domain.isEmpty ? node.operatorName : "" {
      // i, o, f, c is read as i, f, c, o.
      case "LSTM": order = [0, 3, 1, 2]
      // z, r, h is read as r, z, h.
      case "GRU": order = [1, 0, 2]
      default: return nil
      }
      return { operation, inputs in
        var values = inputs.values
        for index in 1...3 where values.indices.contains(index) {
          // B holds the gates' biases of W, then those of R.
          let count = order.count * (index == 3 ? 2 : 1)
          guard let tensor = inputs.tensor(index), tensor.rank > 1, tensor.shape[1] % count == 0
          else { continue }
          let extent = tensor.shape[1] / count
          let places = tensor.places(along: 1) {
            let (half, gate) = ($0 / extent).quotientAndRemainder(dividingBy: order.count)
            return (half * order.count + order[gate]) * extent + $0 % extent
          }
          values[index] = .tensor(tensor.reading(places))
        }
        return try operation.results(of: inputs.replacing(values))
      }
    },
    EmulationKind("stale-state", "The second step starts from the state that the first one had.") {
      node in
      guard node.isNamed(["LSTM", "GRU", "RNN"]), node.integer("layout") != 1,
        node.word("direction") == "forward"
      else { return nil }
      // What follows the first step is computed as if it had not been there.
      return { operation, inputs in
        guard let x = inputs.tensor(0), x.rank == 3, x.shape[0] > 1, inputs.tensor(4) == nil else {
          return nil
        }
        let outputs = try operation.evaluate(inputs)
        let inner = x.shape[1] * x.shape[2]
        let rest = x.reading(
          Array(inner..<x.count), shape: [x.shape[0] - 1, x.shape[1], x.shape[2]])
        let late = try operation.results(of: inputs.replacing(0, by: .tensor(rest)))
        return zip(outputs, late).enumerated().map { index, pair in
          guard index == 0, let y = pair.0?.tensor, let other = pair.1?.tensor
          else { return pair.1 }
          let step = y.count / x.shape[0]
          return (try? other.preceded(by: step, of: y)).map { .tensor($0) } ?? pair.1
        }
      }
    },
  ]
}

extension Tensor {
  /// The first elements of `other`, then this tensor's, in the shape of `other`.
  fileprivate func preceded(by count: Int, of other: Tensor) throws -> Tensor {
    let tail = try reshaped(to: [self.count])
    let padded = tail.reading(
      (0..<other.count).map { min(max($0 - count, 0), self.count - 1) }, shape: other.shape)
    return try other.keeping(or: padded) { $0 < count }
  }
}
