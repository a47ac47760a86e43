import Graphs
import Tensors

/// `output = scale · input`.
///
/// - Source: the experimental Scale of ONNX 1.2, opset 1.
struct Scale: Composite {
  static let scale = AttributeKey<Float>("scale")
  static let schema = OperatorSchema(
    "Scale", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [scale.or(1)])
    ])
  static let tolerance = Tolerance.ulps(4)

  private let scale: Float

  init(_ node: NodeReader) throws(OperatorError) {
    scale = try node[Self.scale]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [try inputs.type(0)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let y = try x * Double(scale)
    return writer.graph(Self.schema.name, inputs: [x], outputs: [y])
  }
}

extension Scale {
  static let samples: [Sample] = Samples.unary + [Sample([.normal(3, 33)], ["scale": -0.75])]
}
