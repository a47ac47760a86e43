import Graphs
import Tensors

/// What graphs of operators are often made of.
extension GraphBuilder {
  mutating func cast(
    _ x: ValueID, from source: DType, to target: DType
  ) throws(OperatorError) -> ValueID {
    source == target
      ? x : try apply("Cast", x, attributes: ["to": .int(Int64(target.rawValue))])
  }

  mutating func integers(_ values: [Int]) throws(OperatorError) -> ValueID {
    constant(
      try tensors { () throws(TensorError) in
        try Tensor(values.map { Int64($0) }, shape: [values.count])
      })
  }

  /// A scalar of a float type.
  mutating func number(_ value: Float, _ dtype: DType) throws(OperatorError) -> ValueID {
    constant(
      try tensors { () throws(TensorError) in
        try Tensor(narrowing: .float(Buffer([value])), to: dtype, shape: [])
      })
  }

  /// `[0, 1, … count - 1]` of int32.
  ///
  /// - Throws: `.tooLarge` where the host can't list them.
  mutating func counting(_ count: Int) throws(OperatorError) -> ValueID {
    try TensorType(.int32, [count]).checkListing()
    return constant(
      try tensors { () throws(TensorError) in
        try Tensor((0..<count).map { Int32(truncatingIfNeeded: $0) }, shape: [count])
      })
  }

  mutating func reshape(_ x: ValueID, _ dims: [Int]) throws(OperatorError) -> ValueID {
    try apply("Reshape", x, try integers(dims), attributes: ["allowzero": .int(1)])
  }

  mutating func transpose(_ x: ValueID, _ axes: [Int]) throws(OperatorError) -> ValueID {
    try apply("Transpose", x, attributes: ["perm": .ints(axes.map { Int64($0) })])
  }

  mutating func slice(
    _ x: ValueID, _ range: Range<Int>, axis: Int
  ) throws(OperatorError) -> ValueID {
    try apply(
      "Slice", x, try integers([range.lowerBound]), try integers([range.upperBound]),
      try integers([axis]))
  }

  /// Parts of these sizes, side by side along an axis.
  mutating func split(
    _ x: ValueID, _ sizes: [Int], axis: Int
  ) throws(OperatorError) -> [ValueID] {
    try apply(
      "Split", [x, try integers(sizes)], outputCount: sizes.count,
      attributes: ["axis": .int(Int64(axis))])
  }

  /// The node that made `x` does this one's work too, where it can.
  mutating func followed(
    _ x: ValueID, by name: String, attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> ValueID {
    let y = try apply(name, x, attributes: attributes)
    fuse()
    return y
  }
}
