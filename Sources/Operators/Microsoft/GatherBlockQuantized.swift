import Graphs
import Tensors

/// The slices of an axis that the indices name, of a tensor that is quantised in blocks:
/// `(code - zero) · scale`, with the scale and the zero point of the code's block.
///
/// - Shapes: bytes hold `8 / bits` codes along the last axis, the lowest bits first; other types one an
///   element. Scales are as many as codes but for the axis of blocks, where they are one a block. Zero
///   points lie like scales, or in bytes like codes, each row filled up.
/// - Types: the codes' numbers in float32, rounded once. Without zero points these are 2^(bits - 1) of
///   bytes, and 0 of other types.
/// - Edge cases: negative indices count from the back; those outside of the axis give zeros.
/// - Throws: `.mismatch` for bytes that are gathered along another axis than the first, or have blocks along
///   another than the last.
/// - Source: com.microsoft GatherBlockQuantized, version 1.
struct GatherBlockQuantized: Operator {
  static let bits = AttributeKey<Int>("bits")
  static let blockSize = AttributeKey<Int>("block_size")
  static let gatherAxis = AttributeKey<Int>("gather_axis")
  static let quantizeAxis = AttributeKey<Int>("quantize_axis")
  static let schema = OperatorSchema(
    "GatherBlockQuantized", domain: "com.microsoft",
    inputs: [
      .one("data", "T1"), .one("indices", "Tind"), .one("scales", "T2"),
      .optional("zero_points", "T1"),
    ],
    outputs: [.one("output", "T2")],
    history: [
      .since(
        1,
        [
          "T1": .float8 + [.float4e2m1, .int4, .uint4, .uint8],
          "T2": [.bfloat16, .float, .float16], "Tind": [.int32, .int64],
        ],
        attributes: [bits.or(4), blockSize.or(128), gatherAxis.or(0), quantizeAxis.or(1)])
    ])
  static var tolerance: Tolerance { .ulps(1) }

  let bits: Int
  let blockSize: Int
  let gatherAxis: Int
  let quantizeAxis: Int

