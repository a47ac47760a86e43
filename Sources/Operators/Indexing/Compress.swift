import Graphs
import Tensors

/// The slices of an axis, or the elements of the flattened input, where a condition holds.
///
/// A condition that is shorter than the axis drops the rest.
///
/// - Throws: `.index` for a true condition past the axis.
/// - Source: ONNX Compress, opsets 9, 11, 28.
struct Compress: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Compress", inputs: [.one("input", "T"), .one("condition", "T1")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        9, ["T": .classic, "T1": [.bool]],
        attributes: [axis.optional]),
      .since(
        11, ["T": .classic, "T1": [.bool]],
        attributes: [axis.optional]),
      .since(
        28, ["T": .classicAndBFloat16, "T1": [.bool]],
        attributes: [axis.optional]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .list([1, 0, 1], [3])], ["axis": 0]),
    Sample([.normal(3, 4), .list([0, 1, 1, 0], [4])], ["axis": 1]),
    Sample([.normal(3, 4), .list([0, 1, 0, 0, 1, 1], [6])]),
    Sample([.normal(3, 4), .list([0, 1], [2])], ["axis": 0]),
    Sample([.normal(3, 4), .list([0, 0, 0], [3])], ["axis": 0]),
    Sample([.special(33), .normal(33)]),
    Sample([.normal(3, 4), .normal(4)], ["axis": -1]).since(11),
    Sample([.normal(0, 4), .list([], [0])], ["axis": 0]),
    .refused(.range, "axis is inside the rank", [.normal(3, 4), .list([1, 0], [2])], ["axis": 2]),
    .refused(
      .range, "condition is at most as long as the axis", [.normal(2, 4), .list([1, 0, 1], [3])],
      ["axis": 0]),
  ]
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  let axis: Int?

  init(_ node: NodeReader) throws(OperatorError) { axis = node[ifPresent: Self.axis] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.tensor(1)
    let count = inputs.knownIntegers(1).map { Dimension.known($0.count { $0 != 0 }) } ?? .unknown
    guard let axis else { return [.tensor(TensorType(x.dtype, [count]))] }
    guard var dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    dims[try resolve(axis: axis, rank: dims.count)] = count
    return [.tensor(TensorType(x.dtype, dims))]
  }

  /// What holds, in lists that grow, then where each slice starts, and the output where it is not known.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let view = try SliceView(try request.inputs.tensor(0).shape ?? [], axis: axis)
    return request.list(1) * 6 + request.list(1) * view.outer + request.bytes(0)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let x = try inputs.tensor(0)
    let kept = (try inputs.integers(1) ?? []).enumerated().filter { $1 != 0 }.map(\.offset)
    let view = try SliceView(x.shape, axis: axis)
    try check(kept, view)
    return [
      .tensor(
        try x.gatheringBlocks(view.starts(kept), of: view.block, shape: try output.extent()))
    ]
  }

  private func check(_ kept: [Int], _ view: SliceView) throws(OperatorError) {
    if let last = kept.last, last >= view.extent { throw .index(last, extent: view.extent) }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if dtype == .string { return .host(.byNature("strings")) }
    let view = try SliceView(shape, axis: axis)
    let conditions = try request.tensor(1).shape.count
    // Only the host can say that a condition past the axis holds.
    let known =
      try conditions > view.extent ? request.integers(1) : request.inference.knownIntegers(1)
    let kept = known?.enumerated().filter { $1 != 0 }.map(\.offset)
    if let kept { try check(kept, view) }
    let count = min(conditions, view.extent)
    var work = WorkList()
    let flags = work.flags(.input(1), .bool, count: count)
    let (positions, total) = work.positions(of: flags, count: count)
    let counted = try work.counted(by: total) { (counts) throws(OperatorError) in
      (
        [TensorType(dtype, view.shape(of: counts[0]))],
        [.slices(dtype, view, picked: positions, count: counts[0])]
      )
    }
    return if let kept { try counted.known([kept.count]) } else { .counted(counted) }
  }
}
