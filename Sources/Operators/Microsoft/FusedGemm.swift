import Graphs
import Tensors

/// `Y = activation(alpha · A' · B' + beta · C)`.
///
/// - Shapes: as ``Gemm``'s.
/// - Throws: `.attribute` for an activation without which the operator would be Gemm; `.missingAttribute`
///   for one of its numbers, which have no defaults.
/// - Source: onnxruntime FusedGemm, com.microsoft 1.
struct FusedGemm: Composite {
  static let activation = AttributeKey<String>("activation")
  static let numbers = ["activation_alpha", "activation_beta", "activation_gamma"]
  static let schema = OperatorSchema(
    "FusedGemm", domain: "com.microsoft",
    inputs: [.one("A", "T"), .one("B", "T"), .optional("C", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats + .wideIntegers],
        attributes: [activation.optional] + numbers.map { AttributeKey<Float>($0).optional } + [
          Gemm.alpha.or(1.0), Gemm.beta.or(1.0), Gemm.transA.or(0), Gemm.transB.or(0),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private let activation: FusedActivation
  private let attributes: [String: AttributeValue]
  private let product: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    activation = try FusedActivation(
      node[ifPresent: Self.activation] ?? "",
      among: [
        "Relu", "Tanh", "Sigmoid", "Softplus", "Softsign", "LeakyRelu", "Elu", "ThresholdedRelu",
        "HardSigmoid",
      ], numbers: Self.numbers.map { node[ifPresent: AttributeKey<Float>($0)] },
      called: Self.numbers)
    attributes = [
      "alpha": .float(try node[Gemm.alpha]), "beta": .float(try node[Gemm.beta]),
      "transA": .int(Int64(try node[Gemm.transA])), "transB": .int(Int64(try node[Gemm.transB])),
    ]
    product = try OperatorCatalog.standard.node(
      "Gemm", opset: 13, named: "Gemm", inputs: [], outputs: [], attributes: attributes
    ).operation
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try product.infer(inputs)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    var builder = GraphBuilder("FusedGemm", opset: 21)
    let (a, b) = (builder.input(), builder.input())
    let c = inputs.has(2) ? builder.input() : nil
    let sum = try builder.apply("Gemm", a, b, c, attributes: attributes)
    return builder.composed(
      try activation.applied(to: sum, try inputs.tensor(0).dtype, in: &builder))
  }
}