  init(_ node: NodeReader) throws(OperatorError) {
    (bits, blockSize) = (try node[Self.bits], try node[Self.blockSize])
    (gatherAxis, quantizeAxis) = (try node[Self.gatherAxis], try node[Self.quantizeAxis])
    guard [2, 4, 8].contains(bits) else {
      throw .attribute("bits", found: "\(bits)", expected: "2, 4 or 8")
    }
    guard (16...1 << 30).contains(blockSize), blockSize.nonzeroBitCount == 1 else {
      throw .attribute(
        "block_size", found: "\(blockSize)", expected: "a power of two from 16 to \(1 << 30)")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (data, indices) = (try inputs.tensor(0), try inputs.tensor(1))
    let scales = try inputs.tensor(2)
    if let shape = data.shape {
      let layout = try BlockGather(self, data.dtype, shape)
      try layout.check(scales.shape, inputs.has(3) ? try inputs.tensor(3).shape : nil)
    }
    guard var dims = data.dims, let picked = indices.dims else {
      return [.tensor(TensorType(scales.dtype, nil))]
    }
    let axis = try resolve(axis: gatherAxis, rank: dims.count)
    if data.dtype == .uint8, let last = dims.last {
      dims[dims.count - 1] = last.value.map { .known($0 * (8 / bits)) } ?? .unknown
    }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    return [
      try TensorType(scales.dtype, dims[..<axis] + picked + dims[(axis + 1)...]).checked()
    ]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.list(1) * 2 + request.floats(0) + request.floats(2) + request.floats(3)
      + request.wide(request.outputs.first)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let type = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let shape = try type.extent()
    let data = try inputs.tensor(0)
    let layout = try BlockGather(self, data.dtype, data.shape)
    let indices = try inputs.indices(1)
    let y: WideBuffer
    switch inputs.precision {
    case .native: y = .float(try values(inputs, layout, indices, shape.count))
    case .double: y = .double(try values(inputs, layout, indices, shape.count))
    }
    return [try .narrowing(y, to: type.dtype, shape)]
  }

  private func values<F: WideFloat>(
    _ inputs: Evaluation, _ layout: BlockGather, _ indices: Buffer<Int>, _ count: Int
  ) throws(OperatorError) -> Buffer<F> {
    let codes = try BlockCodesOf<F>(try inputs.tensor(0))
    let scales = try inputs.tensor(2).floats(F.self)
    let zeros = try inputs.optionalTensor(3).map { zero throws(OperatorError) in
      try BlockCodesOf<F>(zero)
    }
    let picked = indices.count
    return Buffer(count: count) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      Parallel.forEach(count, grain: 1 << 12) { range in
        for i in range {
          let (row, inner) = i.quotientAndRemainder(dividingBy: layout.block)
          let (outer, number) = row.quotientAndRemainder(dividingBy: picked)
          var index = indices[number]
          if index < 0 { index += layout.extent }
          guard (0..<layout.extent).contains(index) else {
            target.base[i] = 0
            continue
          }
          let place = (outer * layout.extent + index) * layout.block + inner
          let scale = layout.scale(of: place)
          let zero =
            zeros.map { $0.at(layout.zero(of: place), bits: bits) } ?? F(layout.middle)
          target.base[i] = (codes.at(layout.bit(of: place), bits: bits) - zero) * scales[scale]
        }
      }
      withExtendedLifetime((codes, scales, zeros)) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (data, indices) = (try request.tensor(0), try request.tensor(1))
    let scales = try request.tensor(2)
    let (dtype, output) = try request.output(0)
    let layout = try BlockGather(self, data.dtype, data.shape)
    try layout.check(scales.shape, request.has(3) ? try request.tensor(3).shape : nil)
    guard layout.shape.count <= Int(UInt32.max) else {
      return .host(.device("numbers for \(layout.shape.count) codes"))
    }
    var bindings: [Binding] = [
      .read("x", .input(0), data.dtype), .read("indices", .input(1), indices.dtype),
      .read("scales", .input(2), scales.dtype), .write("y", .output(0), dtype),
    ]
    var defines: [String: String] = [:]
    if data.dtype == .uint8 { defines["BITS"] = String(bits) }
    if request.has(3) {
      defines["HAS_ZEROS"] = "1"
      bindings.append(.read("zeros", .input(3), data.dtype))
    }
    return .dispatches([
      Dispatch(
        "Microsoft/GatherBlockQuantized.comp", defines: defines, bindings: bindings,
        parameters: [
          .uint("count", output.count), .uint("picked", max(indices.shape.count, 1)),
          .uint("extent", layout.extent), .uint("inner", max(layout.block, 1)),
          .uint("quant_extent", max(layout.quantExtent, 1)),
          .uint("quant_inner", max(layout.quantInner, 1)), .uint("block_size", blockSize),
          .uint("blocks", layout.blocks), .uint("zero_pitch", layout.zeroPitch),
          .float("middle", layout.middle),
        ], invocations: (output.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

/// Where the codes, scales and zero points of a tensor in blocks lie.
private struct BlockGather {
  let shape: Shape
  let scales: Shape
  let zeros: Shape
  let blockSize: Int
  /// Bits of a code in a byte; `nil` where each has an element.
  let bits: Int?
  /// The gathered axis, and the elements of one of its slices.
  let extent: Int
  let block: Int
  /// The axis of blocks, and the elements between two of its indices.
  let quantExtent: Int
  let quantInner: Int

  /// - Parameter given: the shape of the data, of which bytes hold several codes.
  init(_ node: GatherBlockQuantized, _ dtype: DType, _ given: Shape) throws(OperatorError) {
    guard given.rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    bits = dtype == .uint8 ? node.bits : nil
    blockSize = node.blockSize
    var dims = given.dims
    if bits != nil { dims[dims.count - 1] *= 8 / node.bits }
    try TensorType(dtype, Shape(dims)).checkExtents()
    shape = Shape(dims)
    let gather = try resolve(axis: node.gatherAxis, rank: given.rank)
    let quant = try resolve(axis: node.quantizeAxis, rank: given.rank)
    guard bits == nil || (gather == 0 && quant == given.rank - 1) else {
      throw .mismatch(
        "bytes of shape \(given) are gathered along axis \(gather) with blocks along axis"
          + " \(quant), expected 0 and \(given.rank - 1)")
    }
    extent = dims[gather]
    block = dims[(gather + 1)...].reduce(1, *)
    quantExtent = dims[quant]
    quantInner = dims[(quant + 1)...].reduce(1, *)
    dims[quant] = quantExtent > 0 ? (quantExtent - 1) / blockSize + 1 : 0
    scales = Shape(dims)
    if let bits { dims[quant] = (dims[quant] * bits + 7) / 8 }
    zeros = Shape(dims)
  }

  var blocks: Int { quantExtent > 0 ? (quantExtent - 1) / blockSize + 1 : 0 }
  var zeroPitch: Int { bits.map { (blocks * $0 + 7) / 8 } ?? blocks }
  /// The zero point where none is given.
  var middle: Float { bits.map { Float(1 << ($0 - 1)) } ?? 0 }

  func check(_ scales: Shape?, _ zeros: Shape?) throws(OperatorError) {
    for (name, found, expected) in [
      ("scales", scales, self.scales), ("zero_points", zeros, self.zeros),
    ] {
      guard let found, found != expected else { continue }
      throw .mismatch(
        "\(name) are \(found), but codes \(shape) in blocks of \(blockSize) take \(expected)")
    }
  }

  /// The scale's number for the element at a place.
  @inline(__always)
  func scale(of place: Int) -> Int {
    let (line, inner) = place.quotientAndRemainder(dividingBy: quantInner)
    let (outer, index) = line.quotientAndRemainder(dividingBy: quantExtent)
    return (outer * blocks + index / blockSize) * quantInner + inner
  }

  /// The first bit of a code, or its element.
  @inline(__always)
  func bit(of place: Int) -> Int { bits.map { place * $0 } ?? place }

  /// The first bit of a zero point, or its element.
  @inline(__always)
  func zero(of place: Int) -> Int {
    guard let bits else { return scale(of: place) }
    let (outer, index) = place.quotientAndRemainder(dividingBy: quantExtent)
    return outer * zeroPitch * 8 + index / blockSize * bits
  }
}

/// Codes as numbers: of bytes by their bits, of other types by elements.
private struct BlockCodesOf<F: WideFloat>: Sendable {
  private let bytes: Buffer<UInt8>?
  private let numbers: Buffer<F>

  init(_ x: Tensor) throws(OperatorError) {
    bytes = UInt8.unwrap(x.elements)
    numbers = bytes == nil ? try x.floats(F.self) : []
  }

  @inline(__always)
  func at(_ place: Int, bits: Int) -> F {
    guard let bytes else { return numbers[place] }
    return F(Int(bytes[place / 8]) >> (place % 8) & (1 << bits - 1))
  }
}

extension GatherBlockQuantized {
  static let samples: [Sample] = [
    packed([.bytes(9, 40), .integers(-9...8, 4), scales(9, 5), .bytes(9, 3)]),
    packed([.bytes(9, 40), .integers(-9...8, 2, 3), scales(9, 5)]),
    packed([.bytes(9, 40), .scalar(7), scales(9, 5)]),
    packed([.bytes(5, 33), .integers(0...4, 7), scales(5, 3), .bytes(5, 3)], ["bits": 8]),
    packed([.bytes(5, 9), .integers(0...4, 3), scales(5, 3), .bytes(5, 1)], ["bits": 2]),
    packed(
      [.bytes(3, 2, 36), .list(2, 0), scales(3, 2, 1)], ["quantize_axis": 2, "block_size": 128]),
    packed([.bytes(9, 40), .list(0, 99, -1, -10), scales(9, 5)]),
    packed([.bytes(9, 40), .integers(0...8, 0), scales(9, 5)]),
    single([.bytes(6, 20), .integers(-6...5, 5), scales(6, 2), .bytes(6, 2)]),
    single([.bytes(6, 20), .integers(-6...5, 5), scales(6, 2)], ["quantize_axis": -1]),
    single([.bytes(2, 33, 5), .integers(0...32, 2, 3), scales(2, 3, 5)], ["gather_axis": 1]),
    single(
      [.bytes(20, 3, 7), .list(6, -7), scales(2, 3, 7), .bytes(2, 3, 7)],
      ["gather_axis": -1, "quantize_axis": 0]),
    .refused(
      .attribute, "block_size is a power of two", [.bytes(6, 20), .list(1), scales(6, 1)],
      ["block_size": 20]),
    .refused(
      .attribute, "bits are 2, 4 or 8", [.bytes(6, 20), .list(1), scales(6, 1)],
      ["block_size": 16, "bits": 3]),
    .refused(
      .attribute, "bytes are gathered along the first axis",
      [.bytes(6, 8), .list(1), scales(6, 1)], ["block_size": 16, "gather_axis": 1]
    ).types("T1", [.uint8]),
    .refused(
      .shape, "scales are one a block", [.bytes(6, 20), .list(1), scales(6, 4)],
      ["block_size": 16]),
    .refused(
      .range, "quantize_axis is an axis of data", [.bytes(6, 20), .list(1), scales(6, 2)],
      ["block_size": 16, "quantize_axis": 2]),
  ]

  private static func scales(_ shape: Int...) -> Draw { Draw(.uniform(0.01...0.1), shape) }

  private static func packed(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, ["block_size": 16].merging(attributes) { $1 }).types("T1", [.uint8])
  }

  private static func single(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, ["block_size": 16].merging(attributes) { $1 })
      .types("T1", .float8 + [.float4e2m1, .int4, .uint4])
  }
}
