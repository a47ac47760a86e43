import Graphs
import Tensors

/// Moves blocks of channels into blocks of pixels.
///
/// `DCR`: channel `(row · b + column) · C' + c`; `CRD`: channel `(c · b + row) · b + column` goes
/// to pixel `(h · b + row, w · b + column)` of channel `c`.
///
/// - Shapes: X `[N, C, H, W]`, Y `[N, C / b², H · b, W · b]`.
/// - Source: ONNX DepthToSpace, opsets 1, 11, 13, 28.
struct DepthToSpace: StridedMovement {
  static let blocksize = AttributeKey<Int>("blocksize")
  static let mode = AttributeKey<String>("mode")
  static let schema = OperatorSchema(
    "DepthToSpace", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .classic],
        attributes: [blocksize.required]),
      .since(
        11, ["T": .classic],
        attributes: [blocksize.required, mode.or("DCR")]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [blocksize.required, mode.or("DCR")]),
      .since(
        28, ["T": .classicAndBFloat16],
        attributes: [blocksize.required, mode.or("DCR")]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(1, 4, 2, 3)], ["blocksize": 2]),
    Sample([.normal(2, 18, 2, 1)], ["blocksize": 3]),
    Sample([.normal(1, 3, 2, 2)], ["blocksize": 1]),
    Sample([.normal(2, 8, 2, 3)], ["blocksize": 2, "mode": "CRD"]).since(11),
    Sample([.normal(2, 8, 2, 3)], ["blocksize": 2, "mode": "DCR"]).since(11),
    Sample([.normal(0, 4, 2, 3)], ["blocksize": 2]),
    Sample([.special(1, 16, 1, 3)], ["blocksize": 4]),
    .refused(
      .shape, "the channels are a multiple of blocksize²", [.normal(1, 6, 2, 3)], ["blocksize": 2]),
    .refused(.attribute, "blocksize is required", [.normal(1, 4, 2, 3)]),
    .refused(.shape, "the input has four axes", [.normal(4, 2, 3)], ["blocksize": 2]),
    .refused(
      .attribute, "mode is DCR or CRD", [.normal(1, 4, 2, 3)], ["blocksize": 2, "mode": "X"]
    ).since(11),
  ]

  let block: SpaceBlock

  init(_ node: NodeReader) throws(OperatorError) {
    block = try SpaceBlock(size: node[Self.blocksize], mode: node[ifPresent: Self.mode])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = try block.check(x) else {
      return [.tensor(TensorType(x.dtype, Array(repeating: .unknown, count: 4)))]
    }
    let channels = try block.divide(dims[1], by: block.size * block.size, "channels")
    let size = Dimension.known(block.size)
    return [
      try TensorType(x.dtype, [dims[0], channels, dims[2] * size, dims[3] * size]).checked()
    ]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    guard let output = try infer(inputs).first?.tensor else { throw .missingInput(0) }
    let b = block.size
    let (batch, channel, row) = (shape.strides[0], shape.strides[1], shape.strides[2])
    let kept = shape[1] / (b * b)
    let steps =
      block.isDepthFirst
      ? (depth: channel, row: b * kept * channel, column: kept * channel)
      : (depth: b * b * channel, row: b * channel, column: channel)
    return [
      StridedView(
        shape: try output.extent(), dims: [shape[0], kept, shape[2], b, shape[3], b],
        strides: [batch, steps.depth, row, steps.row, 1, steps.column])
    ]
  }
}

/// The block of `DepthToSpace` and `SpaceToDepth`.
struct SpaceBlock: Sendable {
  let size: Int
  /// `DCR`: the channel counts fastest in depth.
  let isDepthFirst: Bool

  init(size: Int, mode: String?) throws(OperatorError) {
    guard (1...(1 << 20)).contains(size) else {
      throw .attribute("blocksize", found: "\(size)", expected: "a positive number")
    }
    guard mode == nil || mode == "DCR" || mode == "CRD" else {
      throw .attribute("mode", found: "'\(mode ?? "")'", expected: "DCR or CRD")
    }
    self.size = size
    isDepthFirst = mode != "CRD"
  }

  func check(_ x: TensorType) throws(OperatorError) -> [Dimension]? {
    guard let dims = x.dims else { return nil }
    guard dims.count == 4 else { throw .rank(input: 0, found: dims.count, expected: "4") }
    return dims
  }

  func divide(
    _ extent: Dimension, by divisor: Int, _ what: String
  ) throws(OperatorError) -> Dimension {
    guard let value = extent.value else { return .unknown }
    guard value % divisor == 0 else {
      throw .mismatch("\(value) \(what) are not a multiple of \(divisor)")
    }
    return .known(value / divisor)
  }
}

extension DepthToSpace: DifferentiableMovement {}
