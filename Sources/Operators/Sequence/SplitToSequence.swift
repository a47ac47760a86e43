import Graphs
import Tensors

/// The sequence of a tensor's parts along an axis.
///
/// A scalar `split` is the length of every part but a shorter last one; a vector lists the lengths.
/// Without it the parts have length 1, and `keepdims` of 0 drops their axis.
///
/// - Throws: `.mismatch` for lengths that do not add up.
/// - Source: ONNX SplitToSequence, opsets 11, 24.
struct SplitToSequence: ContainerOperator {
  static let axis = AttributeKey<Int>("axis")
  static let keepdims = AttributeKey<Int>("keepdims")
  static let schema = OperatorSchema(
    "SplitToSequence", inputs: [.one("input", "T"), .optional("split", "I")],
    outputs: [.one("output_sequence", "S")],
    history: [
      .since(
        11, ["T": .classic, "I": [.int32, .int64], "S": .sequences(of: .classic)],
        attributes: [axis.or(0), keepdims.or(1)]),
      .since(
        24,
        [
          "T": .classicAndBFloat16, "I": [.int32, .int64], "S": .sequences(of: .classicAndBFloat16),
        ],
        attributes: [axis.or(0), keepdims.or(1)]),
    ])

  let axis: Int
  let keepsDims: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    keepsDims = try node[Self.keepdims] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard var dims = x.dims else { return [.sequence(.tensor(x))] }
    let position = try resolve(axis: axis, rank: dims.count)
    guard position < dims.count else { throw .axis(axis, rank: dims.count) }
    if inputs.has(1) {
      dims[position] = .unknown
    } else if keepsDims {
      dims[position] = 1
    } else {
      dims.remove(at: position)
    }
    return [.sequence(.tensor(TensorType(x.dtype, dims)))]
  }

  /// The parts' lengths along an axis of `extent`.
  private func lengths(
    _ split: Tensor?, extent: Int
  ) throws(OperatorError) -> [Int] {
    guard let split else { return Array(repeating: 1, count: extent) }
    guard let given = split.integers, split.rank <= 1 else {
      throw .rank(input: 1, found: split.rank, expected: "0 or 1")
    }
    if split.rank == 0 {
      let length = given[0]
      guard length > 0 else { throw .mismatch("parts of length \(length) do not make a tensor") }
      return stride(from: 0, to: extent, by: length).map { min(length, extent - $0) }
    }
    var left = extent
    for length in given {
      guard length >= 0, length <= left else { throw apart(given, extent) }
      left -= length
    }
    guard left == 0 else { throw apart(given, extent) }
    return given
  }

  private func apart(_ lengths: [Int], _ extent: Int) -> OperatorError {
    .mismatch("lengths \(lengths) do not add up to the extent \(extent)")
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.bytes(0) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    let axis = try resolve(axis: axis, rank: x.rank)
    let lengths = try lengths(try inputs.optionalTensor(1), extent: x.shape[axis])
    let strides = x.shape.strides
    var parts: [Value] = []
    var start = 0
    for length in lengths {
      var view = StridedView(shape: x.shape, strides: strides, start: start * strides[axis])
      view.shape.dims[axis] = length
      view.dims = view.shape.dims
      if !inputs.has(1), !keepsDims { view.shape.dims.remove(at: axis) }
      parts.append(.tensor(try x.viewed(by: view)))
      start += length
    }
    return [.sequence(parts, of: .tensor(x.dtype))]
  }
}

extension SplitToSequence {
  static let samples: [Sample] = [
    Sample([.normal(5, 3)]), Sample([.normal(2, 3)], ["axis": 1, "keepdims": 0]),
    Sample([.normal(2, 3)], ["axis": -1, "keepdims": 1]), Sample([.normal(5, 3), .scalar(2)]),
    Sample([.normal(5, 3), .list(1, 4)]),
    Sample([.normal(3, 6), .list(2, 0, 4).constant], ["axis": -1]),
    Sample([.normal(5, 3), .scalar(2).constant], ["keepdims": 0]),
    Sample([.special(33), .scalar(8)]),
    Sample([.normal(0, 3)]), Sample([.normal(5, 3), .scalar(9)]),
    .refused(.value, "lengths add up to the axis", [.normal(5, 3), .list(1, 3)]),
    .refused(.value, "lengths are not negative", [.normal(5, 3), .list(6, -1)]),
    .refused(.value, "a length is positive", [.normal(5, 3), .scalar(0)]),
    .refused(.range, "axis is in -r...r-1", [.normal(5, 3)], ["axis": 2]),
    .refused(.shape, "split is one number or a list", [.normal(5, 3), .list([1, 4], [1, 2])]),
  ].map { $0.tied("S", to: "T") }
}
