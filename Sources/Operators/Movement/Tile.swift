import Graphs
import Tensors

/// The input repeated as a whole, so many times along each axis.
///
/// - Source: ONNX Tile, opsets 1, 6, 13. Opset 1 repeats along one axis, both numbers in the
///   input's type.
struct Tile: StridedMovement {
  static let schema = OperatorSchema(
    "Tile", inputs: [.one("input", "T"), .one("repeats", "T1")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "T1": [.int64]],
        inputs: [.one("input", "T"), .one("tiles", "T"), .one("axis", "T")]),
      .since(6, ["T": .classic, "T1": [.int64]]),
      .since(13, ["T": .classicAndBFloat16, "T1": [.int64]]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3), .scalar(2), .scalar(1)]).before(6),
    Sample([.normal(2, 3), .list(2, 2)]).since(6),
    Sample([.normal(2, 3), .list(1, 3).constant]).since(6),
    Sample([.normal(), .list([], [0])]).since(6), Sample([.normal(2, 3), .list(0, 1)]).since(6),
    Sample([.special(17), .list(3)]).since(6), Sample([.normal(0, 3), .list(2, 2)]).since(6),
    Sample([.normal(1, 3, 1), .list(3, 1, 5)]).since(6),
    .refused(.shape, "repeats has a number an axis", [.normal(2, 3), .list(2)]).since(6),
    .refused(.value, "a repeat is 0 or more", [.normal(2, 3), .list(2, -1)]).since(6),
  ]

  let repeatsOneAxis: Bool

  init(_ node: NodeReader) throws(OperatorError) { repeatsOneAxis = node.opset < 6 }

  /// How often each axis is repeated; `nil` while it is not known.
  private func repeats(_ inputs: Inference, rank: Int) throws(OperatorError) -> [Int]? {
    _ = try inputs.type(1)
    let repeats: [Int]
    if repeatsOneAxis {
      _ = try inputs.type(2)
      guard let tiles = inputs.knownTensor(1), let axis = inputs.knownTensor(2) else {
        return nil
      }
      guard let count = tiles.doubles?.first.flatMap({ Int(exactly: $0) }),
        let position = axis.doubles?.first.flatMap({ Int(exactly: $0) })
      else { throw .mismatch("tiles and axis are no whole numbers") }
      guard (0..<rank).contains(position) else { throw .axis(position, rank: rank) }
      repeats = (0..<rank).map { $0 == position ? count : 1 }
    } else {
      guard let known = inputs.knownIntegers(1) else { return nil }
      repeats = known
    }
    guard repeats.count == rank, repeats.allSatisfy({ $0 >= 0 }) else {
      throw .mismatch("repeats \(repeats) do not suit an input of rank \(rank)")
    }
    return repeats
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    guard let repeats = try repeats(inputs, rank: dims.count) else {
      return [.tensor(TensorType(x.dtype, dims.map { _ in .unknown }))]
    }
    return [
      try TensorType(x.dtype, zip(dims, repeats).map { $0 * .known($1) }).checked()
    ]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    guard let repeats = try repeats(inputs, rank: shape.rank) else {
      throw .unknownValue(input: repeatsOneAxis && inputs.knownTensor(1) != nil ? 2 : 1)
    }
    var dims: [Dimension] = []
    var (walked, strides): ([Int], [Int]) = ([], [])
    for (axis, stride) in shape.strides.enumerated() {
      let (extent, overflow) = shape[axis].multipliedReportingOverflow(by: repeats[axis])
      dims.append(overflow ? .symbol("\(repeats[axis]) · \(shape[axis])") : .known(extent))
      walked += [repeats[axis], shape[axis]]
      strides += [0, stride]
    }
    let type = TensorType(try inputs.tensor(0).dtype, dims)
    guard type.shape != nil else { throw .tooLarge(type, most: TensorType.largestCount) }
    return [StridedView(shape: try type.extent(), dims: walked, strides: strides)]
  }
}

extension Tile: DifferentiableMovement {}
