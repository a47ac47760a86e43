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

extension FusedGemm {
  static let samples: [Sample] =
    [
      Sample([.normal(3, 17), .normal(17, 5), .normal(5)], ["activation": "Relu"]),
      Sample([.special(2, 9), .normal(9, 3)], ["activation": "Relu", "transA": 0]),
      with("LeakyRelu", [.normal(3, 4), .normal(4, 5)], ["activation_alpha": 0.25]),
      with("Relu", [.normal(3, 4), .normal(4, 5), .normal(3, 1)], ["alpha": 0.5, "beta": 2.0]),
      with("Relu", [.normal(4, 3), .normal(5, 4), .normal()], ["transA": 1, "transB": 1]),
      with("Relu", [.normal(3, 130), .normal(130, 65)]),
      with("Tanh", [.normal(3, 4), .normal(4, 5), .normal(3, 5)]),
      with("Sigmoid", [.normal(3, 4), .normal(4, 5), .normal(1, 5)]),
      with("Softplus", [.normal(3, 4), .normal(4, 5)]),
      with("Softsign", [.normal(3, 4), .normal(4, 5)]),
      with("Elu", [.normal(3, 4), .normal(4, 5)], ["activation_alpha": 0.5]),
      with("ThresholdedRelu", [.normal(3, 4), .normal(4, 5)], ["activation_alpha": 0.75]),
      with(
        "HardSigmoid", [.normal(3, 4), .normal(4, 5)],
        ["activation_alpha": 0.25, "activation_beta": 0.4]),
      with("Relu", [.normal(3, 0), .normal(0, 5), .normal(5)]),
      with("Relu", [.normal(0, 4), .normal(4, 5)]),
      .refused(.attribute, "an activation is needed", [.normal(3, 4), .normal(4, 5)]),
      .refused(
        .attribute, "an activation that the operator has", [.normal(3, 4), .normal(4, 5)],
        ["activation": "Gelu"]),
      .refused(
        .attribute, "LeakyRelu needs activation_alpha", [.normal(3, 4), .normal(4, 5)],
        ["activation": "LeakyRelu"]),
      .refused(
        .attribute, "HardSigmoid needs activation_beta", [.normal(3, 4), .normal(4, 5)],
        ["activation": "HardSigmoid", "activation_alpha": 0.25]),
      .refused(
        .shape, "A' has as many columns as B' rows", [.normal(3, 4), .normal(5, 4)],
        ["activation": "Relu"]),
      .refused(
        .shape, "C broadcasts to the product", [.normal(3, 4), .normal(4, 5), .normal(4)],
        ["activation": "Relu"]),
      .refused(
        .shape, "A and B are matrices", [.normal(2, 3, 4), .normal(4, 5)], ["activation": "Relu"]),
    ]

  private static func with(
    _ name: String, _ inputs: [Draw], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, ["activation": .string(name)].merging(attributes) { $1 })
      .types("T", .ieeeFloats)
  }
}
