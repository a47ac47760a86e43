import Graphs
import Tensors

/// Parts of the input along an axis, of the given lengths or of equal ones.
///
/// - Source: ONNX Split, opsets 1, 2, 11, 13, 18. Lengths are an attribute before 13 (in opset 1 an
///   input, too). Since 18 the last of `num_outputs` parts may be shorter.
struct Split: StridedMovement {
  static let axis = AttributeKey<Int>("axis")
  static let split = AttributeKey<[Int]>("split")
  static let numOutputs = AttributeKey<Int>("num_outputs")
  static let schema = OperatorSchema(
    "Split", inputs: [.one("input", "T"), .optional("split", "tensor(int64)")],
    outputs: [.variadic("outputs", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [axis.optional, split.optional],
        inputs: [.one("input", "T"), .optional("split", "T")],
        outputs: [.variadic("outputs...", "T")]),
      .since(
        2, ["T": .classic],
        attributes: [axis.or(0), split.optional],
        inputs: [.one("input", "T")]),
      .since(
        11, ["T": .classic],
        attributes: [axis.or(0), split.optional],
        inputs: [.one("input", "T")]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [axis.or(0)]),
      .since(
        18, ["T": .classicAndBFloat16],
        attributes: [axis.or(0), numOutputs.optional]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(6, 2)]).before(13).outputs(count: 2),
    Sample([.normal(2, 6)], ["axis": 1, "split": [1, 3, 2]]).before(13).outputs(count: 3).since(2),
    Sample([.normal(6, 2)]).since(13).before(18).outputs(count: 3),
    Sample([.normal(2, 6), .list(1, 3, 2)], ["axis": 1]).since(13).outputs(count: 3),
    Sample([.normal(2, 6), .list(0, 6).constant], ["axis": -1]).since(13).outputs(count: 2),
    Sample([.normal(6, 2)], ["num_outputs": 3]).since(18).outputs(count: 3),
    Sample([.normal(7, 2)], ["num_outputs": 3]).since(18).outputs(count: 3),
    Sample([.special(33)], ["num_outputs": 1]).since(18).outputs(count: 1),
    Sample([.normal(3, 0), .list(0, 0)], ["axis": 1]).since(13).outputs(count: 2),
    Sample([.normal(65_537, 4), .list(1, 3).constant], ["axis": 1]).since(13).outputs(count: 2)
      .types("T", [.float]),
    .refused(.shape, "the parts have the axis in all", [.normal(6, 2), .list(1, 3)]).since(13)
      .outputs(count: 2),
    .refused(.range, "axis is inside the rank", [.normal(6, 2), .list(3, 3)], ["axis": 2]).since(13)
      .outputs(count: 2),
    .refused(.value, "a part has 0 elements or more", [.normal(6, 2), .list(7, -1)]).since(13)
      .outputs(count: 2),
    .refused(
      .attribute, "split and num_outputs exclude each other", [.normal(6, 2), .list(3, 3)],
      ["num_outputs": 2]
    ).since(18).outputs(count: 2),
    .refused(
      .attribute, "num_outputs says how many outputs there are", [.normal(6, 2)], ["num_outputs": 3]
    ).since(18).outputs(count: 2),
  ]

  let axis: Int
  let lengths: [Int]?
  let takesLengthsAsInput: Bool
  let partCount: Int
  let allowsShorterLast: Bool
  private let saysCount: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = node[ifPresent: Self.axis] ?? 0
    lengths = node[ifPresent: Self.split]
    takesLengthsAsInput = node.revision.inputs.count > 1
    partCount = node[ifPresent: Self.numOutputs] ?? node.outputCount
    allowsShorterLast = node.opset >= 18
    saysCount = node[ifPresent: Self.numOutputs] != nil
    guard partCount > 0, partCount == node.outputCount else {
      throw .attribute(
        "num_outputs", found: "\(partCount)",
        expected: "\(node.outputCount), as the node has outputs")
    }
  }

  /// The parts' extents along the axis.
  private func parts(
    of extent: Dimension, _ inputs: Inference
  ) throws(OperatorError) -> [Dimension] {
    if takesLengthsAsInput, inputs.has(1) {
      guard !saysCount else {
        throw .mismatch("'num_outputs' and input 1, the parts' lengths, exclude each other")
      }
      guard let given = inputs.knownIntegers(1) else {
        return Array(repeating: .unknown, count: inputs.outputCount)
      }
      return try check(given, extent)
    }
    if let lengths { return try check(lengths, extent) }
    guard let extent = extent.value else { return Array(repeating: .unknown, count: partCount) }
    guard allowsShorterLast || extent % partCount == 0 else {
      throw .mismatch("an extent of \(extent) does not split into \(partCount) equal parts")
    }
    let length = (extent + partCount - 1) / partCount
    let last = extent - length * (partCount - 1)
    guard last >= 0 else {
      throw .mismatch("an extent of \(extent) does not split into \(partCount) parts of \(length)")
    }
    return Array(repeating: .known(length), count: partCount - 1) + [.known(last)]
  }

  private func check(_ lengths: [Int], _ extent: Dimension) throws(OperatorError) -> [Dimension] {
    let dims = lengths.map { Dimension.known($0) }
    var total = 0
    for length in lengths {
      guard length >= 0 else { throw .mismatch("lengths \(lengths) have a negative one") }
      let (sum, overflow) = total.addingReportingOverflow(length)
      guard !overflow else { throw .mismatch("lengths \(lengths) do not add up") }
      total = sum
    }
    if let extent = extent.value, extent != total {
      throw .mismatch("lengths \(lengths) do not add up to the extent \(extent)")
    }
    return dims
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else {
      return Array(repeating: .tensor(x), count: inputs.outputCount)
    }
    let axis = try resolve(axis: axis, rank: dims.count)
    guard axis < dims.count else { throw .axis(axis, rank: dims.count) }
    return try parts(of: dims[axis], inputs).map { part in
      var dims = dims
      dims[axis] = part
      return .tensor(TensorType(x.dtype, dims))
    }
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    if takesLengthsAsInput { _ = try inputs.integers(1) }
    let axis = try resolve(axis: axis, rank: shape.rank)
    guard axis < shape.rank else { throw .axis(axis, rank: shape.rank) }
    let strides = shape.strides
    var start = 0
    return try parts(of: .known(shape[axis]), inputs).compactMap(\.value).map { length in
      defer { start += length * strides[axis] }
      var part = shape
      part.dims[axis] = length
      return StridedView(shape: part, strides: strides, start: start)
    }
  }
}

extension Split: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    var parts: [Term] = []
    for (output, gradient) in zip(site.outputs, site.outputGradients) {
      guard let output else {
        throw .unsupported("the derivative of Split without all of its outputs")
      }
      parts.append(try gradient.orZeros(like: output))
    }
    return [
      try site.writer.apply(
        .concat, parts, outputCount: 1, attributes: ["axis": .int(Int64(axis))])[0]
    ]
  }
}
