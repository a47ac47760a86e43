import Graphs
import Tensors

/// The input itself, whatever its type.
///
/// - Source: ONNX Identity, opsets 1, 13, 14, 16, 19, 21, 23, 24, 25.
struct Identity: Operator {
  static let schema = OperatorSchema(
    "Identity", inputs: [.one("input", "V")], outputs: [.one("output", "V")],
    history: [
      .since(
        1, ["T": .classic],
        inputs: [.one("input", "T")],
        outputs: [.one("output", "T")]),
      .since(
        13, ["T": .classicAndBFloat16],
        inputs: [.one("input", "T")],
        outputs: [.one("output", "T")]),
      .since(14, ["V": .classicAndBFloat16 + .sequences(of: .classic)]),
      .since(
        16,
        [
          "V": .classicAndBFloat16 + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic))
        ]),
      .since(
        19,
        ["V": .ir9 + .sequences(of: .classic) + .optionals(of: .classic + .sequences(of: .classic))]
      ),
      .since(
        21,
        [
          "V": .ir10 + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic))
        ]),
      .since(
        23,
        [
          "V": .ir11 + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic))
        ]),
      .since(
        24,
        [
          "V": .ir12 + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic))
        ]),
      .since(
        25,
        [
          "V": .ir13 + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic))
        ]),
    ])
  /// What it takes in the newest opset.
  static let allKinds: TypeSet =
    .ir13 + .sequences(of: .classic) + .optionals(of: .classic + .sequences(of: .classic))
  static let samples: [Sample] = [
    Sample([.normal(2, 3)]), Sample([.special(33)]), Sample([.normal()]), Sample([.normal(0, 3)]),
    Sample([.normal(65_537)]).types("V", [.float]),
    Sample([.optional(nil)]).since(16).types("V", .optionals(of: .classic)),
    Sample([.sequence()]).since(14).types("V", .sequences(of: .classic)),
  ]
  static let tolerance = Tolerance.exact
  static let traits: OperatorTraits = .elementwise

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] { [try inputs.value(0)] }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard let tensor = try request.inference.type(0).tensor else {
      return .host(.byNature("sequences and optionals"))
    }
    return tensor.dtype == .string ? .host(.byNature("strings")) : .views([0])
  }
}

extension Identity: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.filled(1) }
}
