import Graphs
import Tensors

/// The distinct elements, or the distinct slices of an axis: ascending, or in the order in which
/// they first occur.
///
/// The other outputs: where each first occurs, which of them each element of the input is, and how
/// often each occurs. NaNs are equal to each other.
///
/// - Source: ONNX Unique, opsets 11, 28.
struct Unique: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let sorted = AttributeKey<Int>("sorted")
  static let schema = OperatorSchema(
    "Unique", inputs: [.one("X", "T")],
    outputs: [
      .one("Y", "T"), .optional("indices", "tensor(int64)"),
      .optional("inverse_indices", "tensor(int64)"), .optional("counts", "tensor(int64)"),
    ],
    history: [
      .since(
        11, ["T": .classic],
        attributes: [axis.optional, sorted.or(1)]),
      .since(
        28, ["T": .classicAndBFloat16],
        attributes: [axis.optional, sorted.or(1)]),
    ])
  static let samples: [Sample] = [
    Sample([.list([2, 1, 1, 3, 4, 3], [6])]).outputs(count: 4),
    Sample([.list([2, 1, 1, 3, 4, 3], [6])], ["sorted": 0]).outputs(count: 4),
    Sample([.list([1, 0, 0, 1, 0, 0, 2, 3, 4], [3, 3])], ["axis": 0]).outputs(count: 4),
    Sample([.list([1, 0, 1, 2, 0, 2], [2, 3])], ["axis": 1, "sorted": 0]).outputs(count: 4),
    Sample([.list([1, 0, 1, 2, 0, 2], [2, 3])], ["axis": -1]).outputs(true, false, true, false),
    Sample([.strewn(67)]).types("T", .integers + [.string]).outputs(count: 4),
    Sample([.list([0.5, .nan, -0.0, .nan, 0, .infinity, 0.5, -.infinity], [8])])
      .types("T", .floats).outputs(count: 4),
    Sample([.normal(65)]), Sample([.normal(2, 3)]).outputs(true, true),
    Sample([.list([], [0])]).outputs(count: 4),
    Sample([.normal(2, 3, 2)], ["axis": 1, "sorted": 1]).outputs(true, false, false, true),
    .refused(.range, "axis is inside the rank", [.normal(3)], ["axis": 1]),
  ]
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  let axis: Int?
  let sorts: Bool

  init(axis: Int?, sorts: Bool) {
    self.axis = axis
    self.sorts = sorts
  }

  init(_ node: NodeReader) throws(OperatorError) {
    axis = node[ifPresent: Self.axis]
    sorts = try node[Self.sorted] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var dims: [Dimension]? = [.unknown]
    var inverse = x.dims.flatMap(\.product).map { Dimension.known($0) } ?? .unknown
    if let axis {
      dims = x.dims
      if let rank = x.rank {
        guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
        let position = try resolve(axis: axis, rank: rank)
        inverse = dims?[position] ?? .unknown
        dims?[position] = .unknown
      }
    }
    let list = ValueType.tensor(TensorType(.int64, [.unknown]))
    return [
      .tensor(TensorType(x.dtype, dims)), list, .tensor(TensorType(.int64, [inverse])), list,
    ]
  }

  /// An order, a list a group, what becomes of both, and the output.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideInputs + request.list(0) * 20 + request.bytes(0)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    let view = try SliceView(x.shape, axis: axis)
    var groups = EqualSlices(x, view).groups
    if !sorts { groups.sort { $0[$0.startIndex] < $1[$1.startIndex] } }
    let firsts = groups.map { $0[$0.startIndex] }
    var inverse = [Int64](repeating: 0, count: view.extent)
    for k in groups.indices {
      for slice in groups[k] { inverse[slice] = Int64(k) }
    }
    return [
      .tensor(
        try x.gatheringBlocks(
          view.starts(firsts), of: view.block, shape: view.shape(of: firsts.count))),
      .tensor(Tensor(vector: firsts.map { Int64($0) })), .tensor(Tensor(vector: inverse)),
      .tensor(Tensor(vector: groups.map { Int64($0.count) })),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try lowering(request, at: [0, 1, 2, 3])
  }

  /// - Parameter places: which outputs have the values, their first places, the inverse and the counts.
  func lowering(_ request: LoweringRequest, at places: [Int?]) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if dtype == .string { return .host(.byNature("strings")) }
    let view = try SliceView(shape, axis: axis)
    let groups = SliceGroups(dtype, view, placesFirsts: !sorts, request.device)
    var work = groups.work
    let (targets, firsts) = (work.tensor(count: view.extent), work.tensor(count: view.extent))
    let outputs = places.map { $0.flatMap { request.wants($0) ? $0 : nil } }
    return .counted(
      try work.counted(by: groups.total) { (counts) throws(OperatorError) in
        let list = TensorType(.int64, [counts[0]] as Shape)
        var dispatches = [groups.dispatch(counts[0], view, targets, firsts, outputs)]
        if outputs[0] != nil {
          dispatches.append(.slices(dtype, view, picked: firsts, count: counts[0]))
        }
        if let inverse = outputs[2] { dispatches.append(groups.inverse(view, targets, inverse)) }
        let types = [
          TensorType(dtype, view.shape(of: counts[0])), list,
          TensorType(.int64, [view.extent] as Shape), list,
        ]
        return (zip(places, types).compactMap { $0 == nil ? nil : $1 }, dispatches)
      })
  }
}

extension SliceGroups {
  /// Puts the groups into the order of the outputs.
  fileprivate func dispatch(
    _ count: Int, _ view: SliceView, _ targets: Binding.Resource, _ firsts: Binding.Resource,
    _ outputs: [Int?]
  ) -> Dispatch {
    var dispatch = Dispatch(
      "Indexing/Unique.Groups.comp",
      bindings: [
        .read("heads", heads, .uint32), .read("order", order, .uint32),
        .write("targets", targets, .uint32), .write("firsts", firsts, .uint32),
      ], parameters: [.uint("count", count), .uint("extent", view.extent)],
      invocations: (count, 1, 1))
    if let places {
      dispatch.defines["IN_ORDER_OF_OCCURRENCE"] = "1"
      dispatch.bindings.append(.read("places", places, .uint32))
    }
    for (output, name) in [(outputs[1], "indices"), (outputs[3], "counts")] {
      guard let output else { continue }
      dispatch.defines["HAS_\(name.uppercased())"] = "1"
      dispatch.bindings.append(.write(name, .output(output), .int64))
    }
    return dispatch
  }

  fileprivate func inverse(
    _ view: SliceView, _ targets: Binding.Resource, _ output: Int
  ) -> Dispatch {
    Dispatch(
      "Indexing/Unique.Inverse.comp",
      bindings: [
        .read("ranks", ranks, .uint32), .read("targets", targets, .uint32),
        .write("y", .output(output), .int64),
      ], parameters: [.uint("count", view.extent)], invocations: (view.extent, 1, 1))
  }
}
