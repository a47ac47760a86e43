import Graphs
import Tensors

/// Columns of blocks laid back into an image; where blocks overlap, their elements are summed.
///
/// `Y[n, c, y…] = Σ over k… of X[n, c · |block| + k, l]` with `y = l · stride + k · dilation -
/// pad`.
///
/// - Shapes: X `[N, C · |block|, L]`, Y `[N, C, image…]`.
/// - Types: summed in the input's wide type, in row-major order of the block.
/// - Source: ONNX Col2Im, opset 18.
struct Col2Im: Operator {
  static let dilations = AttributeKey<[Int]>("dilations")
  static let pads = AttributeKey<[Int]>("pads")
  static let strides = AttributeKey<[Int]>("strides")
  static let schema = OperatorSchema(
    "Col2Im",
    inputs: [
      .one("input", "T"), .one("image_shape", "tensor(int64)"),
      .one("block_shape", "tensor(int64)"),
    ], outputs: [.one("output", "T")],
    history: [
      .since(
        18, ["T": .classicAndBFloat16],
        attributes: [dilations.optional, pads.optional, strides.optional])
    ])
  static let samples: [Sample] = [
    Sample([.normal(1, 5, 5), .list(5, 5), .list(1, 5)]).types("T", .numbers),
    Sample([.normal(1, 4, 5), .list(6, 6), .list(2, 2)], ["dilations": [1, 5]]).types(
      "T", .numbers),
    Sample([.normal(1, 5, 15), .list(5, 5), .list(1, 5)], ["pads": [0, 1, 0, 1]]).types(
      "T", .numbers),
    Sample([.normal(2, 12, 4), .list(5, 5).constant, .list(2, 2).constant], ["strides": [2, 2]])
      .types("T", .numbers),
    Sample([.normal(2, 6, 4), .list(9), .list(3)], ["strides": [2]]).types("T", .numbers),
    Sample([.normal(1, 4, 36), .list(3, 4, 5), .list(1, 2, 2)]).types("T", .numbers),
    Sample([.normal(0, 5, 5), .list(5, 5), .list(1, 5)]).types("T", .numbers),
    .refused(
      .shape, "the columns are as many as the blocks", [.normal(1, 5, 4), .list(5, 5), .list(1, 5)]
    ).types("T", [.float]),
    .refused(.shape, "the input has three axes", [.normal(5, 5), .list(5, 5), .list(1, 5)]).types(
      "T", [.float]),
  ]
  static let gaps = [
    SampleGap("T", [.bool, .string], because: "what overlaps is added, and these have no sum"),
    SampleGap("T", .complexes, because: "only real numbers are added here"),
  ]
  static let tolerance = Tolerance.summed

  private let dilationsGiven: [Int]?
  private let padsGiven: [Int]?
  private let stridesGiven: [Int]?

  init(_ node: NodeReader) throws(OperatorError) {
    dilationsGiven = node[ifPresent: Self.dilations]
    padsGiven = node[ifPresent: Self.pads]
    stridesGiven = node[ifPresent: Self.strides]
  }

  /// The image, its blocks and where they lie.
  private struct Geometry {
    var batch: Int
    var channels: Int
    var image: [Int]
    var block: [Int]
    var columns: [Int]
    var strides: [Int]
    var dilations: [Int]
    var pads: [Int]

    var output: Shape { Shape([batch, channels] + image) }

    /// The columns along an axis whose element `k` of the block lies in the image.
    func inside(_ axis: Int, _ k: Int) -> Range<Int> {
      let start = k * dilations[axis] - pads[axis]
      let first = start < 0 ? (strides[axis] - 1 - start) / strides[axis] : 0
      let behind = image[axis] - 1 - start
      let end = behind < 0 ? 0 : behind / strides[axis] + 1
      return min(first, columns[axis])..<max(min(first, columns[axis]), min(end, columns[axis]))
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.type(1)
    _ = try inputs.type(2)
    if let dims = x.dims, dims.count != 3 {
      throw .rank(input: 0, found: dims.count, expected: "3")
    }
    guard let image = inputs.knownIntegers(1), let block = inputs.knownIntegers(2) else {
      let rank = inputs.length(1)
      return [
        .tensor(
          TensorType(x.dtype, rank.map { Array(repeating: .unknown, count: $0 + 2) }))
      ]
    }
    if let dims = x.dims, let shape = TensorType(x.dtype, dims).shape {
      return [try TensorType(x.dtype, try geometry(shape, image, block).output).checked()]
    }
    return [
      .tensor(TensorType(x.dtype, [x.dims?[0] ?? .unknown, .unknown] + image.map { .known($0) }))
    ]
  }

