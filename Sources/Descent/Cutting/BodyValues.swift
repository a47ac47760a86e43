import Graphs
import Tensors

/// Values of a body by the iterations that it ran in: one number for each node around it, of an If 0.
struct BodyValues: Sendable {
  private(set) var runs: [[Int]: [ValueID: Value]] = [:]

  init() {}

  /// Takes apart what nodes around a body gave of all iterations.
  ///
  /// - Parameter nodes: those around the body, from the outside in.
  init(_ values: [(id: ValueID, value: Value)], stackedBy nodes: [Node]) {
    let repeats = nodes.map { $0.operatorName != "If" }
    let depth = repeats.count(where: \.self)
    for (id, value) in values {
      guard let tensor = value.tensor, tensor.rank >= depth else { continue }
      for (place, slice) in tensor.slices(depth).enumerated() {
        var rest = place
        var numbers: [Int] = []
        for axis in (0..<depth).reversed() {
          numbers.insert(rest % tensor.shape[axis], at: 0)
          rest /= tensor.shape[axis]
        }
        var loops = numbers[...]
        let iterations = repeats.map { $0 ? loops.removeFirst() : 0 }
        add(.tensor(slice), of: id, in: iterations)
      }
    }
  }

  /// A tensor of each value.
  var examples: [ValueID: Tensor] {
    runs.values.reduce(into: [:]) { examples, values in
      examples.merge(values.compactMapValues(\.tensor)) { first, _ in first }
    }
  }

  mutating func add(_ value: Value, of id: ValueID, in iterations: [Int]) {
    runs[iterations, default: [:]][id] = value
  }

  mutating func merge(_ other: BodyValues) {
    for (iterations, values) in other.runs {
      runs[iterations, default: [:]].merge(values) { $1 }
    }
  }
}

extension Tensor {
  /// The tensors behind the first axes, in order.
  fileprivate func slices(_ depth: Int) -> [Tensor] {
    let own = Shape(Array(shape.dims.dropFirst(depth)))
    let count = shape.dims.prefix(depth).reduce(1, *)
    return (0..<count).map { place in
      gathering(Array(place * own.count..<(place + 1) * own.count), shape: own)
    }
  }
}
