import Graphs
import Tensors

/// The inputs one after the other along an axis; their other extents are equal.
///
/// - Source: ONNX Concat, opsets 1, 4, 11, 13. Before 4 the axis is 1 unless it is given.
struct Concat: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Concat", inputs: [.variadic("inputs", "T")], outputs: [.one("concat_result", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [axis.optional]),
      .since(
        4, ["T": .classic],
        attributes: [axis.required]),
      .since(
        11, ["T": .classic],
        attributes: [axis.required]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [axis.required]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3), .normal(2, 5)], ["axis": 1]),
    Sample([.normal(2, 3), .normal(1, 3), .normal(4, 3)], ["axis": 0]),
    Sample([.normal(2, 3, 4), .normal(2, 5, 4)]).before(4), Sample([.special(33)], ["axis": 0]),
    Sample([.normal(2, 3), .normal(2, 2)], ["axis": -1]).since(11),
    Sample([.normal(2, 1, 4), .normal(2, 3, 4)], ["axis": -2]).since(11),
    Sample([.normal(0, 3), .normal(2, 3)], ["axis": 0]),
    Sample([.normal(2, 3), .normal(2, 0)], ["axis": 1]),
    Sample([.normal(2, 3), .normal(2, 3).constant], ["axis": 0]),
    Sample([.normal(65_537, 1), .normal(65_537, 2)], ["axis": 1]).types("T", [.float]),
    .refused(.shape, "the other extents are equal", [.normal(2, 3), .normal(3, 5)], ["axis": 1]),
    .refused(.shape, "the ranks are equal", [.normal(2, 3), .normal(2)], ["axis": 0]),
    .refused(.range, "axis is inside the rank", [.normal(2, 3)], ["axis": 2]),
    .refused(.attribute, "axis is required", [.normal(2, 3)]).since(4),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int

  init(_ node: NodeReader) { axis = node[ifPresent: Self.axis] ?? 1 }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var parts: [TensorType] = []
    for index in inputs.types.indices { parts.append(try inputs.tensor(index)) }
    return [try TensorType.concatenation(of: parts, axis: axis).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var parts: [Tensor] = []
    for index in inputs.values.indices { parts.append(try inputs.tensor(index)) }
    return [.tensor(try Tensor.joining(parts, axis: axis))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, output) = try request.output(0)
    if let reason = dtype.immovable { return .host(reason) }
    let axis = try resolve(axis: axis, rank: output.rank)
    let pitch = output.dims[axis...].reduce(1, *)
    var start = 0
    var dispatches: [Dispatch] = []
    for index in request.inputs.indices {
      let shape = try request.tensor(index).shape
      let row = shape.dims[axis...].reduce(1, *)
      defer { start += row }
      guard shape.count > 0 else { continue }
      if shape.count == output.count, request.inputs.count == 1 { return .views([0]) }
      dispatches.append(
        Dispatch(
          "Movement/Place.comp",
          bindings: [
            .read("x", .input(index), dtype.carrier), .write("y", .output(0), dtype.carrier),
          ],
          parameters: [
            .uint("count", shape.count), .uint("row", row), .uint("pitch", pitch),
            .uint("start", start),
          ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1]))
    }
    return .dispatches(dispatches)
  }
}

extension TensorType {
  /// The type of tensors one after the other.
  ///
  /// - Throws: `.mismatch` when element types, ranks or other extents differ.
  static func concatenation(of parts: [Self], axis: Int) throws(OperatorError) -> Self {
    guard let first = parts.first else { throw .missingInput(0) }
    var joined = first
    for (index, part) in parts.enumerated().dropFirst() {
      guard part.dtype == first.dtype else {
        throw .wrongType(input: index, found: part.dtype.name, expected: first.dtype.name)
      }
      guard let left = joined.dims, let right = part.dims else {
        joined.dims = nil
        break
      }
      guard left.count == right.count else {
        throw .rank(input: index, found: right.count, expected: "\(left.count)")
      }
      let position = try resolve(axis: axis, rank: left.count)
      var dims = left
      for k in dims.indices {
        if k == position {
          dims[k] = left[k] + right[k]
        } else if let extent = left[k].merged(with: right[k]) {
          dims[k] = extent
        } else {
          throw .mismatch(
            "input \(index) has extent \(right[k]) along axis \(k), where the others have \(left[k])"
          )
        }
      }
      joined.dims = dims
    }
    if let rank = joined.rank {
      guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
      _ = try resolve(axis: axis, rank: rank)
    }
    return joined
  }
}

extension Tensor {
  /// Tensors one after the other, once their types are found to agree.
  static func joining(_ parts: [Tensor], axis: Int) throws(OperatorError) -> Tensor {
    let shape = try TensorType.concatenation(of: parts.map { TensorType($0) }, axis: axis).extent()
    if parts.count == 1 { return parts[0] }
    return try concatenating(parts, axis: try resolve(axis: axis, rank: shape.rank))
  }
}

extension Concat: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let dy = try site.dy
    let axis = try resolve(axis: axis, rank: try dy.shape.rank)
    var start = 0
    return try site.inputs.map { input throws(OperatorError) in
      guard let shape = try input?.shape else { return nil }
      defer { start += shape[axis] }
      var starts = Array(repeating: 0, count: shape.rank)
      starts[axis] = start
      return try dy.window(at: starts, shape)
    }
  }
}
