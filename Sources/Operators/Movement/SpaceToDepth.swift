import Graphs
import Tensors

/// Moves blocks of pixels into channels: the reverse of ``DepthToSpace``.
///
/// - Shapes: X `[N, C, H, W]`, Y `[N, C · b², H / b, W / b]`.
/// - Source: ONNX SpaceToDepth, opsets 1, 13, 28; before 28 the mode is `DCR`.
struct SpaceToDepth: StridedMovement {
  static let blocksize = AttributeKey<Int>("blocksize")
  static let mode = AttributeKey<String>("mode")
  static let schema = OperatorSchema(
    "SpaceToDepth", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .classic],
        attributes: [blocksize.required]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [blocksize.required]),
      .since(
        28, ["T": .classicAndBFloat16],
        attributes: [blocksize.required, mode.or("DCR")]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(1, 1, 4, 6)], ["blocksize": 2]),
    Sample([.normal(2, 3, 6, 3)], ["blocksize": 3]),
    Sample([.normal(1, 3, 2, 2)], ["blocksize": 1]),
    Sample([.normal(0, 1, 4, 6)], ["blocksize": 2]),
    Sample([.special(1, 1, 4, 12)], ["blocksize": 4]),
    Sample([.normal(2, 3, 4, 2)], ["blocksize": 2, "mode": "CRD"]).since(28),
    Sample([.normal(2, 3, 4, 2)], ["blocksize": 2, "mode": "DCR"]).since(28),
    .refused(
      .shape, "height and width are multiples of blocksize", [.normal(1, 1, 3, 4)], ["blocksize": 2]
    ),
    .refused(.attribute, "blocksize is required", [.normal(1, 4, 2, 4)]),
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
    return [
      try TensorType(
        x.dtype,
        [
          dims[0], dims[1] * .known(block.size * block.size),
          try block.divide(dims[2], by: block.size, "rows"),
          try block.divide(dims[3], by: block.size, "columns"),
        ]
      ).checked()
    ]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    guard let output = try infer(inputs).first?.tensor else { throw .missingInput(0) }
    let b = block.size
    let (batch, channel, row) = (shape.strides[0], shape.strides[1], shape.strides[2])
    let blocks = [b, b]
    let steps = [row, 1]
    return [
      StridedView(
        shape: try output.extent(),
        dims: [shape[0]] + (block.isDepthFirst ? blocks + [shape[1]] : [shape[1]] + blocks)
          + [shape[2] / b, shape[3] / b],
        strides: [batch] + (block.isDepthFirst ? steps + [channel] : [channel] + steps)
          + [row * b, b])
    ]
  }
}

extension SpaceToDepth: DifferentiableMovement {}
