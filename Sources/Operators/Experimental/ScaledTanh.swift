import Graphs
import Tensors

/// `output = alpha · tanh(beta · input)`.
///
/// The text gives no defaults: an absent factor is 1.
///
/// - Source: the experimental ScaledTanh of ONNX 1.2, opset 1.
struct ScaledTanh: Composite {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let schema = OperatorSchema(
    "ScaledTanh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [alpha.optional, beta.optional])
    ])
  static let tolerance = Tolerance.ulps(4)

  private let alpha: Float
  private let beta: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = node[ifPresent: Self.alpha] ?? 1
    beta = node[ifPresent: Self.beta] ?? 1
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [try inputs.type(0)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let y = try (x * Double(beta)).map(.tanh) * Double(alpha)
    return writer.graph(Self.schema.name, inputs: [x], outputs: [y])
  }
}
