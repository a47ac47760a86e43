import Graphs
import Tensors

/// The input with elements added before and after each axis, or removed where a pad is negative.
///
/// What is added: a constant, the mirrored elements without the edge (`reflect`), the edge
/// (`edge`), or the elements of the other end (`wrap`). Negative pads crop first; the other modes
/// then repeat what is left.
///
/// - Throws: `.mismatch` for a negative extent, or for nothing to repeat.
/// - Source: ONNX Pad, opsets 1, 2, 11, 13, 18, 19, 21, 23, 24, 25. Pads and value are attributes
///   before 11.
struct Pad: Operator {
  static let mode = AttributeKey<String>("mode")
  static let paddings = AttributeKey<[Int]>("paddings")
  static let value = AttributeKey<Float>("value")
  static let pads = AttributeKey<[Int]>("pads")
  static let schema = OperatorSchema(
    "Pad",
    inputs: [
      .one("data", "T"), .one("pads", "tensor(int64)"), .optional("constant_value", "T"),
      .optional("axes", "Tind"),
    ], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [mode.or("constant"), paddings.required, value.or(0.0)],
        inputs: [.one("data", "T")]),
      .since(
        2, ["T": .ieeeFloats],
        attributes: [mode.or("constant"), pads.required, value.or(0.0)],
        inputs: [.one("data", "T")]),
      .since(
        11, ["T": .classicNumbers],
        attributes: [mode.or("constant")],
        inputs: [
          .one("data", "T"), .one("pads", "tensor(int64)"), .optional("constant_value", "T"),
        ]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [mode.or("constant")],
        inputs: [
          .one("data", "T"), .one("pads", "tensor(int64)"), .optional("constant_value", "T"),
        ]),
      .since(
        18, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
      .since(
        19, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
      .since(
        21, ["T": .ir10, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
      .since(
        23, ["T": .ir11, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
      .since(
        24, ["T": .ir12, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
      .since(
        25, ["T": .ir13, "Tind": [.int32, .int64]],
        attributes: [mode.or("constant")]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(4, 5), .list(1, 2, 3, 0)], ["mode": "constant"]).since(11),
    Sample([.normal(2, 3, 7), .list(0, 1, 3, 0, 2, 5).constant], ["mode": "constant"]).since(11),
    Sample([.normal(4, 5), .list(-1, 2, 1, -2)], ["mode": "constant"]).since(11),
    Sample([.normal(2, 3, 5), .list(1, 2), nil, .list(-1)], ["mode": "constant"]).since(18),
    Sample([.normal(2, 3, 5), .list(1, 2, 0, 1), nil, .list(2, 0)], ["mode": "constant"]).since(18),
    Sample([.normal(4, 5)], ["pads": [1, 2, 3, 0], "mode": "constant"]).since(2).before(11),
    Sample([.normal(4, 5)], ["paddings": [1, 2, 3, 0], "mode": "constant"]).before(2),
    Sample([.normal(4, 5), .list(1, 2, 3, 0)], ["mode": "edge"]).since(11),
    Sample([.normal(2, 3, 7), .list(0, 1, 3, 0, 2, 5).constant], ["mode": "edge"]).since(11),
    Sample([.normal(4, 5), .list(-1, 2, 1, -2)], ["mode": "edge"]).since(11),
    Sample([.normal(2, 3, 5), .list(1, 2), nil, .list(-1)], ["mode": "edge"]).since(18),
    Sample([.normal(2, 3, 5), .list(1, 2, 0, 1), nil, .list(2, 0)], ["mode": "edge"]).since(18),
    Sample([.normal(4, 5)], ["pads": [1, 2, 3, 0], "mode": "edge"]).since(2).before(11),
    Sample([.normal(4, 5)], ["paddings": [1, 2, 3, 0], "mode": "edge"]).before(2),
    Sample([.normal(4, 5), .list(1, 2, 3, 0)], ["mode": "reflect"]).since(11),
    Sample([.normal(2, 3, 7), .list(0, 1, 3, 0, 2, 5).constant], ["mode": "reflect"]).since(11),
    Sample([.normal(4, 5), .list(-1, 2, 1, -2)], ["mode": "reflect"]).since(11),
    Sample([.normal(2, 3, 5), .list(1, 2), nil, .list(-1)], ["mode": "reflect"]).since(18),
    Sample([.normal(2, 3, 5), .list(1, 2, 0, 1), nil, .list(2, 0)], ["mode": "reflect"]).since(18),
    Sample([.normal(4, 5)], ["pads": [1, 2, 3, 0], "mode": "reflect"]).since(2).before(11),
    Sample([.normal(4, 5)], ["paddings": [1, 2, 3, 0], "mode": "reflect"]).before(2),
    Sample([.normal(4, 5), .list(1, 2, 3, 0)], ["mode": "wrap"]).since(19),
    Sample([.normal(2, 3, 7), .list(0, 1, 3, 0, 4, 9).constant], ["mode": "wrap"]).since(19),
    Sample([.normal(4, 5), .list(1, 2, 3, 0), .scalar(3)]).since(11),
    Sample([.special(17), .list(3, 4), .scalar(1).constant]).since(11),
    Sample([.normal(0, 3), .list(1, 0, 1, 0)]).since(11),
    Sample([.normal(), .list([], [0])]).since(11),
    Sample([.normal(4, 5)], ["pads": [0, 1, 2, 0], "value": 1.5]).since(2).before(11),
    .refused(.shape, "pads has two numbers an axis", [.normal(4, 5), .list(1, 2, 3)]).since(11),
    .refused(.range, "an axis is inside the rank", [.normal(4, 5), .list(1, 2), nil, .list(2)])
      .since(18),
    .refused(
      .attribute, "mode is one of the known", [.normal(4, 5), .list(1, 2, 3, 0)], ["mode": "mirror"]
    ).since(11),
    .refused(.value, "an extent is 0 or more", [.normal(4, 5), .list(-3, 0, -2, 0)]).since(11),
    .refused(.attribute, "pads is required", [.normal(4, 5)]).since(2).before(11),
  ]
  static let tolerance = Tolerance.exact

  private enum Mode: String, Sendable {
    case constant, reflect, edge, wrap
  }

  private let mode: Mode
  private let pads: [Int]?
  private let value: Float?

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.mode]
    guard let mode = Mode(rawValue: name) else {
      throw .attribute("mode", found: "'\(name)'", expected: "constant, reflect, edge or wrap")
    }
    self.mode = mode
    pads = node[ifPresent: Self.paddings] ?? node[ifPresent: Self.pads]
    value = node[ifPresent: Self.value]
  }

  /// The pads before and after each axis; `nil` while they are not known.
  private func amounts(
    _ inputs: Inference, rank: Int
  ) throws(OperatorError) -> [(before: Int, after: Int)]? {
    var axes = Array(0..<rank)
    let amounts: [Int]
    if let pads {
      amounts = pads
    } else {
      _ = try inputs.type(1)
      guard let known = inputs.knownIntegers(1) else { return nil }
      amounts = known
      if inputs.has(3) {
        guard let asked = inputs.knownIntegers(3) else { return nil }
        axes = try asked.map { axis throws(OperatorError) in
          guard (-rank..<rank).contains(axis) else { throw .axis(axis, rank: rank) }
          return axis < 0 ? axis + rank : axis
        }
      }
    }
    guard amounts.count == 2 * axes.count else {
      throw .mismatch("\(amounts.count) pads were given for \(axes.count) axes")
    }
    var result = Array(repeating: (before: 0, after: 0), count: rank)
    for (k, axis) in axes.enumerated() {
      result[axis] = (amounts[k], amounts[k + axes.count])
    }
    return result
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    guard let amounts = try amounts(inputs, rank: dims.count) else {
      return [.tensor(TensorType(x.dtype, dims.map { _ in .unknown }))]
    }
    var padded: [Dimension] = []
    for (extent, pad) in zip(dims, amounts) {
      if pad == (0, 0) {
        padded.append(extent)
      } else if let extent = extent.value {
        padded.append(.known(try length(extent, pad.before, pad.after)))
      } else {
        padded.append(.unknown)
      }
    }
    return [try TensorType(x.dtype, padded).checked()]
  }

  private func length(
    _ extent: Int, _ before: Int, _ after: Int
  ) throws(OperatorError) -> Int {
    // A map an axis is made, of an entry an element.
    guard before.magnitude <= 1 << 40, after.magnitude <= 1 << 40 else {
      throw .mismatch("pads \(before) and \(after) are larger than any tensor")
    }
    let (first, overflow) = extent.addingReportingOverflow(before)
    let (sum, overflow2) = first.addingReportingOverflow(after)
    guard !overflow, !overflow2, sum >= 0 else {
      throw .mismatch("pads \(before) and \(after) leave nothing of an extent of \(extent)")
    }
    return sum
  }

  private func maps(_ x: Shape, _ inputs: Inference) throws(OperatorError) -> AxisMaps {
    for index in [1, 3] where inputs.has(index) && pads == nil { _ = try inputs.integers(index) }
    guard let amounts = try amounts(inputs, rank: x.rank) else { throw .unknownValue(input: 1) }
    var lengths: [Int] = []
    for (extent, pad) in zip(x.dims, amounts) {
      lengths.append(try length(extent, pad.before, pad.after))
    }
    let dtype = try inputs.tensor(0).dtype
    _ = try TensorType(dtype, Shape(lengths)).extent()
    for length in lengths { try TensorType(dtype, [length] as Shape).checkListing() }
    return AxisMaps(
      maps: try zip(x.dims, zip(amounts, lengths)).map { item throws(OperatorError) in
        try map(item.0, before: item.1.0.before, after: item.1.0.after, count: item.1.1)
      })
  }

  private func map(
    _ extent: Int, before: Int, after: Int, count: Int
  ) throws(OperatorError) -> [Int] {
    if mode == .constant {
      return (0..<count).map { position in
        let source = position - before
        return (0..<extent).contains(source) ? source : AxisMaps.filler
      }
    }
    let first = max(0, -before)
    let kept = extent - first - max(0, -after)
    guard kept > 0 || count == 0 else {
      throw .mismatch("an axis without elements has nothing to repeat")
    }
    return (0..<count).map { position in
      let source = position - max(0, before)
      switch mode {
      case .edge, .constant: return first + min(max(source, 0), kept - 1)
      case .wrap: return first + (source % kept + kept) % kept
      case .reflect:
        guard kept > 1 else { return first }
        let period = 2 * (kept - 1)
        let phase = (source % period + period) % period
        return first + min(phase, period - phase)
      }
    }
  }

  /// The constant; `nil` where it is zero.
  private func constant(_ given: Tensor?, _ dtype: DType) throws(OperatorError) -> Tensor? {
    if let value {
      return try tensors { () throws(TensorError) in
        try Tensor(narrowing: .float([value]), to: dtype, shape: [])
      }
    }
    guard let given, given.count == 1, given.dtype == dtype else {
      if given == nil { return nil }
      throw .mismatch("the constant is no single \(dtype.name)")
    }
    return given
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.axisMaps }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let maps = try maps(x.shape, inputs.inference)
    let filler = mode == .constant ? try constant(inputs.optionalTensor(2), x.dtype) : nil
    return [.tensor(try x.mapped(by: maps, filler: filler))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let maps = try maps(shape, request.inference)
    let filler: AxisMaps.Filler =
      if mode == .constant, request.has(2) {
        .input(2)
      } else {
        .bits(try constant(nil, dtype).map { ElementBits(leading: $0) } ?? .zero)
      }
    return .dispatches([maps.dispatch(dtype, source: shape, filler: filler)])
  }
}

extension Pad: DifferentiableMovement {}
