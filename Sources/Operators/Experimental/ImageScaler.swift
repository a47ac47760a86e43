import Graphs
import Tensors

/// `output[n, c, h, w] = scale · input[n, c, h, w] + bias[c]`.
///
/// - Shapes: input `[N, C, H, W]`, bias C numbers; an absent one is 0.
/// - Throws: `.mismatch` where bias does not fit the channels.
/// - Source: the experimental ImageScaler of ONNX 1.2, opset 1.
struct ImageScaler: Composite {
  static let bias = AttributeKey<[Float]>("bias")
  static let scale = AttributeKey<Float>("scale")
  static let schema = OperatorSchema(
    "ImageScaler", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [bias.optional, scale.or(1)])
    ])
  static let tolerance = Tolerance.ulps(4)

  private let bias: [Float]
  private let scale: Float

  init(_ node: NodeReader) throws(OperatorError) {
    bias = node[ifPresent: Self.bias] ?? []
    scale = try node[Self.scale]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [try inputs.type(0)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let dtype = try x.dtype
    // The attributes are float32, which 16 bits do not hold.
    var y = try x.cast(to: dtype == .float16 ? .float : dtype) * Double(scale)
    if !bias.isEmpty {
      let shape = try x.shape
      guard shape.rank == 4, shape[1] == bias.count else {
        throw .mismatch("bias has \(bias.count) numbers for an image of shape \(shape)")
      }
      let channels = try Tensor(vector: bias).cast(to: try y.dtype)
      y = try y + writer.constant(channels).along(axis: 1, of: x)
    }
    return writer.graph(Self.schema.name, inputs: [x], outputs: [try y.cast(to: dtype)])
  }
}

extension ImageScaler {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 5, 6)], ["scale": 0.5, "bias": [1, -2, 0.25]]),
    Sample([.normal(2, 3, 5, 6)], ["scale": 3]), Sample([.normal(1, 2, 3, 3)], ["bias": [1, -2]]),
    Sample([.special(1, 1, 3, 11)], ["scale": 0.5, "bias": [0.1]]),
    Sample([.normal(0, 3, 5, 6)], ["bias": [1, 2, 3]]),
    Sample([.normal(1, 9, 17, 33)], ["bias": [1, 2, 3, 4, 5, 6, 7, 8, 9]]),
    .refused(.shape, "there is a bias a channel", [.normal(2, 3, 5, 6)], ["bias": [1, 2]]),
    .refused(.shape, "the input has four axes", [.normal(3, 5, 6)], ["bias": [1, 2, 3]]),
  ]
}
