import Graphs
import Tensors

/// Undoes a maximum pooling: each element goes where its index says, and the rest is 0.
///
/// An index counts elements of the shape that the window implies, `(input - 1) · stride + kernel - pads`; an
/// `output_shape` that differs holds that shape in its first corner.
///
/// - Source: ONNX MaxUnpool, opsets 9, 11, 22.
struct MaxUnpool: Windowed {
  private static let attributes = [kernelShape.required, pads.optional, strides.optional]
  static let schema = OperatorSchema(
    "MaxUnpool", inputs: [.one("X", "T1"), .one("I", "T2"), .optional("output_shape", "T2")],
    outputs: [.one("output", "T1")],
    history: [
      .since(9, ["T1": .ieeeFloats, "T2": [.int64]], attributes: attributes),
      .since(11, ["T1": .ieeeFloats, "T2": [.int64]], attributes: attributes),
      .since(22, ["T1": .floats, "T2": [.int64]], attributes: attributes),
    ])
  static var tolerance: Tolerance { .exact }

  let settings: WindowSettings

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
  }

  /// The shape in which indices count.
  private func implied(_ dims: [Dimension]) throws(OperatorError) -> [Dimension] {
    try checkSpatial(dims.count)
    let rank = dims.count - 2
    let kernel = try settings.agreed(nil, rank: rank)
    let strides = try settings.settled("strides", settings.strides, count: rank, or: 1)
    let pads = try settings.settled("pads", settings.pads, count: 2 * rank, or: 0)
    var result = Array(dims.prefix(2))
    for axis in 0..<rank {
      let size = kernel[axis].value ?? 1
      if let extent = dims[axis + 2].value, extent > WindowSettings.largest {
        throw .mismatch("spatial axis \(axis) has \(extent) elements, more than a window goes over")
      }
      let extent = dims[axis + 2].map {
        ($0 - 1) * strides[axis] + size - pads[axis] - pads[axis + rank]
      }
      if let extent = extent.value, extent < 0 {
        throw .mismatch("spatial axis \(axis) would have \(extent) elements")
      }
      result.append(extent)
    }
    return result
  }

  /// The output's shape.
  private func target(_ implied: Shape, _ given: [Int]?) throws(OperatorError) -> Shape {
    guard let given else { return implied }
    guard given.count == implied.rank, zip(given, implied.dims).allSatisfy({ $0 >= $1 }) else {
      throw .mismatch("output_shape is \(Shape(given)), expected at least \(implied)")
    }
    return Shape(given)
  }

  private func check(_ x: Shape, _ indices: Shape) throws(OperatorError) {
    guard x == indices else { throw .mismatch("I has shape \(indices), expected \(x), X's") }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let x = x.shape, let indices = try inputs.tensor(1).shape { try check(x, indices) }
    guard let dims = x.dims else { return [.tensor(x)] }
    let implied = try implied(dims)
    guard inputs.has(2) else { return [.tensor(TensorType(x.dtype, implied))] }
    let known = inputs.knownIntegers(2)
    return [
      .tensor(
        TensorType(x.dtype, known.map { $0.map { .known($0) } } ?? dims.map { _ in .unknown }))
    ]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(1) + request.table() }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let implied = Shape(
      try implied(x.shape.dims.map { .known($0) }).compactMap(\.value))
    let shape = try target(implied, try inputs.integers(2))
    try check(x.shape, try inputs.tensor(1).shape)
    let indices = try inputs.integers(1) ?? []
    let count = try TensorType(x.dtype, shape).extent().count
    let strides = shape.strides
    var sources = [Int](repeating: -1, count: count)
    for (i, index) in indices.enumerated() {
      guard (0..<implied.count).contains(index) else {
        throw .index(index, extent: implied.count)
      }
      var rest = index
      var offset = 0
      for axis in implied.dims.indices.reversed() {
        offset += rest % implied[axis] * strides[axis]
        rest /= implied[axis]
      }
      sources[offset] = i
    }
    let zero = try tensors { () throws(TensorError) in
      try Tensor(narrowing: .double([0]), to: x.dtype, shape: [])
    }
    return [.tensor(x.gathering(sources, or: zero, shape: shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, x) = try request.tensor(0)
    try check(x, try request.tensor(1).shape)
    let implied = Shape(try implied(x.dims.map { .known($0) }).compactMap(\.value))
    let shape = try target(implied, try request.inference.integers(2))
    return .dispatches([
      Dispatch(
        "Window/Zeros.comp", bindings: [.write("y", .output(0), dtype)],
        parameters: [.uint("count", shape.count)], invocations: (shape.count, 1, 1)),
      Dispatch(
        "MaxUnpool.comp", defines: ["RANK": String(x.rank)],
        bindings: [
          .read("x", .input(0), dtype), .read("indices", .input(1), .int64),
          .readWrite("y", .output(0), dtype), .indexFault(implied.count),
        ],
        parameters: [
          .uint("count", x.count), .uint("extent", implied.count), .uints("dims", implied.dims),
          .uints("y_strides", shape.strides),
        ], invocations: (x.count, 1, 1), tripBound: x.rank),
    ])
  }
}

extension MaxUnpool {
  static let samples: [Sample] = [
    Sample(
      [.normal(1, 1, 2, 2), .list([5, 7, 13, 15], [1, 1, 2, 2])],
      ["kernel_shape": [2, 2], "strides": [2, 2]]),
    Sample(
      [.normal(1, 2, 3), .list([0, 3, 4, 7, 8, 11], [1, 2, 3])],
      ["kernel_shape": [2], "strides": [2]]),
    Sample([.special(1, 1, 4), .list([4, 0, 2, 3], [1, 1, 4])], ["kernel_shape": [2]]),
    Sample(
      [.normal(2, 1, 2, 2), .list([0, 3, 5, 8, 9, 11, 14, 17], [2, 1, 2, 2])],
      ["kernel_shape": [2, 2], "strides": [2, 2], "pads": [1, 0, 0, 1]]),
    Sample(
      [.normal(1, 1, 2, 2), .list([5, 7, 13, 15], [1, 1, 2, 2]), .list(1, 1, 5, 6)],
      ["kernel_shape": [2, 2], "strides": [2, 2]]),
    Sample(
      [.normal(1, 1, 2, 2), .list([5, 7, 13, 15], [1, 1, 2, 2]), Draw.list(1, 1, 4, 4).constant],
      ["kernel_shape": [2, 2], "strides": [2, 2]]),
    Sample(
      [.normal(1, 1, 2, 1, 2), .list([0, 3, 9, 15], [1, 1, 2, 1, 2])],
      ["kernel_shape": [2, 2, 2], "strides": [2, 1, 2]]),
    Sample([.normal(0, 1, 2), .normal(0, 1, 2)], ["kernel_shape": [2], "strides": [2]]),
    .refused(
      .range, "indices are in [0, N · C · D1 …)",
      [.normal(1, 1, 2), .list([0, 4], [1, 1, 2])], ["kernel_shape": [2], "strides": [2]]),
    .refused(
      .shape, "I has X's shape", [.normal(1, 1, 2), .list([0, 1], [1, 2, 1])],
      ["kernel_shape": [2], "strides": [2]]),
    .refused(
      .shape, "I has X's shape", [.normal(1, 1, 2), .list([0, 1, 2], [1, 1, 3])],
      ["kernel_shape": [2], "strides": [2]]),
    .refused(
      .attribute, "kernel_shape is required", [.normal(1, 1, 2), .list([0, 1], [1, 1, 2])]),
    .refused(.missing, "I is required", [.normal(1, 1, 2)], ["kernel_shape": [2]]),
  ]
}
