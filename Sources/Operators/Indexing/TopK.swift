import Graphs
import Tensors

/// The `k` greatest or least elements along an axis, in order, and where they were.
///
/// Of equal elements the one with the lower index comes first. A NaN counts as greater than any
/// number.
///
/// - Throws: `.mismatch` for more elements than the axis has.
/// - Source: ONNX TopK, opsets 1, 10, 11, 24. K is an attribute before 10. `sorted` of 0 leaves the
///   order open; it is the same here.
struct TopK: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let k = AttributeKey<Int>("k")
  static let largest = AttributeKey<Int>("largest")
  static let sorted = AttributeKey<Int>("sorted")
  static let schema = OperatorSchema(
    "TopK", inputs: [.one("X", "T"), .one("K", "tensor(int64)")],
    outputs: [.one("Values", "T"), .one("Indices", "I")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "I": [.int64]],
        attributes: [axis.or(-1), k.required],
        inputs: [.one("X", "T")]),
      .since(
        10, ["T": .ieeeFloats, "I": [.int64]],
        attributes: [axis.or(-1)]),
      .since(
        11, ["T": .classicNumbers, "I": [.int64]],
        attributes: [axis.or(-1), largest.or(1), sorted.or(1)]),
      .since(
        24, ["T": .numbers, "I": [.int64]],
        attributes: [axis.or(-1), largest.or(1), sorted.or(1)]),
    ])
  static let samples: [Sample] = [
    Sample([.distinct(3, 5)], ["k": 2]).before(10).outputs(count: 2),
    Sample([.distinct(5, 3)], ["k": 3, "axis": 0]).before(10).outputs(count: 2),
    Sample([.distinct(3, 5), .list(2)]).since(10).outputs(count: 2),
    Sample([.distinct(5, 3), .list(3)], ["axis": 0]).since(10).outputs(count: 2),
    Sample([.distinct(2, 33), .list(33).constant], ["axis": 1]).since(10).outputs(count: 2),
    Sample([.normal(2, 33), .list(5).constant]).since(10).outputs(count: 2),
    Sample([.distinct(3, 5), .list(2)], ["largest": 0]).since(11).outputs(count: 2),
    Sample([.normal(300), .list(17)], ["largest": 0, "sorted": 1]).since(11).outputs(count: 2),
    Sample([.list([2, 1, 2, 1, 2], [5]), .list(3)], ["axis": -1]).since(11).outputs(count: 2),
    Sample([.special(48), .list(48)]).since(11).outputs(count: 2),
    Sample([.strewn(5, 67), .list(67)]).since(11).outputs(count: 2),
    Sample([.strewn(67, 5), .list(9)], ["axis": 0, "largest": 0]).since(11).outputs(count: 2),
    Sample([.distinct(3, 5), .list(0)]).since(10).outputs(count: 2),
    Sample([.distinct(3, 5), .list(5)], ["sorted": 1]).since(11).outputs(false, true),
    .refused(.range, "K is at most the axis", [.normal(3, 5), .list(6)]).since(10).outputs(
      count: 2),
    .refused(.range, "axis is inside the rank", [.normal(3, 5), .list(1)], ["axis": 2]).since(10)
      .outputs(count: 2),
    .refused(.value, "K is 0 or more", [.normal(3, 5), .list(-1)]).since(10).outputs(count: 2),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int
  let k: Int?
  let takesGreatest: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    k = node[ifPresent: Self.k]
    takesGreatest = node[ifPresent: Self.largest] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if k == nil { _ = try inputs.tensor(1) }
    guard var dims = x.dims else { return [.tensor(x), .tensor(TensorType(.int64, nil))] }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    let position = try resolve(axis: axis, rank: dims.count)
    if let count = k ?? inputs.knownIntegers(1)?.first {
      guard count >= 0 else { throw .mismatch("\(count) elements cannot be taken") }
      if let extent = dims[position].value, count > extent {
        throw .mismatch("\(count) elements cannot be taken from an axis of \(extent)")
      }
      dims[position] = .known(count)
    } else {
      dims[position] = .unknown
    }
    return [.tensor(TensorType(x.dtype, dims)), .tensor(TensorType(.int64, dims))]
  }

  /// The places of the lane at hand twice, and what the outputs read.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let x = try request.inputs.tensor(0)
    let extent = try x.dims.map { dims throws(OperatorError) in
      dims[try resolve(axis: axis, rank: dims.count)].value ?? 0
    }
    return request.wideCopy(request.inputs.types[0]) + request.table() * 2
      + .of(extent ?? 0, RankedPlace.self) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let x = try inputs.tensor(0)
    let shape = try output.extent()
    let axis = try resolve(axis: axis, rank: x.rank)
    let lanes = Lanes(
      count: x.count / max(x.shape[axis], 1), extent: x.shape[axis], taken: shape[axis],
      step: x.shape.strides[axis])
    let sources: [Int]
    switch try inputs.wide(0) {
    case .float(let x): sources = ranked(x, lanes)
    case .double(let x): sources = ranked(x, lanes)
    case .int(let x): sources = ranked(x, lanes)
    case .uint(let x): sources = ranked(x, lanes)
    }
    let places = sources.map { Int64($0 / lanes.step % max(lanes.extent, 1)) }
    return [
      .tensor(x.gathering(sources, shape: shape)), try .tensor(Buffer(places), shape),
    ]
  }

  /// The lines along the axis, of which some elements each are taken.
  private struct Lanes {
    let count: Int, extent: Int, taken: Int, step: Int
  }

  /// Where each element of the output is from.
  private func ranked<T: RankedNumber>(_ x: Buffer<T>, _ lanes: Lanes) -> [Int] {
    let (taken, step) = (lanes.taken, lanes.step)
    var sources = [Int](repeating: 0, count: lanes.count * taken)
    for lane in 0..<lanes.count {
      let start = lane / step * lanes.extent * step + lane % step
      let target = lane / step * taken * step + lane % step
      let ranked = x.firstPlaces(
        taken, of: lanes.extent, from: start, step: step, inverted: takesGreatest)
      for k in 0..<taken { sources[target + k * step] = start + ranked[k].place * step }
    }
    return sources
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    if k == nil { _ = try request.integers(1) }
    let (dtype, shape) = try request.tensor(0)
    guard let output = try infer(request.inference).first?.tensor?.shape else {
      throw .unknownValue(input: 1)
    }
    let axis = try resolve(axis: axis, rank: shape.rank)
    let extent = shape[axis]
    guard output.count > 0 else { return .dispatches([]) }
    if extent > Self.longestRanked || dtype == .double && !request.device.hasFloat64 {
      return sorted(dtype, shape, axis: axis, taken: output[axis], request.device)
    }
    return .dispatches([
      Dispatch(
        "Indexing/TopK.comp", defines: [takesGreatest ? "TAKES_GREATEST" : "TAKES_LEAST": "1"],
        bindings: [
          .read("x", .input(0), dtype), .write("y", .output(0), dtype),
          .write("places", .output(1), .int64),
        ],
        parameters: [
          .uint("count", shape.count), .uint("extent", extent), .uint("taken", output[axis]),
          .uint("step", shape.strides[axis]),
        ], invocations: (shape.count, 1, 1), localSize: [64, 1, 1], tripBound: extent)
    ])
  }
  /// Above this extent, sorting takes fewer comparisons than it takes to rank each element.
  private static let longestRanked = 512

  private func sorted(
    _ dtype: DType, _ shape: Shape, axis: Int, taken: Int, _ device: DeviceTraits
  ) -> Lowering {
    let (extent, step) = (shape[axis], shape.strides[axis])
    let lanes = shape.count / extent
    var work = WorkList()
    let order = LaneOrder(extent: extent, lanes: lanes, step: step, descends: takesGreatest)
      .sorted(.input(0), dtype, in: &work, on: device)
    work.add(
      Dispatch(
        "Indexing/TopK.Take.comp",
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("order", order, .uint32),
          .write("y", .output(0), dtype.carrier), .write("places", .output(1), .int64),
        ],
        parameters: [
          .uint("count", lanes * taken), .uint("extent", extent), .uint("taken", taken),
          .uint("step", step),
        ], invocations: (lanes * taken, 1, 1)))
    return work.lowering
  }
}
