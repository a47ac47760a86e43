import Graphs
import Tensors

/// The greatest element of each window, and where it lies in X.
///
/// Padding never wins; NaN does. Of equal elements, the first in row-major order is found. An index
/// counts elements of X in row-major order, or where `storage_order` is set with the spatial axes in
/// column-major order.
///
/// - Source: ONNX MaxPool, opsets 1, 8, 10, 11, 12, 22.
struct MaxPool: Windowed {
  static let storageOrder = AttributeKey<Int>("storage_order")
  private static let first = [
    autoPad.or("NOTSET"), kernelShape.required, pads.optional, strides.optional,
  ]
  private static let second = first + [storageOrder.or(0)]
  private static let third = second + [ceilMode.or(0), dilations.optional]
  static let schema = OperatorSchema(
    "MaxPool", inputs: [.one("X", "T")], outputs: [.one("Y", "T"), .optional("Indices", "I")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: first, outputs: [.one("Y", "T")]),
      .since(8, ["T": .ieeeFloats, "I": [.int64]], attributes: second),
      .since(10, ["T": .ieeeFloats, "I": [.int64]], attributes: third),
      .since(11, ["T": .ieeeFloats, "I": [.int64]], attributes: third),
      .since(12, ["T": .ieeeFloats + [.int8, .uint8], "I": [.int64]], attributes: third),
      .since(22, ["T": .floats + [.int8, .uint8], "I": [.int64]], attributes: third),
    ])
  static var tolerance: Tolerance { .exact }

  let settings: WindowSettings
  let isColumnMajor: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    isColumnMajor = node[ifPresent: Self.storageOrder].map { $0 != 0 } ?? false
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var dims: [Dimension]?
    if let given = x.dims {
      try checkSpatial(given.count)
      dims = given.prefix(2) + (try settings.outputs(Array(given.dropFirst(2))))
    }
    let types: [ValueType] = [
      .tensor(TensorType(x.dtype, dims)), .tensor(TensorType(.int64, dims)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape else { return .zero }
    let geometry = try settings.geometry(Array(x.dims.dropFirst(2)))
    return request.wideCopies + WindowRows.scratch(geometry)
      + geometry.workspace(most: WindowGeometry.mostWorkspace)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    try checkSpatial(x.rank)
    let geometry = try settings.geometry(Array(x.shape.dims.dropFirst(2)))
    let planes = x.shape[0] * x.shape[1]
    let shape = Shape(x.shape.dims.prefix(2) + geometry.outputs)
    let y: WideBuffer
    var indices: Buffer<Int64>?
    let finds = inputs.wants(1)
    switch x.widened(.native) {
    case .float(let x):
      y = .float(greatest(of: x, planes: planes, geometry))
      if finds { indices = greatest(x, planes: planes, geometry) }
    case .double(let x):
      y = .double(greatest(of: x, planes: planes, geometry))
      if finds { indices = greatest(x, planes: planes, geometry) }
    case .int(let x):
      y = .int(GreatestFold(initial: Int64(Int8.min)).values(x, planes: planes, geometry))
      if finds { indices = greatest(x, planes: planes, geometry) }
    case .uint(let x):
      y = .uint(GreatestFold(initial: 0).values(x, planes: planes, geometry))
      if finds { indices = greatest(x, planes: planes, geometry) }
    case nil: throw .wrongType(input: 0, found: x.dtype.name, expected: "a number type")
    }
    return [
      try .narrowing(y, to: x.dtype, shape),
      try indices.map { indices throws(OperatorError) in try .tensor(indices, shape) },
    ]
  }

  private func greatest<N: KernelNumber>(
    of x: Buffer<N>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<N> {
    geometry.folded(x, planes: planes) { N.greatest($0, channels: $1, $2, into: $3) }
      ?? GreatestFold(initial: -.infinity).values(x, planes: planes, geometry)
  }

  /// Where the greatest element of each window lies.
  private func greatest<N: WideNumber>(
    _ x: Buffer<N>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<Int64> {
    let rows = WindowRows(geometry)
    let strides = isColumnMajor ? geometry.columnMajorStrides : Shape(geometry.inputs).strides
    let inputs = geometry.inputs
    return Buffer(count: planes * geometry.outputCount) { out in
      for (i, _) in out.enumerated() {
        let (plane, o) = i.quotientAndRemainder(dividingBy: geometry.outputCount)
        let (row, column) = o.quotientAndRemainder(dividingBy: rows.inner.output)
        let start = plane * geometry.inputCount
        var found = -1
        for tap in 0..<rows.outerTapCount {
          let offset = rows.offsets[row * rows.outerTapCount + tap]
          guard offset >= 0 else { continue }
          for k in rows.inner.taps(column) {
            let position =
              offset + column * rows.inner.stride + k * rows.inner.dilation - rows.inner.before
            if found < 0 {
              found = position
            } else {
              let (peak, value) = (x[start + found], x[start + position])
              if value > peak || (value != value && peak == peak) { found = position }
            }
          }
        }
        var rest = max(found, 0)
        var index = 0
        for axis in inputs.indices.reversed() {
          index += rest % inputs[axis] * strides[axis]
          rest /= inputs[axis]
        }
        out[i] = Int64(start + index)
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    guard let geometry = try settings.geometry(Array(shape.dims.dropFirst(2))).threeAxes else {
      return .host(.device("windows over more than three axes"))
    }
    let count = try request.output(0).shape.count
    let finds = request.wanted.count > 1 && request.wanted[1]
    let strides =
      isColumnMajor ? geometry.columnMajorStrides : Shape(geometry.inputs).strides
    return .dispatches([
      Dispatch(
        "MaxPool.comp", defines: finds ? ["FINDS": "1"] : [:],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)]
          + (finds ? [.write("indices", .output(1), .int64)] : []),
        parameters: [.uint("count", count)] + geometry.parameters
          + (finds ? [.ints("index_strides", strides)] : []),
        invocations: (count, 1, 1), tripBound: geometry.tripBound)
    ])
  }
}

extension WindowGeometry {
  /// The inputs' strides with the first axis innermost.
  var columnMajorStrides: [Int] {
    axes.indices.map { axis in axes[..<axis].reduce(1) { $0 * $1.input } }
  }
}

extension MaxPool: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, dy) = (try site.x, try site.dy)
    let found = try site.writer.apply(
      .maxPool, [x], outputCount: 2,
      attributes: site.node.attributes.merging(["storage_order": .int(0)]) { $1 })
    return [try x.scattering(dy, at: found[1])]
  }
}

extension MaxPool {
  static let samples: [Sample] = Samples.pools(ceilMode: 10, dilations: 10) + own

  private static let own: [Sample] = [
    Sample([.special(1, 1, 6, 8)], ["kernel_shape": [2, 2]]),
    Sample([.list([-1, -2, -3], [1, 1, 9])], ["kernel_shape": [3], "pads": [1, 1]]),
    // Equal elements, of which the first is found.
    Sample([.integers(0...2, 2, 2, 6, 7)], ["kernel_shape": [3, 3]]).outputs(true, true).since(8),
    Sample(
      [.distinct(1, 2, 5, 6)],
      [
        "kernel_shape": [3, 2], "strides": [2, 2], "pads": [1, 1, 1, 0], "storage_order": 1,
      ]
    ).outputs(true, true).since(8),
    Sample([.distinct(1, 2, 3, 4, 3)], ["kernel_shape": [2, 2, 2], "storage_order": 1])
      .outputs(true, true).since(8),
    Sample(
      [.distinct(1, 2, 9, 5)],
      ["kernel_shape": [2, 2], "dilations": [3, 2], "strides": [2, 1], "ceil_mode": 1]
    ).outputs(true, true).since(10),
  ]
}
