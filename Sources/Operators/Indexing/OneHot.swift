import Graphs
import Tensors

/// A new axis that is `on` at each index and `off` elsewhere, or `off` throughout for an index
/// outside of `-depth..<depth`.
///
/// - Types: indices and depth of any number type, truncated to integers.
/// - Source: ONNX OneHot, opsets 9, 11, 28. Values are `[off, on]`.
struct OneHot: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "OneHot", inputs: [.one("indices", "T1"), .one("depth", "T2"), .one("values", "T3")],
    outputs: [.one("output", "T3")],
    history: [
      .since(
        9, ["T1": .classicNumbers, "T2": .classicNumbers, "T3": .classic],
        attributes: [axis.or(-1)]),
      .since(
        11, ["T1": .classicNumbers, "T2": .classicNumbers, "T3": .classic],
        attributes: [axis.or(-1)]),
      .since(
        28, ["T1": .classicNumbers, "T2": .classicNumbers, "T3": .classicAndBFloat16],
        attributes: [axis.or(-1)]),
    ])
  static let samples: [Sample] = [
    Sample([.list(0, 2, 1), .scalar(3), .list([0, 1], [2])]).types(
      "T3", .classicAndBFloat16 - [.string]),
    Sample([.list([0, 2, 1, 4], [2, 2]), .scalar(5), .list([2, 7], [2])], ["axis": 0]).everyPair,
    Sample([.list(1, 2), .list([3], [1]), .list([2, 7], [2])], ["axis": 1]),
    Sample([.list([0, 1, 2, 3, 4, 5], [2, 3]), .scalar(6).constant, .normal(2)], ["axis": -2]),
    Sample([.list(-1, -3, 5), .scalar(3), .list([0, 1], [2])]).types(
      "T1", .signedIntegers + .ieeeFloats), Sample([.scalar(1), .scalar(3), .list([0, 1], [2])]),
    Sample([.list([], [0]), .scalar(3), .list([0, 1], [2])]),
    .refused(.shape, "values has two elements", [.list(0, 2), .scalar(3), .list([0, 1, 2], [3])])
      .types("T3", [.float]),
    .refused(
      .range, "axis is inside the output's rank", [.list(0, 2), .scalar(3), .list([0, 1], [2])],
      ["axis": 2]),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int

  init(_ node: NodeReader) throws(OperatorError) { axis = try node[Self.axis] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (indices, values) = (try inputs.tensor(0), try inputs.tensor(2))
    _ = try inputs.tensor(1)
    if let count = inputs.length(2), count != 2 {
      throw .mismatch("\(count) values were given, expected off and on")
    }
    guard var dims = indices.dims else { return [.tensor(TensorType(values.dtype, nil))] }
    var extent = Dimension.unknown
    if let known = inputs.knownTensor(1) { extent = .known(try depth(known)) }
    dims.insert(extent, at: try resolve(axis: axis, rank: dims.count + 1))
    return [try TensorType(values.dtype, dims).checked()]
  }

  private func depth(_ tensor: Tensor) throws(OperatorError) -> Int {
    guard tensor.count == 1, let depth = wholeNumbers(tensor)?.first, depth != Self.none else {
      throw .wrongType(input: 1, found: tensor.dtype.name, expected: "one number")
    }
    return depth
  }

  /// What stands for a number that is no integer of 64 bits.
  private static let none = Int.min

  /// The numbers truncated to integers.
  private func wholeNumbers(_ tensor: Tensor) -> Buffer<Int>? {
    switch tensor.widened(.double) {
    case .double(let x): x.mapped { Int(exactly: $0.rounded(.towardZero)) ?? Self.none }
    case .float(let x): x.mapped { Int(exactly: $0.rounded(.towardZero)) ?? Self.none }
    case .int(let x): x.reinterpreted(as: Int.self)
    case .uint(let x): x.mapped { Int(exactly: $0) ?? Self.none }
    case nil: nil
    }
  }

  /// The indices in double, as integers, and where they point.
  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(0) * 3 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let shape = try output.extent()
    let (indices, values) = (try inputs.tensor(0), try inputs.tensor(2))
    guard let hot = wholeNumbers(indices) else {
      throw .wrongType(input: 0, found: indices.dtype.name, expected: "a number type")
    }
    let axis = try resolve(axis: axis, rank: shape.rank)
    let depth = shape[axis]
    let inner = shape.strides[axis]
    var places: [Int] = []
    places.reserveCapacity(hot.count)
    var lane = 0
    for start in stride(from: 0, to: hot.count, by: max(inner, 1)) {
      for i in 0..<inner {
        let index = hot[start + i]
        guard index >= -depth, index < depth else { continue }
        places.append((lane + (index < 0 ? index + depth : index)) * inner + i)
      }
      lane += depth
    }
    return [.tensor(try HotFilling(places: places, count: shape.count)([values], shape: shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    _ = try request.value(1)
    let (dtype, shape) = try request.output(0)
    if let reason = dtype.immovable { return .host(reason) }
    let indices = try request.tensor(0).dtype
    if indices == .double, !request.device.hasFloat64 {
      return .host(.device("64-bit floats"))
    }
    let axis = try resolve(axis: axis, rank: shape.rank)
    return .dispatches([
      Dispatch(
        "Indexing/OneHot.comp",
        bindings: [
          .read("indices", .input(0), indices), .read("values", .input(2), dtype.carrier),
          .write("y", .output(0), dtype.carrier),
        ],
        parameters: [
          .uint("count", shape.count), .uint("depth", shape[axis]),
          .uint("inner", shape.strides[axis]),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

/// `count` times the first value, but the second at some places.
private struct HotFilling: WordMovement {
  let places: [Int]
  let count: Int

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let (off, on) = (x[0][0], x[0][1])
    y.initialize(repeating: off, count: count)
    for place in places { y[place] = on }
  }
}
