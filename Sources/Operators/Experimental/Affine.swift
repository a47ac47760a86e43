import Graphs
import Tensors

/// `Y = alpha · X + beta`.
///
/// - Source: the experimental Affine of ONNX 1.2, opset 1.
struct Affine: Composite {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let schema = OperatorSchema(
    "Affine", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [alpha.or(1), beta.or(0)])
    ])
  static let tolerance = Tolerance.ulps(4)

  private let alpha: Float
  private let beta: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [try inputs.type(0)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let y = try x * Double(alpha) + Double(beta)
    return writer.graph(Self.schema.name, inputs: [x], outputs: [y])
  }
}

extension Affine {
  static let samples: [Sample] =
    Samples.unary + [Sample([.normal(3, 33)], ["alpha": -0.75, "beta": 2.5])]
}