  private func geometry(
    _ x: Shape, _ image: [Int], _ block: [Int]
  ) throws(OperatorError) -> Geometry {
    let rank = image.count
    let strides = stridesGiven ?? Array(repeating: 1, count: rank)
    let dilations = dilationsGiven ?? Array(repeating: 1, count: rank)
    let pads = padsGiven ?? Array(repeating: 0, count: 2 * rank)
    guard rank > 0, block.count == rank, strides.count == rank, dilations.count == rank,
      pads.count == 2 * rank, (image + block + strides + dilations).allSatisfy({ $0 > 0 }),
      (image + block + strides + dilations + pads).allSatisfy({ $0.magnitude < 1 << 31 })
    else { throw .mismatch("image \(image), block \(block) and the attributes do not pair up") }
    var columns: [Int] = []
    for axis in 0..<rank {
      let reach = image[axis] + pads[axis] + pads[axis + rank] - dilations[axis] * (block[axis] - 1)
      guard reach >= 1 else {
        throw .mismatch("a block \(block) is larger than its image \(image)")
      }
      columns.append((reach - 1) / strides[axis] + 1)
    }
    guard let size = block.map({ Dimension.known($0) }).product, x[1] % size == 0,
      columns.map({ Dimension.known($0) }).product == x[2]
    else { throw .mismatch("an input of \(x) does not hold the \(columns) blocks of \(block)") }
    return Geometry(
      batch: x[0], channels: x[1] / size, image: image, block: block, columns: columns,
      strides: strides, dilations: dilations, pads: pads)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount { request.wideCopies }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    let geometry = try geometry(
      x.shape, try inputs.integers(1) ?? [], try inputs.integers(2) ?? [])
    let shape = try TensorType(x.dtype, geometry.output).extent()
    @inline(__always)
    func sum<T: WideNumber>(_ x: Buffer<T>, _ add: (T, T) -> T) -> Buffer<T> {
      let area = Shape(geometry.image).count
      let size = Shape(geometry.block).count * Shape(geometry.columns).count
      return Buffer(count: shape.count) { out in
        guard let target = out.baseAddress else { return }
        target.initialize(repeating: 0, count: shape.count)
        forEachRow(geometry) { from, to, count, step in
          for plane in 0..<geometry.batch * geometry.channels {
            let (source, pixels) = (x.base + plane * size + from, target + plane * area + to)
            if step == 1 {
              for l in 0..<count { pixels[l] = add(pixels[l], source[l]) }
            } else {
              for l in 0..<count { pixels[l * step] = add(pixels[l * step], source[l]) }
            }
          }
        }
        withExtendedLifetime(x) {}
      }
    }
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let values): y = .float(sum(values, +))
    case .double(let values): y = .double(sum(values, +))
    case .int(let values): y = .int(sum(values, &+))
    case .uint(let values): y = .uint(sum(values, &+))
    case nil: throw .wrongType(input: 0, found: x.dtype.name, expected: "a number type")
    }
    return [try .narrowing(y, to: x.dtype, shape)]
  }

  /// Calls `body` for each row of columns of each block position, in row-major order, with the
  /// offsets in one channel's columns and pixels, the count and the distance of the pixels.
  @inline(__always)
  private func forEachRow(_ geometry: Geometry, _ body: (Int, Int, Int, Int) -> Void) {
    let rank = geometry.image.count
    let (imageStrides, columnStrides) = (
      Shape(geometry.image).strides, Shape(geometry.columns).strides
    )
    let columnCount = Shape(geometry.columns).count
    for (position, k) in positions(geometry.block).enumerated() {
      let inside = (0..<rank).map { geometry.inside($0, k[$0]) }
      let inner = inside[rank - 1]
      guard !inner.isEmpty else { continue }
      for row in positions(inside.dropLast().map(\.count)) {
        var (from, to) = (position * columnCount, 0)
        for axis in 0..<rank {
          let column = inside[axis].lowerBound + (axis < rank - 1 ? row[axis] : 0)
          from += column * columnStrides[axis]
          to +=
            (column * geometry.strides[axis] + k[axis] * geometry.dilations[axis]
              - geometry.pads[axis]) * imageStrides[axis]
        }
        body(from, to, inner.count, geometry.strides[rank - 1])
      }
    }
  }

  /// Every position of a box, in row-major order.
  private func positions(_ dims: [Int]) -> some Sequence<[Int]> {
    let strides = Shape(dims).strides
    return (0..<Shape(dims).count).lazy.map { i in
      dims.indices.map { i / strides[$0] % dims[$0] }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let image = try request.integers(1) ?? []
    let block = try request.integers(2) ?? []
    let (dtype, shape) = try request.tensor(0)
    guard dtype.isFloat || dtype.isInteger else { return .host(.noKernel) }
    if dtype == .double, !request.device.hasFloat64 { return .host(.device("64-bit floats")) }
    let geometry = try geometry(shape, image, block)
    let trips = Shape(block).count * image.count
    guard trips <= request.device.tripBudget else { return .host(.noKernel) }
    let count = geometry.output.count
    return .dispatches([
      Dispatch(
        "Movement/Col2Im.comp", defines: ["RANK": String(image.count)],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: [
          .uint("count", count), .uint("area", Shape(image).count),
          .uint("blocks", Shape(block).count), .uint("column_count", shape[2]),
          .ints("image", image), .ints("block", block), .ints("columns", geometry.columns),
          .ints("strides", geometry.strides), .ints("dilations", geometry.dilations),
          .ints("pads", geometry.pads),
        ], invocations: (count, 1, 1), tripBound: trips + Shape(block).count)
    ])
  }
}
